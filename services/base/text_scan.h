// Whether bytes that arrive in pieces are plain text, and in which of the two encodings in use.
#pragma once

#include <string_view>

namespace qianmo {

class TextScan {
 public:
  void Add(std::string_view piece);
  // Of all pieces so far. What is both (ASCII) is UTF-8.
  bool IsUtf8() const { return plain_ && utf8_ && more_ == 0; }
  bool IsGb18030() const { return plain_ && gb18030_ && place_ == 0; }

 private:
  void AddToUtf8(unsigned char byte);
  void AddToGb18030(unsigned char byte);

  bool plain_ = true;  // no control characters but blanks and line ends
  bool utf8_ = true;
  int more_ = 0;  // bytes that the character still wants, the next of them between the bounds
  unsigned char least_ = 0x80;
  unsigned char most_ = 0xbf;
  bool gb18030_ = true;
  int place_ = 0;  // bytes of the character so far
};

}  // namespace qianmo

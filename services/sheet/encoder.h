// Text for a file, into the encoding that its reader wants.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sheet/decoder.h"

namespace qianmo::sheet {

class Encoder {
 public:
  explicit Encoder(Encoding encoding);
  ~Encoder();
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  // Of valid UTF-8; nothing when the encoding cannot write a character. Nothing is ever replaced.
  std::optional<std::string> Encode(std::string_view text) const;
  // The first character that it cannot write; empty for none.
  std::string_view FirstUnwritable(std::string_view text) const;

 private:
  void* converter_ = nullptr;  // none for UTF-8
};

}  // namespace qianmo::sheet

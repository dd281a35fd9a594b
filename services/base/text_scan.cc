#include "base/text_scan.h"

namespace qianmo {
namespace {

bool Between(unsigned char byte, unsigned char least, unsigned char most) {
  return least <= byte && byte <= most;
}

bool IsControl(unsigned char byte) {
  const bool blank = byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
  return (byte < 0x20 && !blank) || byte == 0x7f;
}

}  // namespace

void TextScan::Add(std::string_view piece) {
  for (const char c : piece) {
    if (!plain_ || !(utf8_ || gb18030_)) return;
    const auto byte = static_cast<unsigned char>(c);
    // Neither encoding has these inside of a longer character.
    if (IsControl(byte)) plain_ = false;
    if (utf8_) AddToUtf8(byte);
    if (gb18030_) AddToGb18030(byte);
  }
}

void TextScan::AddToUtf8(unsigned char byte) {
  if (more_ > 0) {
    utf8_ = Between(byte, least_, most_);
    --more_;
    least_ = 0x80;
    most_ = 0xbf;
    return;
  }
  if (byte < 0x80) return;
  if (Between(byte, 0xc2, 0xdf)) {
    more_ = 1;
  } else if (Between(byte, 0xe0, 0xef)) {
    more_ = 2;
    if (byte == 0xe0) least_ = 0xa0;  // shorter forms exist
    if (byte == 0xed) most_ = 0x9f;   // surrogates
  } else if (Between(byte, 0xf0, 0xf4)) {
    more_ = 3;
    if (byte == 0xf0) least_ = 0x90;
    if (byte == 0xf4) most_ = 0x8f;
  } else {
    utf8_ = false;
  }
}

void TextScan::AddToGb18030(unsigned char byte) {
  switch (place_) {
    case 0:
      if (byte < 0x80) return;
      gb18030_ = Between(byte, 0x81, 0xfe);
      place_ = 1;
      return;
    case 1:
      if (Between(byte, 0x30, 0x39)) {
        place_ = 2;
        return;
      }
      gb18030_ = Between(byte, 0x40, 0xfe) && byte != 0x7f;
      place_ = 0;
      return;
    case 2:
      gb18030_ = Between(byte, 0x81, 0xfe);
      place_ = 3;
      return;
    default:
      gb18030_ = Between(byte, 0x30, 0x39);
      place_ = 0;
  }
}

}  // namespace qianmo

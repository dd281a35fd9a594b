#include "pg/value.h"

#include <stdexcept>

#include "base/time_text.h"

namespace qianmo::pg {
namespace {

// The length of the UTF-8 sequence that begins `text`, or 0 when it is not one.
std::size_t SequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xed && byte(1) > 0x9f;
  const bool beyond = lead == 0xf4 && byte(1) > 0x8f;
  return overlong || surrogate || beyond ? 0 : length;
}

void RequireText(std::string_view text) {
  while (!text.empty()) {
    if (text[0] == '\0') throw std::invalid_argument("text for the database holds a NUL byte");
    const std::size_t length = SequenceLength(text);
    if (length == 0) throw std::invalid_argument("text for the database is not UTF-8");
    text.remove_prefix(length);
  }
}

}  // namespace

std::string ToText(std::int64_t value) { return std::to_string(value); }

std::string ToText(std::uint64_t value) { return std::to_string(value); }

std::string ToText(std::string_view value) {
  RequireText(value);
  return std::string(value);
}

std::string ToText(const Uuid& value) { return value.ToString(); }

std::string ToText(CountyId value) { return std::to_string(value.number); }

std::string ToText(Time value) { return FormatRfc3339(value); }

std::string ToText(Date value) { return FormatIsoDate(value); }

std::string ToText(Bytes value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "\\x";
  text.reserve(2 + 2 * value.view.size());
  for (const char c : value.view) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace qianmo::pg

#include "print/printable.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <glib.h>

#include "base/text.h"

namespace qianmo::print {
namespace {

bool IsLineEnd(char32_t c) { return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029; }

// Keeps U+3000, with which people indent and align in Chinese.
bool IsBlank(char32_t c) { return c == '\t' || c == 0xa0 || g_unichar_isspace(c); }

bool IsInvisible(char32_t c) {
  switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_SURROGATE:
      return true;
    default:
      return c >= 0xfe00 && c <= 0xfe0f;  // variation selectors choose among glyphs of one font
  }
}

void Append(char32_t c, std::string* text) {
  std::array<char, 6> bytes;
  text->append(bytes.data(), static_cast<std::size_t>(g_unichar_to_utf8(c, bytes.data())));
}

}  // namespace

Result<std::string> Printable(std::string_view text) {
  if (!IsUtf8(text)) {
    return Refusal{Refusal::Kind::kInvalid, "INVALID_UTF8", "the text is not valid UTF-8"};
  }
  std::string clean;
  char32_t before = 0;
  for (const char* at = text.data(); at != text.data() + text.size(); at = g_utf8_next_char(at)) {
    const char32_t c = g_utf8_get_char(at);
    const bool second_half = c == '\n' && before == '\r';
    before = c;
    if (second_half) continue;
    if (IsLineEnd(c) || c == '\r' || c == '\f' || c == '\v') {
      clean += '\n';
    } else if (c == 0x3000) {
      Append(c, &clean);
    } else if (IsBlank(c)) {
      clean += ' ';
    } else if (!IsInvisible(c)) {
      Append(c, &clean);
    }
  }
  return clean;
}

Result<std::string> PrintableLine(std::string_view text) {
  QM_ASSIGN(std::string line, Printable(text));
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

std::string NameOfCharacter(char32_t character) {
  std::array<char, 8> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), std::uint32_t{character}, 16);
  std::string hex(digits.data(), end.ptr);
  if (hex.size() < 4) hex.insert(0, 4 - hex.size(), '0');
  std::transform(hex.begin(), hex.end(), hex.begin(), g_ascii_toupper);
  std::string name = "U+" + hex + " ";
  Append(character, &name);
  return name;
}

}  // namespace qianmo::print

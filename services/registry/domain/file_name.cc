#include "registry/domain/file_name.h"

#include <array>

#include "base/text.h"
#include "registry/domain/refusals.h"

namespace qianmo::registry {
namespace {

// Characters of Unicode that nobody sees: C1 controls, marks of direction, separators of lines,
// and those of no width.
struct Range {
  char32_t first, last;
};
constexpr std::array<Range, 8> kUnseen = {{{0x0, 0x1f},
                                           {0x7f, 0x9f},
                                           {0xad, 0xad},
                                           {0x61c, 0x61c},
                                           {0x200b, 0x200f},
                                           {0x2028, 0x202e},
                                           {0x2060, 0x206f},
                                           {0xfeff, 0xfeff}}};

// Takes the first code point off valid UTF-8.
char32_t Next(std::string_view* text) {
  const auto first = static_cast<unsigned char>(text->front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t point = length == 1 ? first : first & (0x7f >> length);
  for (std::size_t i = 1; i < length; ++i) {
    point = (point << 6) | (static_cast<unsigned char>((*text)[i]) & 0x3f);
  }
  text->remove_prefix(length);
  return point;
}

bool HasUnseen(std::string_view text) {
  while (!text.empty()) {
    const char32_t point = Next(&text);
    for (const Range& range : kUnseen) {
      if (range.first <= point && point <= range.last) return true;
    }
  }
  return false;
}

bool IsBlankAtAnEnd(std::string_view name) {
  constexpr std::string_view kWideBlank = "\u3000";
  return name.front() == ' ' || name.back() == ' ' || name.starts_with(kWideBlank) ||
         name.ends_with(kWideBlank);
}

}  // namespace

Result<std::string> ParseFileName(std::string_view field, std::string_view typed) {
  if (!IsUtf8(typed)) return refusals::FileNameMalformed(field, "is not UTF-8");
  if (typed.empty()) return refusals::FileNameMalformed(field, "is empty");
  if (CountCodePoints(typed) > kMostFileNameCharacters) {
    return refusals::FileNameMalformed(field, "is too long");
  }
  if (typed.find_first_of("/\\") != typed.npos) {
    return refusals::FileNameMalformed(field, "names a folder");
  }
  if (typed == "." || typed == "..") return refusals::FileNameMalformed(field, "names a folder");
  if (HasUnseen(typed)) {
    return refusals::FileNameMalformed(field, "has characters that cannot be seen");
  }
  if (IsBlankAtAnEnd(typed)) {
    return refusals::FileNameMalformed(field, "begins or ends with a blank");
  }
  return std::string(typed);
}

}  // namespace qianmo::registry

#include "base/text.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace qianmo {
namespace {

struct CodePoint {
  char32_t value;
  std::size_t size;  // bytes taken
};

struct Range {
  char32_t first, last;
};

constexpr Range kBlanks[] = {{0x09, 0x0d},     {0x20, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},
                             {0x1680, 0x1680}, {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f},
                             {0x205f, 0x205f}, {0x3000, 0x3000}};
// Control characters and those that show nothing or turn the direction of what follows.
constexpr Range kInvisible[] = {{0x00, 0x1f},     {0x7f, 0x9f},      {0xad, 0xad},
                                {0x61c, 0x61c},   {0x180e, 0x180e},  {0x200b, 0x200f},
                                {0x202a, 0x202e}, {0x2060, 0x206f},  {0xfeff, 0xfeff},
                                {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};
constexpr char32_t kFullWidthFirst = 0xff01, kFullWidthLast = 0xff5e, kFullWidthGap = 0xfee0;

template <std::size_t n>
bool IsIn(const Range (&ranges)[n], char32_t value) {
  for (const Range& range : ranges) {
    if (value >= range.first && value <= range.last) return true;
  }
  return false;
}

// The code point at the front of a text that is not empty; nothing if it is malformed.
std::optional<CodePoint> Front(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  if (lead < 0x80) return CodePoint{lead, 1};
  if (lead < 0xc2 || lead > 0xf4) return std::nullopt;
  const std::size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (text.size() < size) return std::nullopt;
  char32_t value = lead & (0x7f >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    if ((next & 0xc0) != 0x80) return std::nullopt;
    value = value << 6 | (next & 0x3f);
  }
  static constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[size] || value > 0x10ffff) return std::nullopt;
  if (value >= 0xd800 && value <= 0xdfff) return std::nullopt;
  return CodePoint{value, size};
}

std::string Stars(std::size_t count) { return std::string(count, '*'); }

// Keeps the first `head` and the last `tail` characters of a text of at least `shortest`.
std::string Mask(std::string_view text, std::size_t head, std::size_t tail, std::size_t shortest) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = Front(text.substr(at));
    if (!point) return Stars(3);
    starts.push_back(at);
    at += point->size;
  }
  if (starts.size() < shortest) return Stars(starts.size());
  const std::size_t hidden = starts.size() - head - tail;
  std::string masked(text.substr(0, head < starts.size() ? starts[head] : text.size()));
  masked += Stars(hidden);
  if (tail > 0) masked += text.substr(starts[starts.size() - tail]);
  return masked;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const auto point = Front(text);
    if (!point) return false;
    text.remove_prefix(point->size);
  }
  return true;
}

std::size_t CountCodePoints(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) {
    if ((static_cast<std::uint8_t>(byte) & 0xc0) != 0x80) ++count;
  }
  return count;
}

Result<std::string> NormalizeName(std::string_view text) {
  std::string name;
  bool blank_before = false;
  while (!text.empty()) {
    const auto point = Front(text);
    if (!point) {
      return Refusal{Refusal::Kind::kInvalid, "INVALID_UTF8", "the text is not valid UTF-8"};
    }
    const std::string_view bytes = text.substr(0, point->size);
    text.remove_prefix(point->size);
    if (IsIn(kBlanks, point->value)) {
      blank_before = true;
      continue;
    }
    if (IsIn(kInvisible, point->value)) continue;
    if (blank_before && !name.empty()) name += ' ';
    blank_before = false;
    if (point->value >= kFullWidthFirst && point->value <= kFullWidthLast) {
      name += static_cast<char>(point->value - kFullWidthGap);
    } else {
      name += bytes;
    }
  }
  return name;
}

std::string_view TrimBlanks(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

Result<std::string> NormalizeHandle(std::string_view text) {
  QM_ASSIGN(const std::string name, NormalizeName(text));
  std::string handle;
  for (const char c : name) {
    if (c == ' ') continue;
    handle += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return handle;
}

std::string MaskName(std::string_view name) { return Mask(name, 1, 0, 2); }
std::string MaskPhone(std::string_view phone) {
  constexpr std::size_t kMobile = 11;
  return CountCodePoints(phone) >= kMobile ? Mask(phone, 3, 4, kMobile) : Mask(phone, 0, 4, 8);
}
std::string MaskIdNumber(std::string_view number) { return Mask(number, 3, 2, 15); }
std::string MaskAccount(std::string_view account) { return Mask(account, 0, 4, 8); }

}  // namespace qianmo

#include "base/decimal.h"

#include <algorithm>

namespace qianmo {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// The digits of an integer part, its commas checked and removed.
std::optional<std::string> Ungroup(std::string_view text) {
  const std::size_t first_comma = text.find(',');
  std::string digits(text.substr(0, first_comma));
  if (first_comma != std::string_view::npos) {
    if (digits.empty() || digits.size() > 3) return std::nullopt;
    for (std::string_view rest = text.substr(first_comma); !rest.empty(); rest.remove_prefix(4)) {
      if (rest.size() < 4 || rest[0] != ',') return std::nullopt;
      digits += rest.substr(1, 3);
    }
  }
  if (!AllDigits(digits) || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
  return digits;
}

// Counts downwards, because the most negative number has no positive twin.
std::optional<std::int64_t> ToInteger(std::string_view digits, bool negative) {
  std::int64_t value = 0;
  for (const char c : digits) {
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_sub_overflow(value, c - '0', &value)) {
      return std::nullopt;
    }
  }
  if (!negative && __builtin_sub_overflow(std::int64_t{0}, value, &value)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::int64_t> ParseDecimal(std::string_view text, int places) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  auto digits = Ungroup(text.substr(0, point));
  if (!digits) return std::nullopt;
  std::string_view decimals;
  if (point != std::string_view::npos) {
    decimals = text.substr(point + 1);
    if (!AllDigits(decimals) || decimals.size() > static_cast<std::size_t>(places)) {
      return std::nullopt;
    }
  }
  digits->append(decimals).append(static_cast<std::size_t>(places) - decimals.size(), '0');
  return ToInteger(*digits, negative);
}

std::string FormatDecimal(std::int64_t value, int places) {
  const auto width = static_cast<std::size_t>(places);
  const auto bits = static_cast<std::uint64_t>(value);
  std::string text = std::to_string(value < 0 ? std::uint64_t{0} - bits : bits);
  if (text.size() <= width) text.insert(0, width + 1 - text.size(), '0');
  if (width > 0) text.insert(text.size() - width, 1, '.');
  return value < 0 ? "-" + text : text;
}

std::string FormatGroupedDecimal(std::int64_t value, int places) {
  std::string text = FormatDecimal(value, places);
  const std::size_t first = value < 0 ? 1 : 0;
  const std::size_t point = std::min(text.find('.'), text.size());
  for (std::size_t at = point; at > first + 3;) text.insert(at -= 3, 1, ',');
  return text;
}

}  // namespace qianmo

#include "base/identity_number.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/text.h"

namespace qianmo {
namespace {

constexpr std::size_t kLength = 18;
constexpr int kOldestBirthYear = 1900;

// ISO 7064 MOD 11-2 over the first 17 digits.
char CheckCharacter(std::string_view digits) {
  int sum = 0;
  for (const char c : digits) sum = (sum + (c - '0')) * 2 % 11;
  return "0123456789X"[(12 - sum) % 11];
}

int Number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::chrono::year_month_day WrittenBirth(std::string_view number) {
  using namespace std::chrono;
  return {year(Number(number.substr(6, 4))), month(Number(number.substr(10, 2))),
          day(Number(number.substr(12, 2)))};
}

bool HasBirthDate(std::string_view number) {
  const auto birth = WrittenBirth(number);
  return birth.ok() && birth.year() >= std::chrono::year(kOldestBirthYear);
}

}  // namespace

std::optional<std::string> ReadIdentityNumber(std::string_view typed) {
  const auto normal = NormalizeHandle(typed);
  if (!normal || normal->size() != kLength) return std::nullopt;
  std::string number = *normal;
  if (number.back() == 'x') number.back() = 'X';
  const std::string_view digits = std::string_view(number).substr(0, kLength - 1);
  const bool all_digits = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (!all_digits || !HasBirthDate(number) || CheckCharacter(digits) != number.back()) {
    return std::nullopt;
  }
  return number;
}

Date BirthDateOf(std::string_view identity_number) { return Date(WrittenBirth(identity_number)); }

}  // namespace qianmo

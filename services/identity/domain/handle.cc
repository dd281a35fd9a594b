#include "identity/domain/handle.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "identity/domain/code_text.h"
#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

constexpr std::size_t kPhoneLength = 11;
constexpr std::size_t kShortestName = 3;
constexpr std::size_t kLongestName = 40;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsNameCharacter(char c) {
  return IsLetter(c) || IsDigit(c) || c == '.' || c == '_' || c == '-';
}

std::optional<Handle> AsPhone(std::string_view text) {
  if (text.starts_with("+86")) text.remove_prefix(3);
  std::string digits(text);
  // Dashes only where people put them; with one dash it is a letter number.
  if (digits.size() == kPhoneLength + 2 && digits[3] == '-' && digits[8] == '-') {
    std::erase(digits, '-');
  }
  const bool shape = digits.size() == kPhoneLength && std::ranges::all_of(digits, IsDigit) &&
                     digits[0] == '1' && digits[1] >= '3';
  if (!shape) return std::nullopt;
  return Handle{HandleForm::kPhone, digits};
}

std::optional<Handle> AsName(std::string_view text) {
  const bool shape = text.size() >= kShortestName && text.size() <= kLongestName &&
                     IsLetter(text[0]) && std::ranges::all_of(text, IsNameCharacter);
  if (!shape) return std::nullopt;
  return Handle{HandleForm::kName, std::string(text)};
}

template <class T>
std::optional<T> Positive(std::string_view digits) {
  T value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stopped != end || value <= 0) return std::nullopt;
  return value;
}

// Zeros at the front are easily dropped or added in typing, so they do not matter.
std::optional<Handle> AsLetterNumber(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto county = Positive<int>(text.substr(0, dash));
  const auto letter = Positive<long long>(text.substr(dash + 1));
  if (!county || !letter) return std::nullopt;
  return Handle{HandleForm::kLetterNumber, LetterNumber(*county, *letter), *county, *letter};
}

}  // namespace

Result<Handle> ParseHandle(std::string_view field, std::string_view typed) {
  const auto normal = NormalizeHandle(typed);
  if (!normal) return refusals::HandleMalformed(field);
  for (const auto as : {AsPhone, AsName, AsLetterNumber}) {
    if (auto handle = as(*normal)) return *std::move(handle);
  }
  return refusals::HandleMalformed(field);
}

Result<Handle> ParseChosenHandle(std::string_view field, std::string_view typed) {
  QM_ASSIGN(Handle handle, ParseHandle(field, typed));
  if (handle.form == HandleForm::kLetterNumber) return refusals::HandleMalformed(field);
  return handle;
}

}  // namespace qianmo::identity

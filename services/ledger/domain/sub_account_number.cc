#include "ledger/domain/sub_account_number.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"

namespace qianmo::ledger {
namespace {

constexpr std::size_t kNumberDigits = 12;
constexpr std::int64_t kFirstPart = 6'000'000'000;
constexpr std::int64_t kMostSerials = 999'999'999;
constexpr std::int64_t kCheckModulus = 97;

}  // namespace

SubAccountNumber SubAccountNumber::Nth(std::int64_t serial) {
  if (serial < 1 || serial > kMostSerials) throw std::out_of_range("a sub-account's serial");
  const std::int64_t shifted = (kFirstPart + serial) * 100;
  return SubAccountNumber(std::to_string(shifted + kCheckModulus + 1 - shifted % kCheckModulus));
}

std::optional<SubAccountNumber> SubAccountNumber::Read(std::string_view written) {
  const auto line = NormalizeName(written);
  if (!line) return std::nullopt;
  std::string digits = *line;
  std::erase_if(digits, [](char c) { return c == ' ' || c == '-'; });
  const bool fits = digits.size() == kNumberDigits && digits.front() == '6' &&
                    std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (!fits || std::stoll(digits) % kCheckModulus != 1) return std::nullopt;
  return SubAccountNumber(std::move(digits));
}

std::string SubAccountNumber::printed() const {
  constexpr std::size_t kGroup = 4;
  std::string printed = text_.substr(0, kGroup);
  for (std::size_t at = kGroup; at < text_.size(); at += kGroup) {
    printed += ' ' + text_.substr(at, kGroup);
  }
  return printed;
}

}  // namespace qianmo::ledger

#include "registry/domain/personal_number.h"

#include <algorithm>

#include "registry/domain/request_refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::size_t kMobileDigits = 11;
constexpr std::size_t kFewestDialled = 5;
constexpr std::size_t kFewestOfAccount = 8;
constexpr std::size_t kMostOfAccount = 32;

bool AllDigitsOr(std::string_view text, std::string_view others) {
  return std::ranges::all_of(
      text, [&](char c) { return (c >= '0' && c <= '9') || others.find(c) != others.npos; });
}

}  // namespace

Result<Done> CheckMobile(std::string_view field, std::string_view phone) {
  if (phone.empty()) return Done{};
  const bool mobile =
      phone.size() == kMobileDigits && AllDigitsOr(phone, "") && phone[0] == '1' && phone[1] >= '3';
  if (!mobile) return refusals::PhoneMalformed(field);
  return Done{};
}

Result<Done> CheckTelephone(std::string_view field, std::string_view phone) {
  if (phone.empty()) return Done{};
  if (phone.size() < kFewestDialled || !AllDigitsOr(phone, " +-")) {
    return refusals::PhoneMalformed(field);
  }
  return Done{};
}

Result<Done> CheckBankAccount(std::string_view field, std::string_view account) {
  if (account.empty()) return Done{};
  const bool fits = account.size() >= kFewestOfAccount && account.size() <= kMostOfAccount &&
                    AllDigitsOr(account, "");
  if (!fits) return refusals::BankAccountMalformed(field);
  return Done{};
}

}  // namespace qianmo::registry

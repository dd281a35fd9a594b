#include "ledger/domain/matching.h"

#include <algorithm>

namespace qianmo::ledger {
namespace {

// Those that fit and are free.
std::vector<std::size_t> FreeAttempts(const OpenItem& debit, const std::vector<OpenItem>& attempts,
                                      const std::vector<bool>& taken) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    if (!taken[i] && CanBeOf(debit, attempts[i])) found.push_back(i);
  }
  return found;
}

bool AreToOneAccount(const std::vector<std::size_t>& found, const std::vector<OpenItem>& attempts) {
  return std::ranges::all_of(
      found, [&](std::size_t i) { return attempts[i].account == attempts[found.front()].account; });
}

}  // namespace

std::string WholeAccount(const std::string& account) {
  const bool whole = std::ranges::all_of(account, [](char c) { return c >= '0' && c <= '9'; });
  return whole ? account : "";
}

Route RouteOf(const EntryFacts& entry) {
  if (entry.side == BankSide::kDebit) {
    if (entry.reversal) return Route::kLook;
    return entry.names_us ? Route::kPayment : Route::kSearch;
  }
  if (entry.names_us) return Route::kReturn;
  return entry.custody && !entry.reversal ? Route::kCustody : Route::kLook;
}

std::string_view WhyToLook(const EntryFacts& entry) {
  if (entry.side == BankSide::kCredit) return "CREDIT_UNEXPECTED";
  return entry.reversal ? "CREDIT_TAKEN_BACK" : "PAYMENT_MISSING";
}

bool CanBeOf(const OpenItem& debit, const OpenItem& attempt) {
  if (debit.amount != attempt.amount || debit.day < attempt.day) return false;
  if (!debit.account.empty()) return debit.account == attempt.account;
  return !debit.name.empty() && debit.name == attempt.name;
}

std::vector<std::pair<std::size_t, std::size_t>> PairByPayee(
    const std::vector<OpenItem>& debits, const std::vector<OpenItem>& attempts) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::vector<bool> taken(attempts.size());
  for (auto debit = debits.begin(); debit != debits.end(); ++debit) {
    const auto found = FreeAttempts(*debit, attempts, taken);
    if (found.empty() || !AreToOneAccount(found, attempts)) continue;
    const auto alike = std::count_if(debit, debits.end(), [&](const OpenItem& other) {
      return CanBeOf(other, attempts[found.front()]);
    });
    if (alike < static_cast<std::ptrdiff_t>(found.size())) continue;
    taken[found.front()] = true;
    pairs.emplace_back(debit - debits.begin(), found.front());
  }
  return pairs;
}

}  // namespace qianmo::ledger

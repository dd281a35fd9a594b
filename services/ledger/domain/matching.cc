#include "ledger/domain/matching.h"

#include <algorithm>
#include <optional>

namespace qianmo::ledger {
namespace {

bool Fits(const OpenItem& debit, const OpenItem& attempt) {
  if (debit.amount != attempt.amount || debit.day < attempt.day) return false;
  if (!debit.account.empty()) return debit.account == attempt.account;
  return !debit.name.empty() && debit.name == attempt.name;
}

// The first that fits and is free; nothing when those that fit are to several accounts.
std::optional<std::size_t> FindAttempt(const OpenItem& debit, const std::vector<OpenItem>& attempts,
                                       const std::vector<bool>& taken) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    if (taken[i] || !Fits(debit, attempts[i])) continue;
    if (first && attempts[*first].account != attempts[i].account) return std::nullopt;
    if (!first) first = i;
  }
  return first;
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

std::vector<std::pair<std::size_t, std::size_t>> PairByPayee(
    const std::vector<OpenItem>& debits, const std::vector<OpenItem>& attempts) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::vector<bool> taken(attempts.size());
  for (std::size_t i = 0; i < debits.size(); ++i) {
    const auto attempt = FindAttempt(debits[i], attempts, taken);
    if (!attempt) continue;
    taken[*attempt] = true;
    pairs.emplace_back(i, *attempt);
  }
  return pairs;
}

}  // namespace qianmo::ledger

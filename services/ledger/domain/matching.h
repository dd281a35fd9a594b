// What a booking of a bank can be in the books, and which payment a booking without our number was.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/money.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.BankEntry.Side.
enum class BankSide { kCredit = 1, kDebit = 2 };

struct EntryFacts {
  BankSide side;
  bool reversal = false;  // takes back another one, which went the other way
  bool names_us = false;  // it has the number of an attempt of ours
  bool custody = false;   // the account is of the custody books
};

enum class Route {
  kPayment,  // we paid
  kReturn,   // what we paid came back
  kSearch,   // we paid, if a payment fits
  kCustody,  // a deposit, or something for suspense
  kLook      // somebody must
};
Route RouteOf(const EntryFacts& entry);
// Why somebody must look at one that goes nowhere else.
std::string_view WhyToLook(const EntryFacts& entry);

// An account as the bank writes it; empty for one that it masked.
std::string WholeAccount(const std::string& account);

// A booking, and an attempt that the bank has and did not decide. Accounts and names as they are
// written; empty where they are not known. The day is that of the booking, or on which the bank got
// the attempt.
struct OpenItem {
  Fen amount;
  std::string name;
  std::string account;
  Date day = {};
};
// Whether a booking can be of this attempt.
bool CanBeOf(const OpenItem& debit, const OpenItem& attempt);
// Pairs of places: of a debit and of the attempt that it paid. Only of the same amount, not before
// the bank had it, to the same account, or, where the booking has none, to the same name if that
// has one account alone; and only where each of the attempts alike has its debit, because else
// nobody knows which of them the bank has made. Each attempt is taken once, the first first.
std::vector<std::pair<std::size_t, std::size_t>> PairByPayee(const std::vector<OpenItem>& debits,
                                                             const std::vector<OpenItem>& attempts);

}  // namespace qianmo::ledger

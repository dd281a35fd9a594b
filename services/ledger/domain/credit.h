// A credit to the custody account: the deposit that a hold waits for, or money that nobody can
// place, with the reason.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/money.h"
#include "ledger/domain/hold.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.SuspenseItem.Reason.
enum class SuspenseReason {
  kUnknownSubAccount = 1,
  kWrongPayer = 2,
  kWrongAmount = 3,
  kLate = 4,
  kDouble = 5,
  kHoldEnded = 6,
  kSharedPayer = 7  // an account that is, or has paid, for another bidder of the lot
};

// An account at a bank by which payers are told apart, in a form that does not depend on who wrote
// it: without blanks and hyphens.
std::string PayerNumber(std::string_view written);
std::string PayerName(std::string_view written);

// Whose account a payment came from. A number is one account's; a name that the bank tells must be
// that of the account.
struct Payer {
  std::string name;
  std::string number;
};
bool IsPayer(const Payer& own, const Payer& payer);

struct CreditFacts {
  Fen amount;
  Date value_date;
  Payer payer;
};

// What a hold expects, and what the payer's account is to the other bidders of the lot.
struct Expectation {
  HoldFacts hold;
  Payer own;
  bool is_of_other = false;     // the account of another bidder's hold
  bool paid_for_other = false;  // and that hold has its deposit
};

// Nothing where the credit is the deposit of the hold. An account that serves two bidders comes
// first: it is no mistake.
std::optional<SuspenseReason> CheckCredit(const CreditFacts& credit, const Expectation& expected);

}  // namespace qianmo::ledger

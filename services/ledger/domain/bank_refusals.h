// Everything that the bank's side of the ledger refuses, on one page.
#pragma once

#include <string>

#include "base/money.h"
#include "base/refusal.h"

namespace qianmo::ledger::refusals {

// Accounts at banks.
Refusal BankAccountNotFound();
// Of this account of the books, or with this number.
Refusal BankAccountExists();
// The books have none that is open.
Refusal BankAccountMissing();

// Payments.
Refusal PaymentUnderWay();
// Nobody knows whether the bank has paid: ask it, never pay again.
Refusal PaymentUnknown();
Refusal PaymentPaid();

}  // namespace qianmo::ledger::refusals

// Credits to the custody account, taken: each is the deposit of a hold, or waits in suspense.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/posting_store.h"
#include "ledger/suspense_store.h"

namespace qianmo::ledger {

struct Credit {
  Uuid entry;  // of the statement; taken once
  BankAccountId account;
  AccountCode bank_code;  // of the account in the custody books
  std::string sub_account;
  Fen amount;
  std::string payer_name;
  std::string payer_account;
  Date value_date;
  std::string end_to_end;
};

// Where a credit is now. With a refusal, nothing was done: the books did not take it.
struct CreditOutcome {
  Uuid entry;
  VoucherId voucher;
  std::optional<HoldId> hold = {};  // whose deposit it is
  std::optional<SuspenseId> suspense = {};
  std::optional<SuspenseReason> reason = {};  // of what is in suspense
  std::optional<Refusal> refusal = {};        // of PostCommands
};

// What becomes of each, in their order: the first payment is the deposit, the next one a double.
// Posts to the custody books on the day on which the bank had the money or, where its month is
// closed, today. The county must have custody books. Throws std::logic_error for an entry that was
// taken before.
std::vector<CreditOutcome> TakeCredits(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring,
                                       const std::vector<Credit>& credits, Time now);

}  // namespace qianmo::ledger

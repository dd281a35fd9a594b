// A bank's statement on its way from the bytes to the bookings: read once to see that all of it is
// right, and once more to take it.
#pragma once

#include "ledger/bank_entry_store.h"
#include "ledger/bankfile/profile.h"

namespace qianmo::ledger {

struct StatementSource {
  CountyId county;
  BankAccountRow account;
  bankfile::Profile profile;
  BankFileId file;
};

// Takes all that is new in it, or nothing; says how many bookings it has, and how many of them were
// known. The account must be locked. Refuses what the readers of bank files refuse, and
// STATEMENT_OF_OTHER_ACCOUNT, STATEMENT_AHEAD, STATEMENT_CONTRADICTS, VALUE_TOO_LONG.
Result<BankFileCounts> TakeStatement(pg::Transaction& tx, const crypto::Keyring& ring,
                                     const StatementSource& source, Time now);

}  // namespace qianmo::ledger

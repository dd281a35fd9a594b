// What a bank's file says has become of payments, taken as a whole.
#pragma once

#include "ledger/bank_file_store.h"
#include "ledger/bankfile/profile.h"

namespace qianmo::ledger {

struct ResultSource {
  CountyId county;
  BankAccountRow account;
  bankfile::Profile profile;
  BankFileId file;
};

// Nothing of a file that is not right. What cannot be is kept as a contradiction, and the rest is
// taken. Refuses what the readers of bank files refuse.
Result<BankFileCounts> TakeResults(pg::Transaction& tx, const crypto::Keyring& ring,
                                   const ResultSource& source, Time now);

}  // namespace qianmo::ledger

// Gives interest out: all shares at once, then their payments piece by piece.
#pragma once

#include "ledger/custody_work.h"

namespace qianmo::ledger {

// The shares of a run, which is locked, in the books too; nobody's deposit is held for it, since
// the days are over. Refuses NO_WEIGHT and what CustodyWork does; then nothing was given.
Result<std::int64_t> GiveShares(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                const RunRow& run, const Hand& hand, Time now);

// Pays the next shares behind this one whose hold is over; the others are paid with its end. What
// was looked at, and the last of it; nothing when there is none left. Refuses what CustodyWork
// does.
struct SharesPaid {
  std::int64_t shares;
  Uuid last;
};
Result<std::optional<SharesPaid>> PayShares(pg::Transaction& tx, CountyId county,
                                            const crypto::Keyring& ring, RunId run,
                                            const Uuid& after, const Hand& hand, Time now);

}  // namespace qianmo::ledger

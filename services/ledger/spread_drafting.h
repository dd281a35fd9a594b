// Drafts the parts of spreads that are due.
#pragma once

#include "ledger/spread_store.h"
#include "pg/pool.h"

namespace qianmo::ledger {

inline constexpr int kMostDraftedAtOnce = 200;

struct DraftedParts {
  std::vector<VoucherId> vouchers;
  std::vector<StuckPart> stuck;  // their account was divided
};
// Of books that are held; at most kMostDraftedAtOnce of both. By this person, who asks for it, also
// those whose voucher was given back or taken back; without one by whoever made the spread, and
// only those that never had a voucher. Parts stay for which no day takes vouchers yet.
Result<DraftedParts> DraftDueParts(pg::Transaction& tx, CountyId county, const BooksRow& books,
                                   const std::optional<Hand>& hand, Time now);

// The chore: once through all books of the county. False: what is left waits for its next turn.
bool DraftAllDueParts(pg::Pool& pool, CountyId county, Time now);

}  // namespace qianmo::ledger

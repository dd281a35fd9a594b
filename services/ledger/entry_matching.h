// New bookings of a bank find what they are in the books: payments of ours, payments that came
// back, money for custody; the rest waits for somebody to look.
#pragma once

#include "ledger/bank_entry_store.h"

namespace qianmo::ledger {

// Why a booking waits that the centre paid: its bank has not told the centre so yet.
inline constexpr char kTransferUnderWay[] = "TRANSFER_UNDER_WAY";

struct MatchedSome {
  std::int64_t entries = 0;  // that were looked at; none when there is nothing new
  std::int64_t matched = 0;
  std::int64_t odd = 0;
};
// At most so many of those that are new.
MatchedSome MatchSome(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                      const BankAccountRow& account, BooksKind kind, std::int64_t most, Time now);

}  // namespace qianmo::ledger

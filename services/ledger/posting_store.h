// The one way into the books: rows that are only ever added, and the balances that move with them.
#pragma once

#include "ledger/voucher_store.h"

namespace qianmo::ledger {

// What is posted together or not at all, perhaps to several books.
struct PostCommand {
  std::vector<VoucherDraft> vouchers;
  // Not of money that was on its way: books that have ended refuse it, as all that people write.
  bool starts_something = false;
};
// Of its vouchers, in their order.
using Numbers = std::vector<int>;

// Posts many commands in their order, each with a result of its own; those that are refused leave
// nothing, and the others go on as if they had not been there. However many there are, each account
// is written once. Vouchers of a rule are written down too; those of people are there as drafts,
// and SetPosted must follow. Books, balances and numbers are locked in this order, each by id and
// code, until the transaction ends.
// Refuses BOOKS_NOT_FOUND, what CheckVoucherDate, CheckGoesOn, MarkIncome, CheckPostable and
// Decompose refuse, and FLOOR_BROKEN.
std::vector<Result<Numbers>> PostCommands(pg::Transaction& tx, CountyId county,
                                          std::vector<PostCommand> commands, Time now);

// One of them.
Result<Numbers> PostAlone(pg::Transaction& tx, CountyId county, PostCommand command, Time now);

}  // namespace qianmo::ledger

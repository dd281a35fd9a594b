// The journal: rows that are only ever added, and the balances that move with them.
#pragma once

#include "ledger/voucher_store.h"
#include "qianmo/ledger/v1/reports.pb.h"

namespace qianmo::ledger {

// Adds the rows of a voucher and moves balances and turnover with them; all of it or, where it is
// refused, nothing. Accounts are locked in the order of their codes. Refuses FLOOR_BROKEN.
Result<Done> PostVoucher(pg::Transaction& tx, CountyId county, const VoucherDraft& voucher,
                         Time now);

// Every account that moved until the last month, or has a balance; and the sums.
v1::TrialBalance ReadTrialBalance(pg::Transaction& tx, CountyId county, BooksId books, Month first,
                                  Month last);

// What moved this account and those below it; `after` is the last of the page before.
google::protobuf::RepeatedPtrField<v1::Posting> ListPostingsOf(pg::Transaction& tx, CountyId county,
                                                               BooksId books,
                                                               const AccountCode& code,
                                                               const std::optional<Uuid>& after,
                                                               int limit);

}  // namespace qianmo::ledger

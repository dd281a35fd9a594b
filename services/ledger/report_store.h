// What books say: balances of accounts over months, and what moved them.
#pragma once

#include "ledger/books_store.h"
#include "qianmo/ledger/v1/reports.pb.h"

namespace qianmo::ledger {

// Every account that moved until the last month, or has a balance; and the sums.
v1::TrialBalance ReadTrialBalance(pg::Transaction& tx, CountyId county, const BooksRow& books,
                                  Month first, Month last);

// What moved this account and those below it; `after` is the last of the page before.
google::protobuf::RepeatedPtrField<v1::Posting> ListPostingsOf(pg::Transaction& tx, CountyId county,
                                                               BooksId books,
                                                               const AccountCode& code,
                                                               const std::optional<Uuid>& after,
                                                               int limit);

}  // namespace qianmo::ledger

// What statements and balances are made of. Months that are over are read from their turnover, so
// that it does not matter how much was posted in them; days from the postings of their month.
#pragma once

#include <vector>

#include "ledger/books_store.h"
#include "ledger/domain/statement.h"

namespace qianmo::ledger {

// Of the account and those below it, at the end of the day: debits less credits.
Fen BalanceOn(pg::Transaction& tx, CountyId county, BooksId books, const AccountCode& code,
              Date day);

// What every account holds at the end of the month; the member current account by whose it is.
std::vector<Holding> HoldingsAfter(pg::Transaction& tx, CountyId county, BooksId books, Month last);

// From January to this month of its year.
YearFacts ReadYear(pg::Transaction& tx, CountyId county, BooksId books, Month last);

}  // namespace qianmo::ledger

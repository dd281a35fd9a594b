// What was posted between two months, in the order in which it is written down.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/voucher_store.h"

namespace qianmo::ledger {

struct PostedVoucher {
  VoucherId id;
  Date date;
  int number;
  std::string summary;
  std::vector<VoucherLine> lines;
};
// By year and number; at most `limit` of them.
std::vector<PostedVoucher> PostedBetween(pg::Transaction& tx, CountyId county, BooksId books,
                                         Month first, Month last, std::int64_t limit);

// What moved an account, or one below it.
struct AccountMove {
  Date date;
  int number;  // of the voucher
  std::string summary;
  AccountCode account;
  AccountCode other;
  Fen change;  // debits less credits
};
// By day and number. What went from one account below it to another is there twice.
std::vector<AccountMove> MovesBetween(pg::Transaction& tx, CountyId county, BooksId books,
                                      const AccountCode& code, Month first, Month last,
                                      std::int64_t limit);

// What accounts are called.
std::map<std::string, std::string> AccountNames(pg::Transaction& tx, CountyId county,
                                                const BooksRow& books);

}  // namespace qianmo::ledger

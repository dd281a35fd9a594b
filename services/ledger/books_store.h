// Sets of books in the database: where each stands, and the accounts that it has.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/org_path.h"
#include "ledger/domain/chart.h"
#include "ledger/domain/owner.h"
#include "ledger/domain/period.h"
#include "pg/transaction.h"
#include "qianmo/ledger/v1/books.pb.h"

namespace qianmo::ledger {

using BooksId = Id<struct BooksTag>;

constexpr Chart ChartOf(BooksKind kind) {
  return kind == BooksKind::kCustody ? Chart::kCustody : Chart::kCollective;
}

struct BooksRow {
  BooksId id;
  OrgPath org_path;
  BooksKind kind;
  BooksTerms terms;

  Chart chart() const { return ChartOf(kind); }
};

// Refuses BOOKS_EXIST.
struct NewBooks {
  BooksId id;
  OrgPath org_path;
  BooksKind kind;
  std::string display_name;
  Month first_month;
};
Result<Done> InsertBooks(pg::Transaction& tx, CountyId county, const NewBooks& books, Time now);

// Refuse BOOKS_NOT_FOUND. Held, months do not close nor accounts divide until the transaction ends;
// locked, nothing is posted either.
Result<BooksRow> FindBooks(pg::Transaction& tx, CountyId county, BooksId id);
Result<BooksRow> HoldBooks(pg::Transaction& tx, CountyId county, BooksId id);
Result<BooksRow> LockBooks(pg::Transaction& tx, CountyId county, BooksId id);
// Several at once, in the order of their ids, as everybody holds them; those that are not there are
// left out.
std::map<BooksId, BooksRow> HoldSeveralBooks(pg::Transaction& tx, CountyId county,
                                             const std::set<BooksId>& ids);
// The county centre's. Refuses BOOKS_NOT_FOUND.
// The centre's, which never change; nothing where there are none.
std::optional<BooksId> FindCustodyBooks(pg::Transaction& tx, CountyId county);
Result<BooksRow> HoldCustodyBooks(pg::Transaction& tx, CountyId county);
void SaveTerms(pg::Transaction& tx, CountyId county, BooksId id, const BooksTerms& terms);

// What became of a month; a reason where it was opened again.
enum class PeriodAct { kClosed = 1, kReopened = 2 };
struct PeriodEvent {
  PeriodAct act;
  Month month;
  std::string reason;
  Uuid account;
};
void AddPeriodEvent(pg::Transaction& tx, CountyId county, BooksId id, const PeriodEvent& event,
                    Time now);

// Vouchers of this month that wait.
std::int64_t CountDrafts(pg::Transaction& tx, CountyId county, BooksId id, Month month);

using SubAccounts = std::set<AccountCode>;
SubAccounts SubAccountsOf(pg::Transaction& tx, CountyId county, BooksId id);
std::map<BooksId, SubAccounts> SubAccountsOfSeveral(pg::Transaction& tx, CountyId county,
                                                    const std::set<BooksId>& ids);
void AddSubAccount(pg::Transaction& tx, CountyId county, BooksId id, const AccountCode& code,
                   const std::string& display_name);
// Of every account that was ever posted to, on the side where it grows.
std::map<AccountCode, Fen> BalancesOf(pg::Transaction& tx, CountyId county, BooksId id);

// As people see them. It must exist.
v1::Books ReadBooks(pg::Transaction& tx, CountyId county, BooksId id);
google::protobuf::RepeatedPtrField<v1::Books> ListBooksIn(pg::Transaction& tx, CountyId county,
                                                          const std::vector<std::string>& within,
                                                          const std::optional<Uuid>& after,
                                                          int limit);
// Of the chart and the sub-accounts, by code.
std::vector<v1::Account> ListAccountsOf(pg::Transaction& tx, CountyId county,
                                        const BooksRow& books);

}  // namespace qianmo::ledger

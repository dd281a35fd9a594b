#include "ledger/books_service.h"

#include "ledger/bank_account_store.h"
#include "ledger/callers.h"
#include "ledger/domain/carry.h"
#include "ledger/domain/refusals.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

// Of a township, village or group of the county; custody books are the county's own.
Result<OrgPath> ParseOwner(CountyId county, BooksKind kind, const std::string& text) {
  auto path = OrgPath::Parse(text);
  const bool fits = path && path->county() == county &&
                    (*path == OrgPath::Of(county)) == (kind == BooksKind::kCustody);
  if (!fits) return refusals::OrgPathUnfit();
  return *std::move(path);
}

v1::Account AccountNow(pg::Transaction& tx, CountyId county, const BooksRow& books,
                       const AccountCode& code) {
  for (v1::Account& account : ListAccountsOf(tx, county, books)) {
    if (account.code() == code.text()) return std::move(account);
  }
  throw std::logic_error("an account that was just added is not there");
}

}  // namespace

Result<v1::Books> BooksService::OpenBooks(rpc::Call& call, const v1::OpenBooksRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  const auto kind = static_cast<BooksKind>(request.kind());
  QM_ASSIGN(const OrgPath path, ParseOwner(county, kind, request.org_path()));
  QM_ASSIGN(const std::string name, ParseWords("display_name", request.display_name()));
  QM_ASSIGN(const Date day, rpc::ParseDay("first_month", request.first_month()));
  const NewBooks books{.id = BooksId::Make(call.now()),
                       .org_path = path,
                       .kind = kind,
                       .display_name = name,
                       .first_month = Month(day)};
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Books> {
    QM_TRY(call.MayTouch({.county = county, .org_path = path.text()}));
    QM_TRY(InsertBooks(tx, county, books, call.now()));
    return ReadBooks(tx, county, books.id);
  });
}

Result<v1::Books> BooksService::GetBooks(rpc::Call& call, const v1::GetBooksRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Books> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    return ReadBooks(tx, call.county(), id);
  });
}

Result<v1::ListBooksResponse> BooksService::ListBooks(rpc::Call& call,
                                                      const v1::ListBooksRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListBooksResponse> {
    v1::ListBooksResponse response;
    *response.mutable_books() =
        ListBooksIn(tx, county, rpc::PathsOf(call.Reach()), page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_books()));
    return response;
  });
}

Result<v1::Account> BooksService::AddSubAccount(rpc::Call& call,
                                                const v1::AddSubAccountRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  QM_ASSIGN(const AccountCode code, ParseCode("code", request.code()));
  QM_ASSIGN(const std::string name, ParseWords("display_name", request.display_name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    QM_ASSIGN(const BooksRow books, LockBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    const bool in_use =
        code.is_sub_account() && (BalancesOf(tx, call.county(), id).contains(code.parent()) ||
                                  IsAtBank(tx, call.county(), id, code.parent()));
    const SubAccounts sub_accounts = SubAccountsOf(tx, call.county(), id);
    QM_TRY(CheckNewSubAccount(books.chart(), sub_accounts, code, in_use));
    ledger::AddSubAccount(tx, call.county(), id, code, name);
    return AccountNow(tx, call.county(), books, code);
  });
}

Result<v1::ListAccountsResponse> BooksService::ListAccounts(
    rpc::Call& call, const v1::ListAccountsRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListAccountsResponse> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    v1::ListAccountsResponse response;
    for (v1::Account& account : ListAccountsOf(tx, call.county(), books)) {
      *response.add_accounts() = std::move(account);
    }
    return response;
  });
}

Result<v1::Books> BooksService::ClosePeriod(rpc::Call& call,
                                            const v1::ClosePeriodRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  QM_ASSIGN(const Date day, rpc::ParseDay("month", request.month()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Books> {
    QM_ASSIGN(const BooksRow books, LockBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    const bool has_result = !CarryLines(BalancesOf(tx, call.county(), id)).empty();
    QM_ASSIGN(const BooksTerms terms,
              DecideClosePeriod(books.terms, Month(day), BeijingDate(call.now()),
                                CountDrafts(tx, call.county(), id, Month(day)), has_result));
    SaveTerms(tx, call.county(), id, terms);
    AddPeriodEvent(tx, call.county(), id,
                   {PeriodAct::kClosed, Month(day), "", rpc::AccountOf(call)}, call.now());
    return ReadBooks(tx, call.county(), id);
  });
}

Result<v1::Books> BooksService::ReopenPeriod(rpc::Call& call,
                                             const v1::ReopenPeriodRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  QM_ASSIGN(const Date day, rpc::ParseDay("month", request.month()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Books> {
    QM_ASSIGN(const BooksRow books, LockBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    QM_ASSIGN(const BooksTerms terms, DecideReopenPeriod(books.terms, Month(day)));
    SaveTerms(tx, call.county(), id, terms);
    AddPeriodEvent(tx, call.county(), id,
                   {PeriodAct::kReopened, Month(day), reason, rpc::AccountOf(call)}, call.now());
    return ReadBooks(tx, call.county(), id);
  });
}

}  // namespace qianmo::ledger

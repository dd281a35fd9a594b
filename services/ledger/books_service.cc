#include "ledger/books_service.h"

#include <stdexcept>

#include "ledger/bank_account_store.h"
#include "ledger/books_move_store.h"
#include "ledger/callers.h"
#include "ledger/domain/carry.h"
#include "ledger/domain/refusals.h"
#include "ledger/registry_collectives.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(KeptBooks::kNone) == registry::v1::BOOK_TYPE_NONE);

// Whose books they are, where it is, and what they are called.
struct BooksOwner {
  OrgPath path;
  std::string name;
};

Result<BooksOwner> OwnerOfCustody(CountyId county, const v1::OpenBooksRequest& request) {
  if (!request.collective().empty()) {
    return Refusal::InvalidField("collective", "is empty: these books are of no collective");
  }
  QM_ASSIGN(const std::string name, ParseWords("display_name", request.display_name()));
  return BooksOwner{OrgPath::Of(county), name};
}

Result<BooksOwner> OwnerByRegistry(rpc::Call& call, const rpc::Channels& channels, BooksKind kind,
                                   const v1::OpenBooksRequest& request) {
  QM_TRY(rpc::IdAtHome<struct CollectiveTag>(call, "counties/*/collectives/*", request.collective(),
                                             "collective"));
  std::string name;
  if (kind == BooksKind::kCommittee) {
    QM_ASSIGN(name, ParseWords("display_name", request.display_name()));
  } else if (!request.display_name().empty()) {
    return Refusal::InvalidField("display_name", "is empty: the collective has its name");
  }
  QM_ASSIGN(const registry::v1::Collective collective,
            FetchCollective(call, channels, request.collective()));
  QM_TRY(CheckOwner({.active = collective.state() == registry::v1::Collective::STATE_ACTIVE,
                     .kept = static_cast<KeptBooks>(collective.book_type())},
                    kind));
  auto path = OrgPath::Parse(collective.org_path());
  if (!path) throw std::runtime_error("a path of the registry does not parse");
  return BooksOwner{*std::move(path), name.empty() ? collective.display_name() : name};
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
  QM_ASSIGN(const Date day, rpc::ParseDay("first_month", request.first_month()));
  QM_ASSIGN(const BooksOwner owner, kind == BooksKind::kCustody
                                        ? OwnerOfCustody(county, request)
                                        : OwnerByRegistry(call, channels_, kind, request));
  const NewBooks books{.id = BooksId::Make(call.now()),
                       .org_path = owner.path,
                       .kind = kind,
                       .display_name = owner.name,
                       .first_month = Month(day)};
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Books> {
    QM_TRY(call.MayTouch({.county = county, .org_path = owner.path.text()}));
    QM_TRY(HoldPlace(tx, county, owner.path, call.now()));
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

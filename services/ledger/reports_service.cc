#include "ledger/reports_service.h"

#include "ledger/callers.h"
#include "ledger/domain/refusals.h"
#include "ledger/report_store.h"
#include "rpc/page.h"

namespace qianmo::ledger {

Result<v1::TrialBalance> ReportsService::GetTrialBalance(
    rpc::Call& call, const v1::GetTrialBalanceRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  QM_ASSIGN(const Date first, rpc::ParseDay("first_month", request.first_month()));
  QM_ASSIGN(const Date last, rpc::ParseDay("last_month", request.last_month()));
  if (Month(last) < Month(first)) return refusals::MonthsReversed();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::TrialBalance> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    return ReadTrialBalance(tx, call.county(), books, Month(first), Month(last));
  });
}

Result<v1::ListPostingsResponse> ReportsService::ListPostings(
    rpc::Call& call, const v1::ListPostingsRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  QM_ASSIGN(const AccountCode code, ParseCode("account", request.account()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListPostingsResponse> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    QM_TRY(FindAccount(books.chart(), code));
    v1::ListPostingsResponse response;
    *response.mutable_postings() =
        ListPostingsOf(tx, call.county(), id, code, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_postings()));
    return response;
  });
}

}  // namespace qianmo::ledger

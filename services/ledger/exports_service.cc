#include "ledger/exports_service.h"

#include "ledger/books_export.h"
#include "ledger/callers.h"
#include "ledger/domain/refusals.h"
#include "rpc/content.h"

namespace qianmo::ledger {
namespace {

// Which books, and from which month to which.
struct ExportSpan {
  BooksId books;
  Month first;
  Month last;
};

template <class Request>
Result<ExportSpan> ParseSpan(rpc::Call& call, const Request& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  QM_ASSIGN(const Date first, rpc::ParseDay("first_month", request.first_month()));
  QM_ASSIGN(const Date last, rpc::ParseDay("last_month", request.last_month()));
  if (Month(last) < Month(first)) return refusals::MonthsReversed();
  return ExportSpan{id, Month(first), Month(last)};
}

sheet::TableFormat TableFormatOf(v1::TableFormat format) {
  return format == v1::TABLE_FORMAT_XLSX ? sheet::TableFormat::kXlsx : sheet::TableFormat::kCsv;
}

// "2026-01", "2026-01至2026-12".
std::string SpanText(const ExportSpan& span) {
  if (span.first == span.last) return span.first.text();
  return span.first.text() + "至" + span.last.text();
}

// Makes the file `what` of books that the caller may see by `make(tx, wish)`.
template <class Request, class Make>
Result<google::api::HttpBody> Export(rpc::Call& call, const Request& request,
                                     const std::string& what, Make make) {
  QM_ASSIGN(const ExportSpan span, ParseSpan(call, request));
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), span.books));
    QM_TRY(MayTouchBooks(call, books));
    const std::string name = ReadBooks(tx, call.county(), span.books).display_name();
    QM_ASSIGN(sheet::ExportedFile file, make(tx, ExportWish{.county = call.county(),
                                                            .books = books,
                                                            .display_name = name,
                                                            .first = span.first,
                                                            .last = span.last}));
    return rpc::WindowOf(
        {name + SpanText(span) + what + file.extension, file.content_type, std::move(file.content)},
        request.window());
  });
}

}  // namespace

Result<google::api::HttpBody> ExportsService::ExportJournal(
    rpc::Call& call, const v1::ExportJournalRequest& request) {
  return Export(
      call, request, "日记账",
      [](pg::Transaction& tx, const ExportWish& wish) -> Result<sheet::ExportedFile> {
        QM_ASSIGN(std::string text, JournalText(tx, wish));
        return sheet::ExportedFile{"text/plain; charset=utf-8", ".journal", std::move(text)};
      });
}

Result<google::api::HttpBody> ExportsService::ExportVouchers(
    rpc::Call& call, const v1::ExportVouchersRequest& request) {
  return Export(call, request, "凭证", [&](pg::Transaction& tx, const ExportWish& wish) {
    return VoucherTable(tx, wish, TableFormatOf(request.format()));
  });
}

Result<google::api::HttpBody> ExportsService::ExportTrialBalance(
    rpc::Call& call, const v1::ExportTrialBalanceRequest& request) {
  return Export(call, request, "科目余额表",
                [&](pg::Transaction& tx, const ExportWish& wish) -> Result<sheet::ExportedFile> {
                  return TrialTable(tx, wish, TableFormatOf(request.format()));
                });
}

Result<google::api::HttpBody> ExportsService::ExportPostings(
    rpc::Call& call, const v1::ExportPostingsRequest& request) {
  QM_ASSIGN(const AccountCode code, ParseCode("account", request.account()));
  return Export(call, request, code.text() + "明细账",
                [&](pg::Transaction& tx, const ExportWish& wish) -> Result<sheet::ExportedFile> {
                  const auto there = SubAccountsOf(tx, wish.county, wish.books.id);
                  QM_TRY(FindAccount(wish.books.chart(), code));
                  if (code.is_sub_account() && !there.contains(code)) {
                    return refusals::AccountUnknown(code.text());
                  }
                  return PostingTable(tx, wish, code, TableFormatOf(request.format()));
                });
}

}  // namespace qianmo::ledger

#include "ledger/statements_service.h"

#include <algorithm>

#include "base/time_text.h"
#include "ledger/callers.h"
#include "ledger/domain/refusals.h"
#include "ledger/domain/report_refusals.h"
#include "ledger/print/statement_press.h"
#include "ledger/statement_export.h"
#include "ledger/statement_store.h"
#include "rpc/content.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(StatementKind::kIncome) == v1::Statement::KIND_INCOME);
static_assert(static_cast<int>(StatementPart::kIncome) == v1::StatementLine::PART_INCOME);

struct StatementWish {
  BooksId books;
  StatementKind kind;
  Month month;
};

template <class Request>
Result<StatementWish> ParseStatementWish(rpc::Call& call, const Request& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  if (!v1::Statement::Kind_IsValid(request.kind())) {
    return Refusal::InvalidField("kind", "is no kind of statement");
  }
  QM_ASSIGN(const Date day, rpc::ParseDay("month", request.month()));
  if (Month(day) > Month(BeijingDate(call.now()))) return refusals::MonthAhead("month");
  return StatementWish{id, static_cast<StatementKind>(request.kind()), Month(day)};
}

struct StatementAmounts {
  std::vector<Fen> current;
  std::vector<Fen> previous;
};

// Of books that begin with `first`; nothing was there before.
StatementAmounts ReadAmounts(pg::Transaction& tx, CountyId county, const StatementWish& wish,
                             Month first) {
  const auto figures_of = [&](Month last) {
    if (last < first) return Figures();
    if (wish.kind == StatementKind::kIncome) {
      return IncomeFigures(ReadYear(tx, county, wish.books, last));
    }
    return BalanceFigures(HoldingsAfter(tx, county, wish.books, last));
  };
  const int last_year = wish.month.year() - 1;
  const Month before =
      Month::Of(last_year, wish.kind == StatementKind::kIncome ? wish.month.number() : 12);
  return {FillStatement(wish.kind, figures_of(wish.month)),
          FillStatement(wish.kind, figures_of(before))};
}

// Of books that the caller may see.
Result<v1::Statement> MakeStatement(rpc::Call& call, pg::Transaction& tx,
                                    const StatementWish& wish) {
  QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), wish.books));
  QM_TRY(MayTouchBooks(call, books));
  if (books.kind == BooksKind::kCustody) return refusals::StatementUnfit();
  const Month first = books.terms.first_month;
  if (wish.month < first) return refusals::PeriodBeforeBooks(first.text());
  const StatementAmounts amounts = ReadAmounts(tx, call.county(), wish, first);
  const v1::Books shown = ReadBooks(tx, call.county(), wish.books);
  v1::Statement statement;
  statement.set_kind(static_cast<v1::Statement::Kind>(wish.kind));
  statement.set_books(shown.name());
  statement.set_display_name(shown.display_name());
  *statement.mutable_end_date() = rpc::ToProto(wish.month.last_day());
  std::size_t at = 0;
  for (const StatementLine& layout : LayoutOf(wish.kind)) {
    v1::StatementLine* line = statement.add_lines();
    line->set_part(static_cast<v1::StatementLine::Part>(layout.part));
    line->set_row(layout.row);
    line->set_label(std::string(layout.name));
    line->set_label_en(std::string(layout.english));
    line->set_total(layout.is_total);
    line->set_indent(layout.indent);
    line->set_current_fen(amounts.current[at].count());
    line->set_previous_fen(amounts.previous[at].count());
    ++at;
  }
  return statement;
}

Result<sheet::ExportedFile> FileOf(const v1::Statement& statement, const StatementWish& wish,
                                   v1::StatementFormat format) {
  if (format == v1::STATEMENT_FORMAT_CSV || format == v1::STATEMENT_FORMAT_XLSX) {
    const bool csv = format == v1::STATEMENT_FORMAT_CSV;
    return StatementTable(statement, csv ? sheet::TableFormat::kCsv : sheet::TableFormat::kXlsx);
  }
  QM_ASSIGN(std::string pdf, print::PrintStatement(PaperOf(statement, wish.month.last_day())));
  return sheet::ExportedFile{"application/pdf", ".pdf", std::move(pdf)};
}

}  // namespace

Result<v1::AccountBalance> StatementsService::GetBalance(rpc::Call& call,
                                                         const v1::GetBalanceRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  QM_ASSIGN(const AccountCode code, ParseCode("account", request.account()));
  QM_ASSIGN(const Date day, rpc::ParseDay("date", request.date()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::AccountBalance> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    const auto accounts = ListAccountsOf(tx, call.county(), books);
    const auto found = std::ranges::find(accounts, code.text(), &v1::Account::code);
    if (found == accounts.end()) return refusals::AccountUnknown(code.text());
    const Fen balance = BalanceOn(tx, call.county(), id, code, day);
    v1::AccountBalance answer;
    answer.set_account(code.text());
    answer.set_display_name(found->display_name());
    *answer.mutable_date() = request.date();
    answer.set_balance_fen(found->credit() ? (-balance).count() : balance.count());
    answer.set_credit(found->credit());
    return answer;
  });
}

Result<v1::Statement> StatementsService::GetStatement(rpc::Call& call,
                                                      const v1::GetStatementRequest& request) {
  QM_ASSIGN(const StatementWish wish, ParseStatementWish(call, request));
  return call.Read([&](pg::Transaction& tx) { return MakeStatement(call, tx, wish); });
}

Result<google::api::HttpBody> StatementsService::ExportStatement(
    rpc::Call& call, const v1::ExportStatementRequest& request) {
  QM_ASSIGN(const StatementWish wish, ParseStatementWish(call, request));
  QM_ASSIGN(const v1::Statement statement,
            call.Read([&](pg::Transaction& tx) { return MakeStatement(call, tx, wish); }));
  QM_ASSIGN(sheet::ExportedFile file, FileOf(statement, wish, request.format()));
  const std::string name = statement.display_name() + FormatChineseDate(wish.month.last_day()) +
                           TitleOf(statement.kind()) + file.extension;
  return rpc::WindowOf({name, file.content_type, std::move(file.content)}, request.window());
}

}  // namespace qianmo::ledger

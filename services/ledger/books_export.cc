#include "ledger/books_export.h"

#include <set>

#include "base/decimal.h"
#include "base/time_text.h"
#include "ledger/domain/hledger.h"
#include "ledger/domain/report_refusals.h"
#include "ledger/journal_store.h"
#include "ledger/report_store.h"
#include "ledger/statement_store.h"

namespace qianmo::ledger {
namespace {

using sheet::Cell;
using Names = std::map<std::string, std::string>;

constexpr std::int64_t kMostExported = 20'000;  // vouchers, or lines of an account

Cell MoneyCell(Fen amount) { return Cell::Number(FormatDecimal(amount.count(), 2)); }
Cell MoneyOrNothing(Fen amount) { return amount == Fen() ? Cell("") : MoneyCell(amount); }

// "102 银行存款:10201 农商行", of an account of the books.
std::string HledgerNameOf(const Names& names, const std::string& code) {
  std::vector<std::pair<std::string, std::string>> levels;
  for (std::size_t length = 3; length <= code.size(); length += 2) {
    const std::string level = code.substr(0, length);
    const auto name = names.find(level);
    levels.emplace_back(level, name == names.end() ? "" : name->second);
  }
  return HledgerAccount(levels);
}

std::string_view NameOf(IncomeKind kind) {
  switch (kind) {
    case IncomeKind::kRecurringOperating:
      return "经常性经营收入";
    case IncomeKind::kRecurringOther:
      return "经常性其他收入";
    case IncomeKind::kOneOffOperating:
      return "一次性经营收入";
    case IncomeKind::kOneOffOther:
      return "一次性其他收入";
    case IncomeKind::kExcluded:
      return "不参与分配";
  }
  return "";
}

std::vector<std::pair<std::string, std::string>> TagsOf(const VoucherLine& line) {
  std::vector<std::pair<std::string, std::string>> tags;
  const auto add = [&](const char* tag, const std::optional<Uuid>& id) {
    if (id) tags.emplace_back(tag, id->ToString());
  };
  add("party", line.party);
  add("contract", line.purpose.contract);
  add("instalment", line.purpose.instalment);
  add("asset", line.purpose.asset);
  add("project", line.purpose.project);
  add("group", line.purpose.group);
  if (line.income) tags.emplace_back("income", std::string(NameOf(*line.income)));
  return tags;
}

HledgerTransaction TransactionOf(const PostedVoucher& voucher, const Names& names) {
  HledgerTransaction transaction{
      .date = voucher.date, .code = std::to_string(voucher.number), .description = voucher.summary};
  for (const VoucherLine& line : voucher.lines) {
    transaction.postings.push_back(
        {.account = HledgerNameOf(names, line.account.text()),
         .amount = line.side == Side::kDebit ? line.amount : -line.amount,
         .tags = TagsOf(line)});
  }
  return transaction;
}

Result<std::vector<PostedVoucher>> PostedVouchers(pg::Transaction& tx, const ExportWish& wish) {
  auto vouchers =
      PostedBetween(tx, wish.county, wish.books.id, wish.first, wish.last, kMostExported + 1);
  if (vouchers.size() > kMostExported) return refusals::ExportTooLarge(kMostExported);
  return vouchers;
}

std::string SpanOf(const ExportWish& wish) {
  return wish.display_name + " " + wish.first.text() + " / " + wish.last.text();
}

std::vector<Cell> PurposeCells(const VoucherLine& line) {
  std::vector<Cell> cells;
  for (const auto& id : {line.party, line.purpose.contract, line.purpose.instalment,
                         line.purpose.asset, line.purpose.project, line.purpose.group}) {
    cells.emplace_back(id ? id->ToString() : "");
  }
  cells.emplace_back(line.income ? std::string(NameOf(*line.income)) : "");
  return cells;
}

// "借", "贷", and "平" where there is nothing.
std::string DirectionOf(Fen balance) {
  if (balance == Fen()) return "平";
  return balance > Fen() ? "借" : "贷";
}
Fen Amount(Fen balance) { return balance < Fen() ? -balance : balance; }

}  // namespace

Result<std::string> JournalText(pg::Transaction& tx, const ExportWish& wish) {
  const Names names = AccountNames(tx, wish.county, wish.books);
  const auto trial = ReadTrialBalance(tx, wish.county, wish.books, wish.first, wish.last);
  std::vector<std::string> accounts;
  std::vector<HledgerPosting> opening, closing;
  for (const auto& line : trial.lines()) {
    accounts.push_back(HledgerNameOf(names, line.account()));
    const Fen before(line.opening_debit_fen() - line.opening_credit_fen());
    const Fen after(line.closing_debit_fen() - line.closing_credit_fen());
    if (before != Fen()) opening.push_back({accounts.back(), before});
    closing.push_back({accounts.back(), after});
  }
  QM_ASSIGN(const auto vouchers, PostedVouchers(tx, wish));
  HledgerJournal journal(SpanOf(wish), accounts);
  if (!opening.empty()) {
    journal.Add({.date = wish.first.first_day(),
                 .code = "",
                 .description = "期初余额",
                 .postings = std::move(opening)});
  }
  for (const PostedVoucher& voucher : vouchers) journal.Add(TransactionOf(voucher, names));
  journal.Assert(wish.last.last_day(), "期末余额", closing);
  return journal.Finish();
}

Result<sheet::ExportedFile> VoucherTable(pg::Transaction& tx, const ExportWish& wish,
                                         sheet::TableFormat format) {
  const Names names = AccountNames(tx, wish.county, wish.books);
  QM_ASSIGN(const auto vouchers, PostedVouchers(tx, wish));
  sheet::TableFile file(format, "凭证");
  file.AddHead({"日期", "凭证号", "摘要", "科目", "科目名称", "借方", "贷方", "往来单位", "合同",
                "分期", "资产", "项目", "成员组", "收入性质"});
  Fen debits, credits;
  for (const PostedVoucher& voucher : vouchers) {
    for (const VoucherLine& line : voucher.lines) {
      const bool is_debit = line.side == Side::kDebit;
      (is_debit ? debits : credits) += line.amount;
      std::vector<Cell> cells = {FormatIsoDate(voucher.date),
                                 std::to_string(voucher.number),
                                 voucher.summary,
                                 line.account.text(),
                                 names.at(line.account.text()),
                                 is_debit ? MoneyCell(line.amount) : Cell(""),
                                 is_debit ? Cell("") : MoneyCell(line.amount)};
      for (Cell& cell : PurposeCells(line)) cells.push_back(std::move(cell));
      file.AddCells(cells);
    }
  }
  file.AddCells(
      {"合计", "", "", "", "", MoneyCell(debits), MoneyCell(credits), "", "", "", "", "", "", ""});
  return file.Finish();
}

sheet::ExportedFile TrialTable(pg::Transaction& tx, const ExportWish& wish,
                               sheet::TableFormat format) {
  const auto trial = ReadTrialBalance(tx, wish.county, wish.books, wish.first, wish.last);
  sheet::TableFile file(format, "科目余额表");
  file.AddHead(
      {"科目", "科目名称", "期初借方", "期初贷方", "本期借方", "本期贷方", "期末借方", "期末贷方"});
  const auto add = [&](const std::string& code, const std::string& name,
                       const v1::TrialLine& line) {
    std::vector<Cell> cells = {code, name};
    for (const std::int64_t fen :
         {line.opening_debit_fen(), line.opening_credit_fen(), line.debit_fen(), line.credit_fen(),
          line.closing_debit_fen(), line.closing_credit_fen()}) {
      cells.push_back(MoneyCell(Fen(fen)));
    }
    file.AddCells(cells);
  };
  for (const auto& line : trial.lines()) add(line.account(), line.display_name(), line);
  add("合计", "", trial.total());
  return file.Finish();
}

Result<sheet::ExportedFile> PostingTable(pg::Transaction& tx, const ExportWish& wish,
                                         const AccountCode& code, sheet::TableFormat format) {
  const auto moves =
      MovesBetween(tx, wish.county, wish.books.id, code, wish.first, wish.last, kMostExported + 1);
  if (moves.size() > kMostExported) return refusals::ExportTooLarge(kMostExported);
  sheet::TableFile file(format, "明细账");
  file.AddHead({"日期", "凭证号", "摘要", "科目", "对方科目", "借方", "贷方", "方向", "余额"});
  Fen balance;
  if (wish.first > wish.books.terms.first_month) {
    const Date before = wish.first.first_day() - std::chrono::days(1);
    balance = BalanceOn(tx, wish.county, wish.books.id, code, before);
  }
  file.AddCells({FormatIsoDate(wish.first.first_day()), "", "期初余额", code.text(), "", "", "",
                 DirectionOf(balance), MoneyCell(Amount(balance))});
  Fen debits, credits;
  for (const AccountMove& move : moves) {
    const Fen debit = move.change > Fen() ? move.change : Fen();
    const Fen credit = debit - move.change;
    balance += move.change;
    debits += debit;
    credits += credit;
    file.AddCells({FormatIsoDate(move.date), std::to_string(move.number), move.summary,
                   move.account.text(), move.other.text(), MoneyOrNothing(debit),
                   MoneyOrNothing(credit), DirectionOf(balance), MoneyCell(Amount(balance))});
  }
  file.AddCells({FormatIsoDate(wish.last.last_day()), "", "合计", code.text(), "",
                 MoneyCell(debits), MoneyCell(credits), DirectionOf(balance),
                 MoneyCell(Amount(balance))});
  return file.Finish();
}

}  // namespace qianmo::ledger

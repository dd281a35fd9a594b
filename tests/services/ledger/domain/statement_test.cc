// Statements: every account is somewhere, both sides are equal, and what is not distributed is the
// same on both statements, for any books.
#include "ledger/domain/statement.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ledger/domain/carry.h"

namespace qianmo::ledger {
namespace {

AccountCode Code(std::string_view text) { return AccountCode::Parse(text).value(); }

// By row.
std::map<int, Fen> Rows(StatementKind kind, const Figures& figures) {
  const auto amounts = FillStatement(kind, figures);
  std::map<int, Fen> rows;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    const int row = LayoutOf(kind)[i].row;
    if (row != 0) rows[row] = amounts[i];
  }
  return rows;
}

TEST(StatementLayout, CountsItsRowsAndNamesThemInBothLanguages) {
  for (const StatementKind kind : {StatementKind::kBalanceSheet, StatementKind::kIncome}) {
    int row = 0;
    for (const StatementLine& line : LayoutOf(kind)) {
      EXPECT_FALSE(line.name.empty() || line.english.empty());
      EXPECT_EQ(line.row == 0, line.formula.empty()) << line.name;
      if (line.row != 0) {
        EXPECT_EQ(line.row, ++row) << line.name;
      }
    }
  }
}

// A fen in one account alone is a fen on one line of its side, and in the total of the side.
TEST(BalanceSheet, HasEveryAccountOfTheChartOnExactlyOneLine) {
  for (const ChartAccount& account : ChartAccounts(Chart::kCollective)) {
    const bool is_asset = account.nature == Nature::kAsset || account.nature == Nature::kCost;
    const Side grows = is_asset ? Side::kDebit : Side::kCredit;
    const auto rows =
        Rows(StatementKind::kBalanceSheet,
             BalanceFigures({{Code(account.code), grows == Side::kDebit ? Fen(1) : Fen(-1)}}));
    EXPECT_EQ(rows.at(22), Fen(is_asset ? 1 : 0)) << account.code;
    EXPECT_EQ(rows.at(38), Fen(is_asset ? 0 : 1)) << account.code;
    int lines = 0;
    for (const StatementLine& line : LayoutOf(StatementKind::kBalanceSheet)) {
      const bool holds_accounts = !line.formula.empty() && !line.formula.starts_with('#');
      lines += holds_accounts && rows.at(line.row) != Fen() ? 1 : 0;
    }
    EXPECT_EQ(lines, 1) << account.code;
  }
}

TEST(BalanceSheet, ShowsWhatMembersOweAndAreOwedOnBothSides) {
  const auto rows = Rows(StatementKind::kBalanceSheet, BalanceFigures({{Code("102"), Fen(70)},
                                                                       {Code("113"), Fen(30)},
                                                                       {Code("113"), Fen(-45)},
                                                                       {Code("11301"), Fen(-55)}}));
  EXPECT_EQ(rows.at(3), Fen(30));
  EXPECT_EQ(rows.at(24), Fen(100));
  EXPECT_EQ(rows.at(22), Fen(100));
  EXPECT_EQ(rows.at(38), Fen(100));
}

TEST(BalanceSheet, TakesDepreciationAway) {
  const auto rows = Rows(StatementKind::kBalanceSheet, BalanceFigures({{Code("151"), Fen(900)},
                                                                       {Code("152"), Fen(-200)},
                                                                       {Code("132"), Fen(50)},
                                                                       {Code("133"), Fen(-20)},
                                                                       {Code("161"), Fen(10)},
                                                                       {Code("162"), Fen(-3)},
                                                                       {Code("301"), Fen(-737)}}));
  EXPECT_EQ(rows.at(9), Fen(30));
  EXPECT_EQ(rows.at(11), Fen(200));
  EXPECT_EQ(rows.at(12), Fen(700));
  EXPECT_EQ(rows.at(17), Fen(7));
  EXPECT_EQ(rows.at(22), Fen(737));
}

TEST(IncomeStatement, TellsWhereTheYearsIncomeWent) {
  const YearFacts facts{
      .before = {{Code("102"), Fen(500)}, {Code("322"), Fen(-400)}, {Code("501"), Fen(-100)}},
      .moved = {{Code("501"), Fen()},
                {Code("503"), Fen(-60)},
                {Code("511"), Fen(90)},
                {Code("514"), Fen(10)},
                {Code("521"), Fen(5)}},
      .flows = {{Code("501"), Code("321"), Fen(300)},
                {Code("322"), Code("311"), Fen(70)},
                {Code("322"), Code("11301"), Fen(40)},
                {Code("322"), Code("211"), Fen(15)},
                {Code("321"), Code("322"), Fen(1000)},
                {Code("311"), Code("322"), Fen(8)},
                {Code("311"), Code("322"), Fen(20), true}}};
  const auto rows = Rows(StatementKind::kIncome, IncomeFigures(facts));
  EXPECT_EQ(rows.at(1), Fen(300)) << "carried, and income all the same";
  EXPECT_EQ(rows.at(7), Fen(300 + 60 - 90));
  EXPECT_EQ(rows.at(11), Fen(260));
  EXPECT_EQ(rows.at(13), Fen(255));
  EXPECT_EQ(rows.at(14), Fen(500));
  EXPECT_EQ(rows.at(15), Fen(8));
  EXPECT_EQ(rows.at(17), Fen(50)) << "70, of which 20 were taken back";
  EXPECT_EQ(rows.at(18), Fen(40));
  EXPECT_EQ(rows.at(19), Fen(15));
  EXPECT_EQ(rows.at(20), Fen(500 + 255 + 8 - 50 - 40 - 15));
}

// Any postings: those of the years before, and those of the year.
struct AnyBooks {
  std::map<std::pair<AccountCode, int>, Fen> holdings;  // by account and party
  YearFacts facts;

  void Move(const AccountCode& account, int party, Fen change, bool before) {
    const bool by_party = account.text().starts_with("113");
    holdings[{account, by_party ? party : 0}] += change;
    const Nature nature = FindAccount(Chart::kCollective, account)->nature;
    if (before) {
      facts.before.push_back({account, change});
    } else if (nature == Nature::kIncome || nature == Nature::kExpense) {
      facts.moved.push_back({account, change});
    }
  }
  void Post(const Flow& flow, int party, bool before) {
    Move(flow.debit, party, flow.amount, before);
    Move(flow.credit, party, -flow.amount, before);
    if (!before) facts.flows.push_back(flow);
  }
  std::map<int, Fen> BalanceSheet() const {
    std::vector<Holding> all;
    for (const auto& [key, balance] : holdings) all.push_back({key.first, balance});
    return Rows(StatementKind::kBalanceSheet, BalanceFigures(all));
  }
  std::map<int, Fen> Income() const { return Rows(StatementKind::kIncome, IncomeFigures(facts)); }
  void Carry() {
    std::map<AccountCode, Fen> balances;
    for (const auto& [key, balance] : holdings) {
      const bool debit = FindAccount(Chart::kCollective, key.first)->normal == Side::kDebit;
      balances[key.first] += debit ? balance : -balance;
    }
    for (const VoucherLine& line : CarryLines(balances)) {
      holdings[{line.account, 0}] += line.side == Side::kDebit ? line.amount : -line.amount;
    }
  }
};

AnyBooks SomeBooks() {
  AnyBooks books;
  const auto accounts = ChartAccounts(Chart::kCollective);
  const auto count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    const auto pick = [&] {
      const auto at = *rc::gen::inRange<std::size_t>(0, accounts.size());
      return Code(std::string(accounts[at].code) + (*rc::gen::inRange(0, 3) == 0 ? "01" : ""));
    };
    const Flow flow{pick(), pick(), Fen(*rc::gen::inRange<std::int64_t>(1, 1'000'000)),
                    *rc::gen::inRange(0, 5) == 0};
    books.Post(flow, *rc::gen::inRange(0, 4), *rc::gen::inRange(0, 3) == 0);
  }
  return books;
}

RC_GTEST_PROP(Statements, BalanceAndAgreeBeforeTheYearIsCarriedAndAfter, ()) {
  AnyBooks books = SomeBooks();
  const auto sheet = books.BalanceSheet();
  const auto income = books.Income();
  RC_ASSERT(sheet.at(22) == sheet.at(38));
  RC_ASSERT(sheet.at(36) == income.at(20));
  books.Carry();
  RC_ASSERT(books.BalanceSheet() == sheet);
}

}  // namespace
}  // namespace qianmo::ledger

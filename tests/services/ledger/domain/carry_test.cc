// The end of a year, by examples and for any balances.
#include "ledger/domain/carry.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo::ledger {
namespace {

AccountCode AccountOf(const char* code) { return AccountCode::Parse(code).value(); }

// What is left of the balances after the lines.
std::map<AccountCode, Fen> After(std::map<AccountCode, Fen> balances,
                                 const std::vector<VoucherLine>& lines) {
  for (const VoucherLine& line : lines) {
    const Side normal = FindAccount(Chart::kCollective, line.account)->normal;
    balances[line.account] += line.side == normal ? line.amount : -line.amount;
  }
  return balances;
}

TEST(CarryLines, BringIncomeLessExpenseIntoDistribution) {
  const std::map<AccountCode, Fen> before = {{AccountOf("102"), Fen(700)},
                                             {AccountOf("322"), Fen(100)},
                                             {AccountOf("50101"), Fen(900)},
                                             {AccountOf("503"), Fen(50)},
                                             {AccountOf("513"), Fen(350)}};
  const auto lines = CarryLines(before);
  const auto pairs = Decompose(lines);
  ASSERT_TRUE(pairs);
  std::vector<std::string> rows;
  for (const EntryPair& pair : *pairs) {
    rows.push_back(lines[pair.debit].account.text() + "/" + lines[pair.credit].account.text());
  }
  EXPECT_EQ(rows, (std::vector<std::string>{"50101/321", "503/321", "321/513", "321/322"}));
  const auto after = After(before, lines);
  EXPECT_EQ(after.at(AccountOf("322")), Fen(700));
  EXPECT_EQ(after.at(AccountOf("321")), Fen());
  EXPECT_EQ(after.at(AccountOf("50101")), Fen());
  EXPECT_EQ(after.at(AccountOf("513")), Fen());
  EXPECT_EQ(after.at(AccountOf("102")), Fen(700)) << "nothing else moves";
}

TEST(CarryLines, BringALossThereToo) {
  const std::map<AccountCode, Fen> before = {{AccountOf("501"), Fen(10)},
                                             {AccountOf("513"), Fen(35)}};
  EXPECT_EQ(After(before, CarryLines(before)).at(AccountOf("322")), Fen(-25));
}

TEST(CarryLines, AreNoneWithoutIncomeAndExpense) {
  EXPECT_TRUE(CarryLines({{AccountOf("102"), Fen(5)}, {AccountOf("501"), Fen(0)}}).empty());
}

RC_GTEST_PROP(CarryLines, LeaveNothingOfTheYear, ()) {
  std::map<AccountCode, Fen> before;
  Fen result;
  for (const char* code : {"501", "502", "504", "511", "513", "521"}) {
    const Fen balance(*rc::gen::inRange<std::int64_t>(-1'000, 1'000));
    before[AccountOf(code)] = balance;
    result += FindAccount(Chart::kCollective, AccountOf(code))->nature == Nature::kIncome
                  ? balance
                  : -balance;
  }
  const auto lines = CarryLines(before);
  RC_PRE(!lines.empty());
  RC_ASSERT(Decompose(lines).ok());
  for (const auto& [code, balance] : After(before, lines)) {
    RC_ASSERT(balance == (code == AccountOf("322") ? result : Fen()));
  }
}

}  // namespace
}  // namespace qianmo::ledger

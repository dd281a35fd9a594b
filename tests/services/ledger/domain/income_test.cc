// What kind of income a line is, said or not.
#include "ledger/domain/income.h"

#include <gtest/gtest.h>

#include "ledger/domain/voucher.h"

namespace qianmo::ledger {
namespace {

VoucherLine LineOf(const char* code, std::optional<IncomeKind> income = {}) {
  return {.side = Side::kCredit,
          .account = AccountCode::Parse(code).value(),
          .amount = Fen(1),
          .income = income};
}

TEST(MarkIncome, SaysWhatTheAccountUsuallyIsAndLeavesWhatIsSaid) {
  struct Case {
    const char* code;
    std::optional<IncomeKind> said, marked;
  };
  for (const Case& one :
       {Case{"501", {}, IncomeKind::kRecurringOperating},
        Case{"50102", {}, IncomeKind::kRecurringOperating},
        Case{"502", {}, IncomeKind::kRecurringOther}, Case{"503", {}, IncomeKind::kOneOffOther},
        Case{"504", {}, IncomeKind::kOneOffOther},
        Case{"504", IncomeKind::kExcluded, IncomeKind::kExcluded}, Case{"102", {}, {}},
        Case{"511", {}, {}}}) {
    std::vector<VoucherLine> lines = {LineOf(one.code, one.said)};
    ASSERT_TRUE(MarkIncome(Chart::kCollective, &lines)) << one.code;
    EXPECT_EQ(lines[0].income, one.marked) << one.code;
  }
}

TEST(MarkIncome, RefusesAKindWhereThereIsNoIncome) {
  std::vector<VoucherLine> lines = {LineOf("501"), LineOf("102", IncomeKind::kExcluded)};
  const auto marked = MarkIncome(Chart::kCollective, &lines);
  ASSERT_FALSE(marked);
  EXPECT_EQ(marked.refusal().reason, "INCOME_KIND_UNFIT");
  EXPECT_EQ(marked.refusal().fields.front().path, "voucher.lines[1].income");
}

TEST(UsualIncomeKind, IsOfNothingInCustody) {
  for (const ChartAccount& account : ChartAccounts(Chart::kCustody)) {
    EXPECT_EQ(UsualIncomeKind(account), std::nullopt) << account.code;
  }
}

}  // namespace
}  // namespace qianmo::ledger

// The charts, and codes of accounts and sub-accounts.
#include "ledger/domain/chart.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

AccountCode Code(std::string_view text) { return AccountCode::Parse(text).value(); }

TEST(AccountCode, HasThreeDigitsAndTwoMoreForEachOfThreeLevels) {
  for (const char* good : {"102", "10201", "1020199", "102010203"}) {
    EXPECT_EQ(Code(good).text(), good);
  }
  for (const char* bad : {"", "10", "1020", "102010", "10200", "1020100", "10201020304", "10a",
                          "１０２", " 102", "-12"}) {
    EXPECT_EQ(AccountCode::Parse(bad), std::nullopt) << bad;
  }
}

TEST(AccountCode, KnowsWhatItIsBelow) {
  EXPECT_FALSE(Code("102").is_sub_account());
  EXPECT_TRUE(Code("10201").is_sub_account());
  EXPECT_EQ(Code("1020103").parent(), Code("10201"));
  EXPECT_TRUE(Code("102").Contains(Code("1020103")));
  EXPECT_TRUE(Code("102").Contains(Code("102")));
  EXPECT_FALSE(Code("10201").Contains(Code("10202")));
}

TEST(Chart, IsInTheOrderOfItsCodesWithoutRepetition) {
  for (const Chart chart : {Chart::kCollective, Chart::kCustody}) {
    const auto accounts = AccountsOf(chart);
    const auto not_before = [](const ChartAccount& a, const ChartAccount& b) {
      return a.code >= b.code;
    };
    EXPECT_EQ(std::ranges::adjacent_find(accounts, not_before), accounts.end());
    for (const ChartAccount& account : accounts) EXPECT_TRUE(AccountCode::Parse(account.code));
  }
}

// 财会〔2023〕14号.
TEST(Chart, HasTheMinistrysAccounts) {
  EXPECT_EQ(AccountsOf(Chart::kCollective).size(), 42u);
  struct Case {
    const char *code, *name;
    Nature nature;
    Side normal;
  };
  for (const Case& one : {Case{"101", "库存现金", Nature::kAsset, Side::kDebit},
                          Case{"133", "生产性生物资产累计折旧", Nature::kAsset, Side::kCredit},
                          Case{"152", "累计折旧", Nature::kAsset, Side::kCredit},
                          Case{"162", "累计摊销", Nature::kAsset, Side::kCredit},
                          Case{"211", "应付款", Nature::kLiability, Side::kCredit},
                          Case{"322", "收益分配", Nature::kEquity, Side::kCredit},
                          Case{"401", "生产（劳务）成本", Nature::kCost, Side::kDebit},
                          Case{"501", "经营收入", Nature::kIncome, Side::kCredit},
                          Case{"521", "所得税费用", Nature::kExpense, Side::kDebit}}) {
    const auto found = FindAccount(Chart::kCollective, Code(one.code));
    ASSERT_TRUE(found) << one.code;
    EXPECT_EQ(found->name, one.name);
    EXPECT_EQ(found->nature, one.nature) << one.code;
    EXPECT_EQ(found->normal, one.normal) << one.code;
  }
}

TEST(Chart, HasSubAccountsOfItsAccountsAlone) {
  EXPECT_EQ(FindAccount(Chart::kCollective, Code("10201"))->name, "银行存款");
  for (const auto& [chart, code] :
       {std::pair(Chart::kCollective, "199"), std::pair(Chart::kCollective, "19901"),
        std::pair(Chart::kCustody, "501")}) {
    const auto found = FindAccount(chart, Code(code));
    ASSERT_FALSE(found) << code;
    EXPECT_EQ(found.refusal().reason, "ACCOUNT_UNKNOWN");
  }
}

}  // namespace
}  // namespace qianmo::ledger

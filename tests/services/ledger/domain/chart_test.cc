// The chart, and codes of accounts and sub-accounts.
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
  const auto not_before = [](const ChartAccount& a, const ChartAccount& b) {
    return a.code >= b.code;
  };
  EXPECT_EQ(std::ranges::adjacent_find(ChartAccounts(Chart::kCollective), not_before),
            ChartAccounts(Chart::kCollective).end());
  for (const ChartAccount& account : ChartAccounts(Chart::kCollective)) {
    EXPECT_TRUE(AccountCode::Parse(account.code)) << account.code;
  }
}

// 财会〔2023〕14号.
TEST(Chart, HasTheMinistrysAccounts) {
  EXPECT_EQ(ChartAccounts(Chart::kCollective).size(), 42u);
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

template <class T>
std::string Answer(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(Chart, HasSubAccountsOfItsAccountsAlone) {
  EXPECT_EQ(FindAccount(Chart::kCollective, Code("10201"))->name, "银行存款");
  EXPECT_EQ(Answer(FindAccount(Chart::kCollective, Code("199"))), "ACCOUNT_UNKNOWN");
  EXPECT_EQ(Answer(FindAccount(Chart::kCollective, Code("19901"))), "ACCOUNT_UNKNOWN");
}

TEST(Postable, IsWhatIsThereAndNotDivided) {
  const std::set<AccountCode> there = {Code("10201"), Code("1020101"), Code("10203")};
  struct Case {
    const char *code, *reason;
  };
  for (const Case& one :
       {Case{"101", ""}, Case{"103", "ACCOUNT_UNKNOWN"}, Case{"102", "ACCOUNT_DIVIDED"},
        Case{"10201", "ACCOUNT_DIVIDED"}, Case{"1020101", ""}, Case{"1020102", "ACCOUNT_UNKNOWN"},
        Case{"10202", "ACCOUNT_UNKNOWN"}, Case{"10203", ""}}) {
    EXPECT_EQ(Answer(CheckPostable(Chart::kCollective, there, Code(one.code))), one.reason)
        << one.code;
  }
}

TEST(SubAccount, IsNotMadeOfWhatDepositsDecide) {
  EXPECT_EQ(Answer(CheckNewSubAccount(Chart::kCustody, {}, Code("10201"), false)), "");
  EXPECT_EQ(Answer(CheckNewSubAccount(Chart::kCustody, {}, Code("20601"), false)), "ACCOUNT_KEPT")
      << "or nothing could be forfeited any more";
}

TEST(SubAccount, HangsBelowOneThatIsThereAndUnused) {
  const std::set<AccountCode> there = {Code("10201")};
  EXPECT_EQ(Answer(CheckNewSubAccount(Chart::kCollective, there, Code("10202"), false)), "");
  EXPECT_EQ(Answer(CheckNewSubAccount(Chart::kCollective, there, Code("1020101"), false)), "");
  EXPECT_EQ(Answer(CheckNewSubAccount(Chart::kCollective, there, Code("10201"), false)),
            "ACCOUNT_EXISTS");
  EXPECT_EQ(Answer(CheckNewSubAccount(Chart::kCollective, there, Code("102"), false)),
            "ACCOUNT_EXISTS");
  EXPECT_EQ(Answer(CheckNewSubAccount(Chart::kCollective, there, Code("1020201"), false)),
            "ACCOUNT_UNKNOWN");
  EXPECT_EQ(Answer(CheckNewSubAccount(Chart::kCollective, there, Code("19901"), false)),
            "ACCOUNT_UNKNOWN");
  EXPECT_EQ(Answer(CheckNewSubAccount(Chart::kCollective, there, Code("11201"), true)),
            "ACCOUNT_IN_USE");
}

TEST(Chart, HasNoLessThanNoCash) {
  EXPECT_EQ(FloorOf(Chart::kCollective, Code("101")), Fen());
  EXPECT_EQ(FloorOf(Chart::kCollective, Code("10203")), Fen());
  EXPECT_EQ(FloorOf(Chart::kCollective, Code("112")), std::nullopt);
  EXPECT_EQ(FloorOf(Chart::kCollective, Code("211")), std::nullopt);
}

}  // namespace
}  // namespace qianmo::ledger

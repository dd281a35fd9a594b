// Journals whose names and texts say nothing to hledger but what they are.
#include "ledger/domain/hledger.h"

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

using std::chrono::year;

TEST(HledgerText, IsOneLineOfWhichNothingIsASign) {
  struct Case {
    const char *text, *safe;
  };
  for (const Case& one : {Case{"收到租金", "收到租金"}, Case{"a;b", "a；b"}, Case{"a:b", "a：b"},
                          Case{"a  b", "a b"}, Case{" a\n\tb\r\n", "a b"}, Case{"a　　b", "a b"},
                          Case{"a\u00a0\u2003b", "a b"}, Case{"(仓库) \"一号\"", "(仓库) \"一号\""},
                          Case{"🏠房租", "🏠房租"}, Case{"", ""}, Case{" ", ""}}) {
    EXPECT_EQ(HledgerText(one.text), one.safe) << one.text;
  }
}

TEST(HledgerAccount, HasTheLevelsOneBelowTheOther) {
  EXPECT_EQ(HledgerAccount({{"102", "银行存款"}, {"10201", "农商行:一户"}}),
            "102 银行存款:10201 农商行：一户");
}

TEST(HledgerJournal, DeclaresAddsAndAsserts) {
  HledgerJournal journal("柳湾村;2026", {"102 银行存款", "501 经营收入"});
  const Date day(year(2026) / 1 / 5);
  journal.Add({.date = day,
               .code = "7",
               .description = "收到;租金",
               .postings = {{"102 银行存款", Fen(1'234'50), {{"party", "p"}, {"contract", "c"}}},
                            {"501 经营收入", Fen(-1'234'50)}}});
  journal.Assert(day, "期末余额", {{"102 银行存款", Fen(1'234'50)}});
  EXPECT_EQ(journal.Finish(),
            "; 柳湾村；2026\n\n"
            "decimal-mark .\n"
            "commodity 1000.00 CNY\n\n"
            "account 102 银行存款\n"
            "account 501 经营收入\n\n"
            "2026-01-05 * (7) 收到；租金\n"
            "    102 银行存款  1234.50 CNY  ; party:p, contract:c\n"
            "    501 经营收入  -1234.50 CNY\n\n"
            "2026-01-05 * 期末余额\n"
            "    102 银行存款  0.00 CNY = 1234.50 CNY\n");
}

}  // namespace
}  // namespace qianmo::ledger

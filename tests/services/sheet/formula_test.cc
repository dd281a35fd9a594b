// Cells that would act, and cells that only look so.
#include "sheet/formula.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::sheet {
namespace {

TEST(Formula, IsGuardedByAnApostropheAndNothingElseIs) {
  struct Case {
    const char *cell, *guarded;
  };
  for (const Case& one : {Case{"=1+1", "'=1+1"}, Case{"+86", "'+86"}, Case{"-5", "'-5"},
                          Case{"@SUM(A1)", "'@SUM(A1)"}, Case{"\t=1", "'\t=1"}, Case{"＝1", "'＝1"},
                          Case{"'=1", "''=1"}, Case{"张三", "张三"}, Case{"'张三", "'张三"},
                          Case{"", ""}, Case{"'", "'"}, Case{"1-2", "1-2"}}) {
    EXPECT_EQ(Guard(one.cell), one.guarded);
    EXPECT_EQ(Unguard(one.guarded), one.cell);
    EXPECT_FALSE(IsFormula(Guard(one.cell)));
  }
}

RC_GTEST_PROP(Formula, UnguardGivesBackWhatWasGuarded, ()) {
  const auto cell = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("'=+-@a1\t")));
  RC_ASSERT(Unguard(Guard(cell)) == cell);
  RC_ASSERT(!IsFormula(Guard(cell)));
}

}  // namespace
}  // namespace qianmo::sheet

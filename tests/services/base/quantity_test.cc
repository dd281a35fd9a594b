#include "base/quantity.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo {
namespace {

TEST(Quantity, ReadsACountWithItsUnit) {
  const struct {
    const char* text;
    std::int64_t thousandths;
    Measure measure;
    const char* shortest;
  } cases[] = {{"12.5亩", 12'500, Measure::kMu, "12.5亩"},
               {"12.500亩", 12'500, Measure::kMu, "12.5亩"},
               {"0.001亩", 1, Measure::kMu, "0.001亩"},
               {"1,234.56㎡", 1'234'560, Measure::kSquareMetre, "1,234.56㎡"},
               {"3台", 3'000, Measure::kMachine, "3台"},
               {"1200株", 1'200'000, Measure::kTree, "1,200株"},
               {"10项", 10'000, Measure::kItem, "10项"},
               {"0项", 0, Measure::kItem, "0项"}};
  for (const auto& c : cases) {
    const auto quantity = Quantity::Parse(c.text);
    ASSERT_TRUE(quantity.ok()) << c.text;
    EXPECT_EQ(quantity->thousandths(), c.thousandths) << c.text;
    EXPECT_EQ(quantity->measure(), c.measure) << c.text;
    EXPECT_EQ(quantity->ToString(), c.shortest);
  }
}

TEST(Quantity, RefusesWhatItsUnitCannotCount) {
  for (const char* text : {"", "3", "台", "3 台", "3.5台", "0.1株", "1.2项", "1.234㎡", "1.2345亩",
                           "-1台", "3辆", "3台台", "03台"}) {
    const auto quantity = Quantity::Parse(text);
    ASSERT_FALSE(quantity.ok()) << text;
    EXPECT_EQ(quantity.refusal().reason, "INVALID_QUANTITY");
  }
  EXPECT_FALSE(Quantity::Make(1'001, Measure::kMachine).ok());
  EXPECT_FALSE(Quantity::Make(15, Measure::kSquareMetre).ok());
  EXPECT_FALSE(Quantity::Make(-1, Measure::kMu).ok());
}

TEST(Quantity, AddsLikeUnitsOnly) {
  const auto machines = Quantity::Parse("3台").value();
  const auto trees = Quantity::Parse("3株").value();
  EXPECT_EQ(Sum(machines, machines).value(), Quantity::Parse("6台").value());
  EXPECT_EQ(Sum(machines, trees).refusal().reason, "UNLIKE_UNITS");
  const auto huge = Quantity::Make(INT64_MAX, Measure::kMu).value();
  EXPECT_THROW((void)Sum(huge, huge), std::overflow_error);
}

RC_GTEST_PROP(Quantity, IsReadBackUnchanged, ()) {
  const auto measure = static_cast<Measure>(*rc::gen::inRange(0, 5));
  const auto count = *rc::gen::inRange<std::int64_t>(0, INT64_MAX / 1000) * 1000;
  const auto quantity = Quantity::Make(count, measure).value();
  RC_ASSERT(Quantity::Parse(quantity.ToString()).value() == quantity);
}

}  // namespace
}  // namespace qianmo

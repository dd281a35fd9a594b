// An estate among heirs: exact fractions, exact sums.
#include "registry/domain/unit_heirs.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::registry {
namespace {

Uuid HeirHome(int number) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[15] = static_cast<std::uint8_t>(number);
  return Uuid(bytes);
}

std::string HeirReason(Units units, const std::vector<UnitHeir>& heirs,
                       const UnitCharter& charter = {}) {
  const auto split = SplitAmongHeirs(units, heirs, charter);
  return split ? "" : split.refusal().reason;
}

TEST(SplitAmongHeirs, GivesEveryHundredthToSomebody) {
  const std::vector<UnitHeir> thirds = {
      {HeirHome(1), Fraction(1, 3)}, {HeirHome(2), Fraction(1, 3)}, {HeirHome(3), Fraction(1, 3)}};
  EXPECT_EQ(*SplitAmongHeirs(Units(100), thirds, {}),
            (std::vector<Units>{Units(34), Units(33), Units(33)}));
  EXPECT_EQ(*SplitAmongHeirs(Units(100), {{HeirHome(1), Fraction(1, 1)}}, {}),
            std::vector<Units>{Units(100)});
}

TEST(SplitAmongHeirs, RefusesWhatIsNotWhole) {
  EXPECT_EQ(HeirReason(Units(100), {{HeirHome(1), Fraction(29'999, 30'000)}}), "SHARES_NOT_WHOLE");
  EXPECT_EQ(HeirReason(Units(100),
                       {{HeirHome(1), Fraction(2, 3)}, {HeirHome(2), Fraction(9'999, 30'000)}}),
            "SHARES_NOT_WHOLE");
  EXPECT_EQ(HeirReason(Units(100), {{HeirHome(1), Fraction(0, 1)}, {HeirHome(2), Fraction(1, 1)}}),
            "SHARE_OUT_OF_RANGE");
  EXPECT_EQ(HeirReason(Units(100), {}), "SHARES_NOT_WHOLE");
  EXPECT_EQ(HeirReason(Units(100), {{HeirHome(1), Fraction(1, 2)}, {HeirHome(1), Fraction(1, 2)}}),
            "HEIR_TWICE");
  EXPECT_EQ(HeirReason(Units(1), {{HeirHome(1), Fraction(1, 2)}, {HeirHome(2), Fraction(1, 2)}}),
            "HEIR_WITHOUT_UNITS");
  EXPECT_EQ(HeirReason(Units(0), {{HeirHome(1), Fraction(1, 1)}}), "NO_UNITS_TO_INHERIT");
}

TEST(SplitAmongHeirs, AsksTheCharterAboutHeirsWithoutVote) {
  const std::vector<UnitHeir> outsider = {{HeirHome(1), Fraction(1, 1), true}};
  EXPECT_EQ(HeirReason(Units(100), outsider), "HEIR_WITHOUT_VOTE");
  EXPECT_EQ(HeirReason(Units(100), outsider, {.heirs_without_vote = true}), "");
}

RC_GTEST_PROP(SplitAmongHeirs, IsExactForAnyShares, ()) {
  const auto weights =
      *rc::gen::container<std::vector<int>>(*rc::gen::inRange(1, 9), rc::gen::inRange(1, 1000));
  std::int64_t sum = 0;
  for (const int weight : weights) sum += weight;
  std::vector<UnitHeir> heirs;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    heirs.push_back({HeirHome(static_cast<int>(i)), Fraction(weights[i], sum)});
  }
  const Units units(*rc::gen::inRange<std::int64_t>(10'000, 1'000'000'000));
  const auto split = SplitAmongHeirs(units, heirs, {});
  RC_ASSERT(split.ok());
  Units total;
  for (std::size_t i = 0; i < heirs.size(); ++i) {
    total += split.value()[i];
    const std::int64_t ideal = MulDivFloor(units.count(), weights[i], sum);
    RC_ASSERT(split.value()[i].count() - ideal >= 0);
    RC_ASSERT(split.value()[i].count() - ideal <= 1);
  }
  RC_ASSERT(total == units);
}

}  // namespace
}  // namespace qianmo::registry

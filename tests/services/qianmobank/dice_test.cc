// Chance that can be repeated.
#include "qianmobank/dice.h"

#include <gtest/gtest.h>

namespace qianmo::bank {
namespace {

TEST(Dice, FallTheSameForTheSameThing) {
  const Dice one(1), same(1), other(2);
  int alike = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string whose = std::to_string(i);
    EXPECT_EQ(one.Happens(500, "a", whose), same.Happens(500, "a", whose));
    alike += one.Happens(500, "a", whose) == other.Happens(500, "a", whose);
  }
  EXPECT_LT(alike, 80);
}

TEST(Dice, FallAsOftenAsTheyAreTold) {
  const Dice dice(1);
  int often = 0, least = 100, most = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::string whose = std::to_string(i);
    EXPECT_FALSE(dice.Happens(0, "a", whose));
    EXPECT_TRUE(dice.Happens(1000, "a", whose));
    often += dice.Happens(250, "a", whose);
    least = std::min(least, dice.Number(6, "b", whose));
    most = std::max(most, dice.Number(6, "b", whose));
  }
  EXPECT_NEAR(often, 2'500, 200);
  EXPECT_EQ(least, 1);
  EXPECT_EQ(most, 6);
}

}  // namespace
}  // namespace qianmo::bank

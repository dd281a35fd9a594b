#include "base/exact.h"

#include <gtest/gtest.h>

namespace qianmo {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

TEST(Exact, ReachesBothEndsOfSixtyFourBits) {
  EXPECT_EQ(CheckedAdd(kMax - 1, 1), kMax);
  EXPECT_EQ(CheckedSubtract(kMin + 1, 1), kMin);
  EXPECT_EQ(CheckedMultiply(kMin / 2, 2), kMin);
}

TEST(Exact, ThrowsOneStepBeyond) {
  EXPECT_THROW(CheckedAdd(kMax, 1), std::overflow_error);
  EXPECT_THROW(CheckedSubtract(kMin, 1), std::overflow_error);
  EXPECT_THROW(CheckedMultiply(kMin, -1), std::overflow_error);
  EXPECT_THROW(CheckedMultiply(kMax, 2), std::overflow_error);
}

struct RoundingCase {
  std::int64_t a, b, divisor, floor, ceil, half_up;
};

TEST(Exact, RoundsAsTheNameSays) {
  const RoundingCase cases[] = {
      {7, 1, 2, 3, 4, 4},    {-7, 1, 2, -4, -3, -4}, {7, 1, 3, 2, 3, 2},    {-7, 1, 3, -3, -2, -2},
      {8, 1, 3, 2, 3, 3},    {-8, 1, 3, -3, -2, -3}, {6, 1, 3, 2, 2, 2},    {-6, 1, 3, -2, -2, -2},
      {0, 5, 3, 0, 0, 0},    {1, 1, 2, 0, 1, 1},     {-1, 1, 2, -1, 0, -1}, {1, 49, 100, 0, 1, 0},
      {1, 50, 100, 0, 1, 1},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(MulDivFloor(c.a, c.b, c.divisor), c.floor) << c.a << "*" << c.b << "/" << c.divisor;
    EXPECT_EQ(MulDivCeil(c.a, c.b, c.divisor), c.ceil) << c.a << "*" << c.b << "/" << c.divisor;
    EXPECT_EQ(MulDivHalfUp(c.a, c.b, c.divisor), c.half_up)
        << c.a << "*" << c.b << "/" << c.divisor;
  }
}

TEST(Exact, TakesProductsInFullBeforeDividing) {
  EXPECT_EQ(MulDivFloor(kMax, kMax, kMax), kMax);
  EXPECT_EQ(MulDivHalfUp(kMin, kMin, Int128{kMin} * -2), kMax / 2 + 1);
  EXPECT_THROW(MulDivFloor(kMax, 3, 2), std::overflow_error);
}

}  // namespace
}  // namespace qianmo

#include "base/fraction.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/share.h"
#include "services/base/printers.h"

namespace qianmo {
namespace {

std::string ReasonOf(const std::vector<Fraction>& shares) {
  const auto outcome = CheckWhole(shares);
  return outcome.ok() ? "" : outcome.refusal().reason;
}

TEST(Fraction, IsAlwaysReduced) {
  EXPECT_EQ(Fraction(2, 6), Fraction(1, 3));
  EXPECT_EQ(Fraction(-2, 6).ToString(), "-1/3");
  EXPECT_EQ(Fraction(0, 7).ToString(), "0/1");
  EXPECT_EQ(Fraction(INT64_MIN, INT64_MAX).numerator(), INT64_MIN);
}

TEST(Fraction, NeedsAPositiveDenominator) {
  EXPECT_THROW(Fraction(1, 0), std::invalid_argument);
  EXPECT_THROW(Fraction(1, -1), std::invalid_argument);
  EXPECT_EQ(Fraction::Make(1, 0).refusal().reason, "INVALID_FRACTION");
  EXPECT_EQ(Fraction::Make(1, -3).refusal().reason, "INVALID_FRACTION");
  EXPECT_EQ(Fraction::Make(1, 1).value(), Fraction(1, 1));
}

TEST(Fraction, ComputesExactly) {
  EXPECT_EQ(Fraction(1, 3) + Fraction(1, 6), Fraction(1, 2));
  EXPECT_EQ(Fraction(1, 3) - Fraction(1, 2), Fraction(-1, 6));
  EXPECT_EQ(Fraction(2, 3) * Fraction(3, 4), Fraction(1, 2));
  EXPECT_EQ(Fraction(-1, 1) - Fraction(INT64_MIN, 1), Fraction(INT64_MAX, 1));
}

TEST(Fraction, ComparesByValue) {
  EXPECT_LT(Fraction(1, 3), Fraction(1, 2));
  EXPECT_LT(Fraction(-1, 2), Fraction(-1, 3));
  EXPECT_LT(Fraction(INT64_MAX - 1, INT64_MAX), Fraction(1, 1));
  EXPECT_EQ(Fraction(3, 9) <=> Fraction(1, 3), std::strong_ordering::equal);
}

TEST(Fraction, ThrowsWhenTheResultDoesNotFit) {
  const Fraction finest(1, INT64_MAX);
  EXPECT_EQ(finest + finest, Fraction(2, INT64_MAX));
  EXPECT_THROW(finest + Fraction(1, 2), std::overflow_error);
  EXPECT_THROW(finest * finest, std::overflow_error);
  EXPECT_THROW(Fraction(INT64_MAX, 1) + Fraction(1, 1), std::overflow_error);
}

RC_GTEST_PROP(Fraction, WhatIsAddedCanBeTakenAway, (std::int32_t a, std::int32_t b)) {
  const Fraction left(a, *rc::gen::inRange(1, 10'000));
  const Fraction right(b, *rc::gen::inRange(1, 10'000));
  RC_ASSERT(left + right - right == left);
  RC_ASSERT(left + right == right + left);
  RC_ASSERT((left < right) == (left - right < Fraction()));
}

TEST(CheckWhole, AcceptsSharesThatSumToOne) {
  EXPECT_EQ(ReasonOf({Fraction(1, 1)}), "");
  EXPECT_EQ(ReasonOf({Fraction(1, 3), Fraction(1, 6), Fraction(1, 2)}), "");
  EXPECT_EQ(ReasonOf(std::vector<Fraction>(30'000, Fraction(1, 30'000))), "");
}

TEST(CheckWhole, RefusesOneThirtyThousandthMissingOrTooMuch) {
  const auto short_by_one = CheckWhole(std::vector<Fraction>(29'999, Fraction(1, 30'000)));
  ASSERT_FALSE(short_by_one.ok());
  EXPECT_EQ(short_by_one.refusal().reason, "SHARES_NOT_WHOLE");
  EXPECT_EQ(short_by_one.refusal().metadata.at(0).second, "29999/30000");
  EXPECT_EQ(ReasonOf({Fraction(29'999, 30'000)}), "SHARES_NOT_WHOLE");
  EXPECT_EQ(ReasonOf(std::vector<Fraction>(30'001, Fraction(1, 30'000))), "SHARES_NOT_WHOLE");
  EXPECT_EQ(ReasonOf({}), "SHARES_NOT_WHOLE");
}

TEST(CheckWhole, RefusesSharesThatAreNoShares) {
  EXPECT_EQ(ReasonOf({Fraction(1, 1), Fraction(0, 1)}), "SHARE_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf({Fraction(3, 2), Fraction(-1, 2)}), "SHARE_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf({Fraction(3, 2)}), "SHARE_OUT_OF_RANGE");
}

TEST(CheckWhole, RefusesSharesWithoutACommonDenominator) {
  EXPECT_EQ(ReasonOf({Fraction(1, INT64_MAX), Fraction(1, INT64_MAX - 1)}), "SHARES_TOO_FINE");
}

TEST(CheckWhole, RefusesHugeSumsWithoutTheirNumber) {
  const Fraction nearly_one(INT64_MAX - 1, INT64_MAX);
  const auto outcome = CheckWhole(std::vector<Fraction>(3, nearly_one));
  EXPECT_EQ(outcome.refusal().reason, "SHARES_NOT_WHOLE");
  EXPECT_TRUE(outcome.refusal().metadata.empty());
}

RC_GTEST_PROP(CheckWhole, DoesNotDependOnTheOrder, ()) {
  const auto parts =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 50)));
  std::int64_t sum = 0;
  for (const int part : parts) sum += part;
  std::vector<Fraction> shares;
  for (const int part : parts) shares.push_back(Fraction(part, sum));
  RC_ASSERT(CheckWhole(shares).ok());
  std::reverse(shares.begin(), shares.end());
  RC_ASSERT(CheckWhole(shares).ok());
  shares.pop_back();
  RC_ASSERT(!CheckWhole(shares).ok());
}

TEST(Units, CountHundredthsOfAShare) {
  EXPECT_EQ(Units(4 * kUnitsPerShare) + Units(50), Units(450));
  EXPECT_THROW(Units(INT64_MAX) + Units(1), std::overflow_error);
}

}  // namespace
}  // namespace qianmo

#include "base/allocate.h"

#include <algorithm>
#include <ctime>
#include <numeric>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "services/base/printers.h"

namespace qianmo {
namespace {

using testing::ElementsAre;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kSlowerBySanitizer = 20;
#else
constexpr double kSlowerBySanitizer = 1;
#endif

// Claims of the given weights with keys of their own.
struct Claims {
  explicit Claims(const std::vector<std::int64_t>& weights) {
    for (std::size_t i = 0; i < weights.size(); ++i) keys.push_back("H" + std::to_string(1000 + i));
    for (std::size_t i = 0; i < weights.size(); ++i) list.push_back({weights[i], keys[i]});
  }
  Claims(const Claims&) = delete;

  std::vector<std::string> keys;
  std::vector<Claim> list;
};

std::vector<Fen> Split(Fen total, const std::vector<std::int64_t>& weights) {
  return Allocate(total, Claims(weights).list).value();
}

Fen SumOf(const std::vector<Fen>& parts) {
  return std::accumulate(parts.begin(), parts.end(), Fen(0));
}

// The rule as the page states it, by sorting everything.
std::vector<Fen> SplitByTheBook(Fen total, const std::vector<Claim>& claims) {
  Int128 weights = 0;
  for (const Claim& claim : claims) weights += claim.weight;
  std::vector<Fen> parts;
  std::vector<std::size_t> order(claims.size());
  std::iota(order.begin(), order.end(), 0);
  Fen left = total;
  for (const Claim& claim : claims) {
    parts.push_back(Fen(MulDivFloor(total.count(), claim.weight, weights)));
    left -= parts.back();
  }
  const auto remainder = [&](std::size_t i) {
    return Int128{total.count()} * claims[i].weight % weights;
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (remainder(a) != remainder(b)) return remainder(a) > remainder(b);
    return claims[a].tie_key < claims[b].tie_key;
  });
  for (std::int64_t i = 0; i < left.count(); ++i) parts[order[i]] += Fen(1);
  return parts;
}

std::vector<std::int64_t> SomeWeights(std::int64_t largest) {
  auto weights = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, largest)));
  if (std::all_of(weights.begin(), weights.end(), [](auto w) { return w == 0; })) weights[0] = 1;
  return weights;
}

const std::vector<std::int64_t> kVillage = {400, 350, 350, 200, 450, 125, 375};
constexpr Fen kDividend(8547653);

TEST(Allocate, MatchesTheVectorOfThePage) {
  EXPECT_THAT(Split(kDividend, kVillage),
              ElementsAre(Fen(1519583), Fen(1329635), Fen(1329635), Fen(759791), Fen(1709530),
                          Fen(474870), Fen(1424609)));
}

TEST(AllocateByPrice, MatchesTheVectorOfThePage) {
  std::vector<Units> holdings;
  for (const auto units : kVillage) holdings.push_back(Units(units));
  const auto split = AllocateByPrice(kDividend, holdings).value();
  EXPECT_EQ(split.price_per_share, Fen(379895));
  EXPECT_THAT(split.parts, ElementsAre(Fen(1519580), Fen(1329632), Fen(1329632), Fen(759790),
                                       Fen(1709527), Fen(474868), Fen(1424606)));
  EXPECT_EQ(split.residue, Fen(18));
}

TEST(Allocate, GivesTheLastFenToTheLargestRemainder) {
  EXPECT_THAT(Split(Fen(10), {1, 2, 3}), ElementsAre(Fen(2), Fen(3), Fen(5)));
  EXPECT_THAT(Split(Fen(2), {1, 1, 1}), ElementsAre(Fen(1), Fen(1), Fen(0)));
}

TEST(Allocate, BreaksTiesByTheSmallerKeyAsBytes) {
  const std::vector<Claim> claims = {{1, "\x80"}, {1, "b"}, {1, "a"}, {1, "ab"}};
  EXPECT_THAT(Allocate(Fen(1), claims).value(), ElementsAre(Fen(0), Fen(0), Fen(1), Fen(0)));
  EXPECT_THAT(Allocate(Fen(2), claims).value(), ElementsAre(Fen(0), Fen(0), Fen(1), Fen(1)));
  EXPECT_THAT(Allocate(Fen(3), claims).value(), ElementsAre(Fen(0), Fen(1), Fen(1), Fen(1)));
}

TEST(Allocate, GivesZeroWeightsNothing) {
  EXPECT_THAT(Split(Fen(5), {0, 3, 0, 3}), ElementsAre(Fen(0), Fen(3), Fen(0), Fen(2)));
}

TEST(Allocate, SplitsNothingIntoNothing) {
  EXPECT_THAT(Split(Fen(0), {1, 2}), ElementsAre(Fen(0), Fen(0)));
  EXPECT_THAT(Split(Fen(0), {0}), ElementsAre(Fen(0)));
  EXPECT_THAT(Split(Fen(0), {}), ElementsAre());
}

TEST(Allocate, RefusesAnAmountThatNobodyCanGet) {
  EXPECT_EQ(Allocate(Fen(1), {}).refusal().reason, "NO_WEIGHT");
  EXPECT_EQ(Allocate(Fen(1), Claims({0, 0}).list).refusal().reason, "NO_WEIGHT");
  const std::vector<Units> nobody = {Units(0)};
  EXPECT_EQ(AllocateByPrice(Fen(1), nobody).refusal().reason, "NO_WEIGHT");
}

TEST(Allocate, ThrowsOnNegativeNumbers) {
  EXPECT_THROW((void)Allocate(Fen(-1), Claims({1}).list), std::invalid_argument);
  EXPECT_THROW((void)Allocate(Fen(1), Claims({2, -1}).list), std::invalid_argument);
  const std::vector<Units> debt = {Units(-1)};
  EXPECT_THROW((void)AllocateByPrice(Fen(1), debt), std::invalid_argument);
  EXPECT_THROW((void)AllocateByPrice(Fen(-1), {}), std::invalid_argument);
}

TEST(Allocate, ThrowsWhenOneKeyWouldMakeItGuess) {
  const std::vector<Claim> twins = {{1, "same"}, {1, "same"}};
  EXPECT_THROW((void)Allocate(Fen(1), twins), std::invalid_argument);
  EXPECT_THAT(Allocate(Fen(2), twins).value(), ElementsAre(Fen(1), Fen(1)));
}

TEST(Allocate, HoldsAtTheLargestNumbers) {
  const std::vector<std::int64_t> weights(7, INT64_MAX);
  const auto parts = Split(Fen(INT64_MAX), weights);
  EXPECT_EQ(SumOf(parts), Fen(INT64_MAX));
  for (const Fen part : parts) EXPECT_EQ(part, Fen(INT64_MAX / 7));
  EXPECT_THAT(Split(Fen(INT64_MAX), {INT64_MAX, 0, INT64_MAX}),
              ElementsAre(Fen(INT64_MAX / 2 + 1), Fen(0), Fen(INT64_MAX / 2)));
}

TEST(AllocateByPrice, ThrowsWhenThePriceOfAShareOverflows) {
  const std::vector<Units> one_unit = {Units(1)};
  EXPECT_EQ(AllocateByPrice(Fen(INT64_MAX / 100), one_unit).value().residue, Fen(0));
  EXPECT_THROW((void)AllocateByPrice(Fen(INT64_MAX / 100 + 1), one_unit), std::overflow_error);
}

RC_GTEST_PROP(Allocate, SumsExactlyAndStaysWithinOneFen, ()) {
  const auto weights = SomeWeights(*rc::gen::element<std::int64_t>(3, 1000, INT64_MAX));
  const auto largest = *rc::gen::element<std::int64_t>(10, 100'000'000, INT64_MAX);
  const Fen total(*rc::gen::inRange<std::int64_t>(0, largest));
  const auto parts = Split(total, weights);
  RC_ASSERT(SumOf(parts) == total);
  Int128 sum = 0;
  for (const auto weight : weights) sum += weight;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    // Cross-multiplied |part − ideal| < 1, with the huge product split into quotient and rest.
    const Int128 product = Int128{total.count()} * weights[i];
    const Int128 over = Int128{parts[i].count()} - product / sum;
    RC_ASSERT(over == 0 || (over == 1 && product % sum != 0));
    if (weights[i] == 0) RC_ASSERT(parts[i] == Fen(0));
  }
}

RC_GTEST_PROP(Allocate, AgreesWithSortingByTheBook, ()) {
  const Claims claims(SomeWeights(*rc::gen::element<std::int64_t>(2, 5, 1000)));
  const Fen total(*rc::gen::inRange<std::int64_t>(0, 1000));
  RC_ASSERT(Allocate(total, claims.list).value() == SplitByTheBook(total, claims.list));
}

RC_GTEST_PROP(Allocate, DoesNotDependOnTheOrderOfClaims, ()) {
  const Claims claims(SomeWeights(4));
  const Fen total(*rc::gen::inRange<std::int64_t>(0, 1000));
  const auto parts = Allocate(total, claims.list).value();
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  std::vector<Claim> shuffled;
  for (const auto i : order) shuffled.push_back(claims.list[i]);
  const auto again = Allocate(total, shuffled).value();
  for (std::size_t i = 0; i < order.size(); ++i) RC_ASSERT(again[i] == parts[order[i]]);
}

RC_GTEST_PROP(AllocateByPrice, KeepsEveryFenAndStaysWithinItsBound, ()) {
  const auto weights = SomeWeights(100'000);
  std::vector<Units> holdings;
  Int128 sum = 0;
  for (const auto weight : weights) {
    holdings.push_back(Units(weight));
    sum += weight;
  }
  const Fen total(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
  const auto split = AllocateByPrice(total, holdings).value();
  RC_ASSERT(SumOf(split.parts) + split.residue == total);
  RC_ASSERT(split.residue >= Fen(0));
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Int128 below = Int128{total.count()} * weights[i] - split.parts[i].count() * sum;
    RC_ASSERT(below >= 0);
    RC_ASSERT(below * 100 < sum * (weights[i] + 100));
  }
}

// Processor time, so that neighbours on a busy machine do not fail it; best of three.
double SecondsToSplit(const Claims& claims) {
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const std::clock_t begin = std::clock();
    const auto parts = Allocate(Fen(8'547'653'211), claims.list).value();
    best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    EXPECT_EQ(SumOf(parts), Fen(8'547'653'211));
  }
  return best;
}

TEST(Allocate, SplitsAmongACountyOfHouseholdsInUnderATenthOfASecond) {
  std::vector<std::int64_t> mixed, equal(300'000, 400);
  for (std::int64_t i = 0; i < 300'000; ++i) mixed.push_back(i * 7919 % 1000);
  EXPECT_LT(SecondsToSplit(Claims(mixed)), 0.1 * kSlowerBySanitizer);
  EXPECT_LT(SecondsToSplit(Claims(equal)), 0.1 * kSlowerBySanitizer);
}

}  // namespace
}  // namespace qianmo

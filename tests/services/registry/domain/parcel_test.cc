// The rules of parcels: slivers and differences on both sides of their limits, and the squares that
// make two writers wait for each other.
#include "registry/domain/parcel.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::registry {
namespace {

Boundary Rectangle(std::int64_t west, std::int64_t south, std::int64_t east, std::int64_t north) {
  return {{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}};
}

TEST(Parcel, FindsItsBox) {
  const MapBox box = BoxOf(Rectangle(115 * kDegree, 30 * kDegree, 115 * kDegree + 5, 31 * kDegree));
  EXPECT_EQ(box.west, 115 * kDegree);
  EXPECT_EQ(box.east, 115 * kDegree + 5);
  EXPECT_EQ(box.south, 30 * kDegree);
  EXPECT_EQ(box.north, 31 * kDegree);
}

TEST(Parcel, IsNeitherLongerThanHalfADegreeNorSmallerThanASquareMetre) {
  const std::int64_t west = 115 * kDegree, south = 30 * kDegree;
  const auto extent = [&](std::int64_t wide, std::int64_t high) {
    return CheckExtent("b", BoxOf(Rectangle(west, south, west + wide, south + high))).ok();
  };
  EXPECT_TRUE(extent(kDegree / 2, kDegree / 2));
  EXPECT_FALSE(extent(kDegree / 2 + 1, 1));
  EXPECT_FALSE(extent(1, kDegree / 2 + 1));
  EXPECT_TRUE(CheckSize("b", SquareMetres(100)));
  EXPECT_EQ(CheckSize("b", SquareMetres(99)).refusal().reason, "BOUNDARY_TOO_SMALL");
}

TEST(AreaDiffers, BeyondFivePercentOnly) {
  struct Case {
    std::int64_t drawn, declared;  // hundredths of m², thousandths of 亩
    bool differs;
  };
  for (const Case& one : std::vector<Case>{{200'000, 3'000, false},
                                           {210'000, 3'000, false},
                                           {210'001, 3'000, true},
                                           {190'000, 3'000, false},
                                           {189'999, 3'000, true}}) {
    EXPECT_EQ(AreaDiffers(SquareMetres(one.drawn), Area(one.declared)), one.differs) << one.drawn;
  }
}

TEST(IsSliver, UpToASquareMetreOrAThousandthOfTheSmaller) {
  struct Case {
    std::int64_t common, smaller;
    bool sliver;
  };
  for (const Case& one : std::vector<Case>{{100, 1'000, true},
                                           {101, 1'000, false},
                                           {101, 101'000, true},
                                           {101, 100'999, false},
                                           {666'667, 666'667'000, true},
                                           {666'668, 666'667'000, false}}) {
    EXPECT_EQ(IsSliver(SquareMetres(one.common), SquareMetres(one.smaller)), one.sliver)
        << one.common << " of " << one.smaller;
  }
}

TEST(CellsOf, ComeInOrderAndOnce) {
  const auto cells = CellsOf(
      BoxOf(Rectangle(115 * kDegree, 30 * kDegree, 115 * kDegree + kDegree / 2, 31 * kDegree)));
  EXPECT_EQ(cells.size(), 11u * 21u);
  EXPECT_TRUE(std::ranges::is_sorted(cells));
  EXPECT_EQ(std::ranges::adjacent_find(cells), cells.end());
}

RC_GTEST_PROP(CellsOf, AreSharedByWhateverOverlaps, ()) {
  const auto rectangle = [] {
    const auto west = *rc::gen::inRange<std::int64_t>(115 * kDegree, 115 * kDegree + kDegree / 4);
    const auto south = *rc::gen::inRange<std::int64_t>(30 * kDegree, 30 * kDegree + kDegree / 4);
    return BoxOf(Rectangle(west, south, west + *rc::gen::inRange<std::int64_t>(1, kDegree / 4),
                           south + *rc::gen::inRange<std::int64_t>(1, kDegree / 4)));
  };
  const MapBox a = rectangle(), b = rectangle();
  const bool meet =
      a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;
  std::vector<int> common;
  std::ranges::set_intersection(CellsOf(a), CellsOf(b), std::back_inserter(common));
  RC_ASSERT(!meet || !common.empty());
}

TEST(DecideConfirmBoundary, IsForAThirdPersonAndOnce) {
  const Uuid drew = Uuid::Make(Time()), drew_other = Uuid::Make(Time());
  const auto outcome = [&](bool confirmed, bool other, const Uuid& person) {
    const auto result = DecideConfirmBoundary({drew, drew_other, confirmed, other}, person);
    return result ? "" : result.refusal().reason;
  };
  EXPECT_EQ(outcome(false, false, Uuid::Make(Time())), "");
  EXPECT_EQ(outcome(false, false, drew), "SAME_PERSON");
  EXPECT_EQ(outcome(false, false, drew_other), "SAME_PERSON");
  EXPECT_EQ(outcome(true, false, Uuid::Make(Time())), "OVERLAP_SETTLED");
  EXPECT_EQ(outcome(false, true, Uuid::Make(Time())), "OVERLAP_SETTLED");
}

TEST(CheckTile, KnowsTheEdgesOfTheMap) {
  EXPECT_TRUE(CheckTile(8, 255, 255));
  EXPECT_EQ(CheckTile(8, 256, 0).refusal().reason, "TILE_NOT_FOUND");
  EXPECT_EQ(CheckTile(8, 0, 256).refusal().reason, "TILE_NOT_FOUND");
  EXPECT_TRUE(CheckTile(20, 1'048'575, 0));
}

}  // namespace
}  // namespace qianmo::registry

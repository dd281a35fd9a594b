// Shapes of the demo county: closed, each on its own ground.
#include "qianmoctl/demo_map.h"

#include <gtest/gtest.h>

#include "registry/domain/parcel.h"

namespace qianmo::ctl {
namespace {

bool Within(const registry::MapBox& inner, const registry::MapBox& outer) {
  return inner.west > outer.west && inner.east < outer.east && inner.south > outer.south &&
         inner.north < outer.north;
}

TEST(DemoGround, HasFieldsThatShareTheirBordersAndPondsAndBuildingsInside) {
  Dice dice(3);
  DemoGround ground(0, &dice);
  for (int plot = 0; plot < DemoGround::kPlots; ++plot) {
    const auto field = ground.Field(plot);
    const auto& ring = field.polygons.at(0).at(0);
    EXPECT_EQ(ring.size(), 5u);
    EXPECT_EQ(ring.front(), ring.back());
    if (plot % DemoGround::kColumns != DemoGround::kColumns - 1) {
      const auto neighbour = ground.Field(plot + 1);
      const auto& next = neighbour.polygons.at(0).at(0);
      EXPECT_EQ(ring[1], next[0]);
      EXPECT_EQ(ring[2], next[3]);
    }
    const auto box = BoxOf(field);
    const auto pond = ground.Pond(plot);
    EXPECT_EQ(pond.polygons.at(0).at(0).front(), pond.polygons.at(0).at(0).back());
    EXPECT_TRUE(Within(BoxOf(pond), box));
    for (int corner = 0; corner < 4; ++corner) {
      EXPECT_TRUE(Within(BoxOf(ground.Building(plot, corner)), box));
    }
  }
}

TEST(DemoGround, IsOfOneSettlementAlone) {
  Dice dice(3);
  DemoGround one(0, &dice), next(1, &dice);
  EXPECT_LT(BoxOf(one.Field(DemoGround::kPlots - 1)).east, BoxOf(next.Field(0)).west);
}

}  // namespace
}  // namespace qianmo::ctl

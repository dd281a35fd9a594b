// Sizes and turns.
#include "picture/raster.h"

#include <gtest/gtest.h>

#include "services/picture/painting.h"

namespace qianmo::picture {
namespace {

TEST(Within, KeepsTheShapeAndNeverEnlarges) {
  struct Case {
    Extent from;
    int side;
    Extent to;
  };
  for (const Case& c : std::vector<Case>{{{4000, 3000}, 1280, {1280, 960}},
                                         {{3000, 4000}, 320, {240, 320}},
                                         {{320, 320}, 320, {320, 320}},
                                         {{321, 1}, 320, {320, 1}},
                                         {{1, 50'000}, 320, {1, 320}},
                                         {{100, 80}, 320, {100, 80}},
                                         {{1999, 1000}, 1000, {1000, 500}}}) {
    EXPECT_EQ(Within(c.from, c.side), c.to) << c.from.width << "x" << c.from.height;
  }
}

TEST(Turned, MakesUprightWhatLies) {
  using enum Hue;
  struct Case {
    int orientation;
    std::array<Hue, 4> quarters;
  };
  // What the painting looks like after each of the turns that EXIF knows.
  for (const Case& c : std::vector<Case>{{1, {kRed, kGreen, kBlue, kWhite}},
                                         {2, {kGreen, kRed, kWhite, kBlue}},
                                         {3, {kWhite, kBlue, kGreen, kRed}},
                                         {4, {kBlue, kWhite, kRed, kGreen}},
                                         {5, {kRed, kBlue, kGreen, kWhite}},
                                         {6, {kBlue, kRed, kWhite, kGreen}},
                                         {7, {kWhite, kGreen, kBlue, kRed}},
                                         {8, {kGreen, kWhite, kRed, kBlue}}}) {
    const Raster turned = Turned(Painting(6, 4), c.orientation);
    EXPECT_EQ(turned.width, c.orientation < 5 ? 6 : 4);
    EXPECT_EQ(turned.height, c.orientation < 5 ? 4 : 6);
    EXPECT_EQ(Quarters(turned), c.quarters) << c.orientation;
  }
}

}  // namespace
}  // namespace qianmo::picture

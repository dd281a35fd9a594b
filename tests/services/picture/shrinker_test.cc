// Means of what new pixels cover.
#include "picture/shrinker.h"

#include <gtest/gtest.h>

#include "services/picture/painting.h"

namespace qianmo::picture {
namespace {

Raster Grey(int width, int height, const std::vector<std::uint8_t>& shades) {
  Raster picture{.width = width, .height = height};
  for (const std::uint8_t shade : shades) picture.rgb.insert(picture.rgb.end(), 3, shade);
  return picture;
}

std::vector<int> Shades(const Raster& picture) {
  std::vector<int> shades;
  for (std::size_t i = 0; i < picture.rgb.size(); i += 3) shades.push_back(picture.rgb[i]);
  return shades;
}

TEST(Shrinker, TakesTheMeanOfWhatAPixelCovers) {
  EXPECT_EQ(Shades(Shrunk(Grey(4, 1, {10, 20, 30, 50}), 2)), (std::vector{15, 40}));
  EXPECT_EQ(Shades(Shrunk(Grey(2, 4, {0, 0, 100, 100, 200, 200, 0, 0}), 2)),
            (std::vector{50, 100}));
}

TEST(Shrinker, DividesPixelsThatLieBetween) {
  // Three become two: each has one and a half.
  EXPECT_EQ(Shades(Shrunk(Grey(3, 1, {30, 60, 90}), 2)), (std::vector{40, 80}));
  EXPECT_EQ(Shades(Shrunk(Grey(1, 3, {30, 60, 90}), 2)), (std::vector{40, 80}));
}

TEST(Shrinker, LeavesSmallPicturesAlone) {
  const Raster small = Painting(7, 5);
  EXPECT_EQ(Shrunk(small, 320).rgb, small.rgb);
}

TEST(Shrinker, KeepsOneColourExactly) {
  for (const int width : {999, 1000, 1001, 1279}) {
    const Raster grey =
        Grey(width, 7, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * 7, 201));
    for (const int side : {1, 2, 3, 320, 998}) {
      const Raster shrunk = Shrunk(grey, side);
      EXPECT_EQ(shrunk.width, side);
      for (const int shade : Shades(shrunk)) ASSERT_EQ(shade, 201) << width << " " << side;
    }
  }
}

}  // namespace
}  // namespace qianmo::picture

// PNG of every make, and files that mean harm.
#include <gtest/gtest.h>

#include "picture/decode.h"
#include "services/picture/painting.h"

namespace qianmo::picture {
namespace {

TEST(PngDecoding, IsSmall) {
  for (const bool interlaced : {false, true}) {
    const auto picture = DecodePng(Png(Painting(900, 600), interlaced), 320);
    ASSERT_TRUE(picture) << interlaced;
    EXPECT_EQ(picture->width, 320);
    EXPECT_EQ(picture->height, 213);
    EXPECT_EQ(Quarters(*picture), kUpright);
  }
}

TEST(PngDecoding, SeesGlassOnWhite) {
  const auto picture = DecodePng(ClearPng(20, 10), 320);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 20);
  EXPECT_EQ(picture->rgb, std::vector<std::uint8_t>(600, 255));
}

TEST(PngDecoding, TakesGrey) {
  const auto picture = DecodePng(GreyPng(3, 2), 320);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->rgb, std::vector<std::uint8_t>(18, 77));
}

TEST(PngDecoding, TakesFiftyMillionPixelsAndNoMore) {
  EXPECT_TRUE(DecodePng(GreyPng(8'000, 6'250), 320));
  EXPECT_FALSE(DecodePng(GreyPng(8'000, 6'251), 320));
}

TEST(PngDecoding, NeverHarmsWhenItIsBroken) {
  for (const bool interlaced : {false, true}) {
    const std::string file = Png(Painting(40, 30), interlaced);
    for (std::size_t size = 0; size < file.size(); ++size) {
      DecodePng(std::string(file.data(), size), 20);
    }
    for (std::size_t at = 8; at < file.size(); ++at) {
      std::string broken = file;
      broken[at] = static_cast<char>(broken[at] ^ 0x55);
      DecodePng(broken, 20);
    }
  }
  EXPECT_FALSE(DecodePng("no picture", 20));
}

}  // namespace
}  // namespace qianmo::picture

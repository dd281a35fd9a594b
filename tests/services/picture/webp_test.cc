// WebP, with losses and without.
#include <gtest/gtest.h>

#include "picture/decode.h"
#include "services/picture/painting.h"

namespace qianmo::picture {
namespace {

TEST(WebpDecoding, IsSmall) {
  for (const bool lossless : {false, true}) {
    const auto picture = DecodeWebp(Webp(Painting(900, 600), lossless), 320);
    ASSERT_TRUE(picture) << lossless;
    EXPECT_EQ(picture->width, 320);
    EXPECT_EQ(picture->height, 213);
    EXPECT_EQ(Quarters(*picture), kUpright);
    EXPECT_EQ(DecodeWebp(Webp(Painting(30, 20), lossless), 320)->width, 30) << "never enlarged";
  }
}

TEST(WebpDecoding, NeverHarmsWhenItIsBroken) {
  for (const bool lossless : {false, true}) {
    const std::string file = Webp(Painting(40, 30), lossless);
    for (std::size_t size = 0; size < file.size(); ++size) {
      EXPECT_FALSE(DecodeWebp(std::string(file.data(), size), 20));
    }
    for (std::size_t at = 8; at < file.size(); ++at) {
      std::string broken = file;
      broken[at] = static_cast<char>(broken[at] ^ 0x55);
      DecodeWebp(broken, 20);
    }
  }
  EXPECT_FALSE(DecodeWebp("no picture", 20));
}

}  // namespace
}  // namespace qianmo::picture

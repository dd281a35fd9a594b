// JPEG both ways, and files that mean harm.
#include <gtest/gtest.h>

#include "picture/decode.h"
#include "picture/encode.h"
#include "services/picture/painting.h"

namespace qianmo::picture {
namespace {

TEST(Jpeg, IsDecodedSmall) {
  const std::string file = EncodeJpeg(Painting(1600, 1000));
  for (const int side : {1280, 320, 100, 1}) {
    const auto picture = DecodeJpeg(file, side);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, side);
    if (side > 1) {
      EXPECT_EQ(Quarters(*picture), kUpright);
    }
  }
  EXPECT_EQ(DecodeJpeg(EncodeJpeg(Painting(30, 20)), 320)->width, 30) << "never enlarged";
}

TEST(Jpeg, MayComeInRounds) {
  const auto picture = DecodeJpeg(ProgressiveJpeg(Painting(900, 600)), 320);
  ASSERT_TRUE(picture);
  EXPECT_EQ(Quarters(*picture), kUpright);
}

TEST(Jpeg, OfAPrintingPressIsNotTaken) { EXPECT_FALSE(DecodeJpeg(CmykJpeg(20, 20), 320)); }

TEST(Jpeg, IsJudgedByItsHeaderFirst) {
  std::string file = EncodeJpeg(Painting(64, 64));
  const std::size_t frame = file.find("\xff\xc0");
  ASSERT_NE(frame, file.npos);
  for (const std::size_t at : {frame + 5, frame + 7}) file[at] = '\xf0';  // 61,504 a side
  EXPECT_FALSE(DecodeJpeg(file, 320));
}

TEST(Jpeg, TooManyRoundsAreNotWaitedFor) {
  const std::string file = ProgressiveJpeg(Painting(64, 64));
  const std::size_t last = file.rfind("\xff\xda");
  ASSERT_NE(last, file.npos);
  const std::string scan = file.substr(last, file.size() - 2 - last);
  std::string many = file.substr(0, last);
  for (int i = 0; i < 1'000; ++i) many += scan;
  EXPECT_FALSE(DecodeJpeg(many + "\xff\xd9", 320));
}

TEST(Jpeg, NeverHarmsWhenItIsBroken) {
  const std::string file = ProgressiveJpeg(Painting(40, 30));
  for (std::size_t size = 0; size < file.size(); size += 3) {
    DecodeJpeg(std::string(file.data(), size), 20);
  }
  for (std::size_t at = 2; at < file.size(); ++at) {
    std::string broken = file;
    broken[at] = static_cast<char>(broken[at] ^ 0x55);
    const auto picture = DecodeJpeg(broken, 20);
    EXPECT_TRUE(!picture || picture->width <= 20);
  }
  EXPECT_FALSE(DecodeJpeg("", 20));
  EXPECT_FALSE(DecodeJpeg("no picture", 20));
}

}  // namespace
}  // namespace qianmo::picture

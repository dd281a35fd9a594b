// Of EXIF only the orientation is understood, and nothing leads out of the block.
#include "registry/domain/exif.h"

#include <gtest/gtest.h>

#include "services/registry/domain/photo.h"

namespace qianmo::registry {
namespace {

TEST(Exif, TellsTheOrientationInBothByteOrders) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(OrientationIn(ExifOf(orientation)), orientation);
    EXPECT_EQ(OrientationIn(ExifOf(orientation, true)), orientation);
    EXPECT_EQ(OrientationIn(OrientationBlock(orientation)), orientation);
  }
  EXPECT_EQ(OrientationBlock(6).size(), 26u);
}

TEST(Exif, IsUprightWhereItSaysNothingThatMakesSense) {
  EXPECT_EQ(OrientationIn(""), 1);
  EXPECT_EQ(OrientationIn("MM"), 1);
  EXPECT_EQ(OrientationIn(std::string("XX\0*\0\0\0\x08", 8)), 1);
  for (const int orientation : {0, 9, 255}) EXPECT_EQ(OrientationIn(ExifOf(orientation)), 1);
  std::string text = OrientationBlock(6);
  text[13] = 2;  // a text, not a number
  EXPECT_EQ(OrientationIn(text), 1);
}

TEST(Exif, NeverReadsBeyondItsEnd) {
  for (const bool little : {false, true}) {
    const std::string whole = ExifOf(6, little);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const int orientation = OrientationIn(std::string(whole.data(), size));
      EXPECT_TRUE(orientation == 1 || orientation == 6);
    }
    for (std::size_t at = 4; at < 34; ++at) {
      std::string broken = whole;
      broken[at] = '\xff';
      OrientationIn(broken);
    }
  }
}

}  // namespace
}  // namespace qianmo::registry

#include "crypto/wipe.h"

#include <gtest/gtest.h>

namespace qianmo::crypto {
namespace {

TEST(Wipe, LeavesAStringEmpty) {
  std::string text(40, 's');
  Wipe(text);
  EXPECT_TRUE(text.empty());
}

TEST(WipeBytes, OverwritesExactlyTheRange) {
  std::string text = "keepSECRETkeep";
  WipeBytes(text.data() + 4, 6);
  EXPECT_EQ(text, std::string("keep\0\0\0\0\0\0keep", 14));
}

TEST(Wipe, OverwritesAnArray) {
  std::array<std::uint8_t, 4> bytes{1, 2, 3, 4};
  Wipe(bytes);
  EXPECT_EQ(bytes, (std::array<std::uint8_t, 4>{}));
}

}  // namespace
}  // namespace qianmo::crypto

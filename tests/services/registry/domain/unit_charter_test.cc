// What a charter may say, and the cap on holdings.
#include "registry/domain/unit_charter.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

TEST(CheckCharter, WantsACapThatIsAPartAndAPriceThatIsOne) {
  EXPECT_TRUE(CheckCharter({}));
  EXPECT_TRUE(CheckCharter({.transfer_cap = Fraction(3, 100), .house_fen_per_share = Fen(1)}));
  EXPECT_EQ(CheckCharter({.transfer_cap = Fraction(0, 1)}).refusal().reason, "CAP_OUT_OF_RANGE");
  EXPECT_EQ(CheckCharter({.transfer_cap = Fraction(101, 100)}).refusal().reason,
            "CAP_OUT_OF_RANGE");
  EXPECT_EQ(CheckCharter({.house_fen_per_share = Fen(0)}).refusal().reason,
            "HOUSE_RATE_OUT_OF_RANGE");
}

TEST(CheckCap, IsExactAtTheLine) {
  const UnitCharter charter{.transfer_cap = Fraction(3, 100)};
  EXPECT_TRUE(CheckCap(charter, Units(300), Units(10'000)));
  EXPECT_EQ(CheckCap(charter, Units(301), Units(10'000)).refusal().reason, "HOLDING_OVER_CAP");
  const std::int64_t large = 9'000'000'000'000'000'000;
  EXPECT_TRUE(CheckCap({.transfer_cap = Fraction(1, 3)}, Units(large / 3), Units(large)));
  EXPECT_FALSE(CheckCap({.transfer_cap = Fraction(1, 3)}, Units(large / 3 + 1), Units(large)));
}

}  // namespace
}  // namespace qianmo::registry

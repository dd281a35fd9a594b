#include "base/area.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "services/base/printers.h"

namespace qianmo {
namespace {

static_assert(!std::is_convertible_v<Area, SquareMetres>);
static_assert(!std::is_constructible_v<Area, SquareMetres>);

TEST(Area, IsTwoThousandThirdsOfASquareMetreEachMu) {
  EXPECT_EQ(ToSquareMetres(Area(3'000)), SquareMetres(2'000'00));
  EXPECT_EQ(ToSquareMetres(Area(1'000)), SquareMetres(666'67));
  EXPECT_EQ(ToSquareMetres(Area(500)), SquareMetres(333'33));
  EXPECT_EQ(ToArea(SquareMetres(2'000'00)), Area(3'000));
  EXPECT_EQ(ToArea(SquareMetres(10'000'00)), Area(15'000));
  EXPECT_EQ(ToArea(SquareMetres(1'00)), Area(2));
  EXPECT_EQ(ToArea(SquareMetres(33)), Area(0));
  EXPECT_EQ(ToArea(SquareMetres(34)), Area(1));
  EXPECT_EQ(ToArea(SquareMetres(-1'00)), Area(-2));
}

TEST(Area, ThrowsWhenSquareMetresOverflow) {
  EXPECT_NO_THROW(ToSquareMetres(Area(INT64_MAX / 200 * 3)));
  EXPECT_THROW(ToSquareMetres(Area(INT64_MAX / 66)), std::overflow_error);
}

TEST(Area, IsReadStrictly) {
  EXPECT_EQ(ParseMu("12.345").value(), Area(12'345));
  EXPECT_EQ(ParseMu("1,234.5").value(), Area(1'234'500));
  EXPECT_EQ(ParseSquareMetres("8230.15").value(), SquareMetres(8'230'15));
  for (const char* text : {"12.3456", "-1", "", "12亩", "1.", "9223372036854775.808"}) {
    EXPECT_EQ(ParseMu(text).refusal().reason, "INVALID_AREA") << text;
  }
  EXPECT_EQ(ParseSquareMetres("1.234").refusal().reason, "INVALID_AREA");
}

TEST(Area, IsWrittenInBothMeasures) {
  EXPECT_EQ(FormatMu(Area(1'234'500)), "1,234.500亩");
  EXPECT_EQ(FormatMu(Area(-5)), "-0.005亩");
  EXPECT_EQ(FormatSquareMetres(ToSquareMetres(Area(1'234'500))), "823,000.00㎡");
}

RC_GTEST_PROP(Area, SurvivesTheWayToSquareMetresAndBack, (std::int32_t mu_e3)) {
  RC_ASSERT(ToArea(ToSquareMetres(Area(mu_e3))) == Area(mu_e3));
}

RC_GTEST_PROP(Area, LosesAtMostAThirdOfASquareMetre, (std::int32_t m2_e2)) {
  const SquareMetres metres(m2_e2);
  const SquareMetres lost = ToSquareMetres(ToArea(metres)) - metres;
  RC_ASSERT(lost.count() >= -34);
  RC_ASSERT(lost.count() <= 34);
}

}  // namespace
}  // namespace qianmo

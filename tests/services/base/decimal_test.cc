#include "base/decimal.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo {
namespace {

TEST(ParseDecimal, ReadsWhatPeopleWrite) {
  const struct {
    const char* text;
    int places;
    std::int64_t value;
  } cases[] = {{"0", 2, 0},
               {"0.05", 2, 5},
               {"1", 2, 100},
               {"1234.5", 2, 123450},
               {"1,234.50", 2, 123450},
               {"12,345,678", 0, 12345678},
               {"123,456.7", 3, 123456700},
               {"-0.01", 2, -1},
               {"9223372036854775807", 0, INT64_MAX},
               {"-92,233,720,368,547,758.08", 2, INT64_MIN}};
  for (const auto& c : cases) EXPECT_EQ(ParseDecimal(c.text, c.places), c.value) << c.text;
}

TEST(ParseDecimal, RefusesEveryOtherForm) {
  for (const char* text : {"",
                           "-",
                           ".",
                           ".5",
                           "5.",
                           "1.234",
                           "01",
                           "00",
                           "-01",
                           "+1",
                           " 1",
                           "1 ",
                           "1e3",
                           "0x1",
                           "1,23",
                           "1,2345",
                           "1234,567",
                           ",123",
                           "-,123",
                           "1,,234",
                           "1,234,",
                           "1,23a",
                           "0,123",
                           "1.2.3",
                           "1.2,3",
                           "--1",
                           "1-",
                           "¥1",
                           "１",
                           "92233720368547758.08",
                           "-92233720368547758.09",
                           "99999999999999999999999"}) {
    EXPECT_EQ(ParseDecimal(text, 2), std::nullopt) << text;
  }
  EXPECT_EQ(ParseDecimal("1.0", 0), std::nullopt);
}

TEST(FormatDecimal, WritesEveryPlace) {
  EXPECT_EQ(FormatDecimal(0, 2), "0.00");
  EXPECT_EQ(FormatDecimal(-5, 2), "-0.05");
  EXPECT_EQ(FormatDecimal(123450, 2), "1234.50");
  EXPECT_EQ(FormatDecimal(7, 0), "7");
}

TEST(FormatDecimal, GroupsByThree) {
  EXPECT_EQ(FormatGroupedDecimal(99999, 2), "999.99");
  EXPECT_EQ(FormatGroupedDecimal(100000, 2), "1,000.00");
  EXPECT_EQ(FormatGroupedDecimal(-99999, 2), "-999.99");
  EXPECT_EQ(FormatGroupedDecimal(-100000000, 2), "-1,000,000.00");
  EXPECT_EQ(FormatGroupedDecimal(1234567, 0), "1,234,567");
  EXPECT_EQ(FormatGroupedDecimal(INT64_MIN, 2), "-92,233,720,368,547,758.08");
}

RC_GTEST_PROP(FormatDecimal, IsReadBackUnchanged, (std::int64_t value)) {
  const int places = *rc::gen::inRange(0, 5);
  RC_ASSERT(ParseDecimal(FormatDecimal(value, places), places) == value);
  RC_ASSERT(ParseDecimal(FormatGroupedDecimal(value, places), places) == value);
}

}  // namespace
}  // namespace qianmo

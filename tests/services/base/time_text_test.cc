#include "base/time_text.h"

#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo {
namespace {

using std::chrono::microseconds;

Date On(int year, int month, int day) { return std::chrono::year(year) / month / day; }

TEST(DateText, IsWrittenInBothForms) {
  EXPECT_EQ(FormatIsoDate(On(2026, 11, 20)), "2026-11-20");
  EXPECT_EQ(FormatIsoDate(On(987, 1, 2)), "0987-01-02");
  EXPECT_EQ(FormatChineseDate(On(2026, 11, 20)), "2026年11月20日");
  EXPECT_EQ(FormatChineseDate(On(2026, 1, 2)), "2026年1月2日");
}

TEST(DateText, ThrowsBeyondFourDigitYears) {
  EXPECT_EQ(FormatIsoDate(On(1, 1, 1)), "0001-01-01");
  EXPECT_EQ(FormatIsoDate(On(9999, 12, 31)), "9999-12-31");
  EXPECT_THROW(FormatIsoDate(On(0, 12, 31)), std::out_of_range);
  EXPECT_THROW(FormatIsoDate(On(10000, 1, 1)), std::out_of_range);
  EXPECT_THROW(FormatChineseDate(On(10000, 1, 1)), std::out_of_range);
}

TEST(ParseIsoDate, TakesRealDaysInOneForm) {
  EXPECT_EQ(ParseIsoDate("2026-11-20"), On(2026, 11, 20));
  EXPECT_EQ(ParseIsoDate("2024-02-29"), On(2024, 2, 29));
  for (const char* text :
       {"2026-02-29", "2026-11-31", "2026-13-01", "2026-00-01", "2026-01-00", "0000-01-01",
        "2026-1-02", "2026-01-2", "20260102", "2026/01/02", " 2026-01-02", "2026-01-02 ", "",
        "2026-01-02T", "+026-01-02", "-001-01-02"}) {
    EXPECT_EQ(ParseIsoDate(text), std::nullopt) << text;
  }
}

TEST(FormatRfc3339, AlwaysShowsMicrosecondsAndUtc) {
  EXPECT_EQ(FormatRfc3339(Time()), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(FormatRfc3339(Time(microseconds(-1))), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(FormatRfc3339(BeginningOf(On(2026, 11, 20))), "2026-11-19T16:00:00.000000Z");
}

TEST(ParseRfc3339, TakesOffsetsAndDecimals) {
  const Time noon = Time(On(2026, 11, 20)) + std::chrono::hours(12);
  EXPECT_EQ(ParseRfc3339("2026-11-20T12:00:00Z"), noon);
  EXPECT_EQ(ParseRfc3339("2026-11-20T20:00:00+08:00"), noon);
  EXPECT_EQ(ParseRfc3339("2026-11-20T08:30:00-03:30"), noon);
  EXPECT_EQ(ParseRfc3339("2026-11-21T11:59:00+23:59"), noon);
  EXPECT_EQ(ParseRfc3339("2026-11-20T12:00:00.5Z"), noon + microseconds(500'000));
  EXPECT_EQ(ParseRfc3339("2026-11-20T12:00:00.000001Z"), noon + microseconds(1));
  EXPECT_EQ(ParseRfc3339("2026-11-20T11:59:59.999999Z"), noon - microseconds(1));
}

TEST(ParseRfc3339, RefusesEveryOtherForm) {
  for (const char* text : {"",
                           "2026-11-20",
                           "2026-11-20T12:00:00",
                           "2026-11-20t12:00:00Z",
                           "2026-11-20 12:00:00Z",
                           "2026-11-20T12:00:00z",
                           "2026-11-20T24:00:00Z",
                           "2026-11-20T12:60:00Z",
                           "2026-11-20T12:00:60Z",
                           "2026-11-20T12:00Z",
                           "2026-11-20T12:00:00.Z",
                           "2026-11-20T12:00:00.0000001Z",
                           "2026-11-20T12:00:00+0800",
                           "2026-11-20T12:00:00+24:00",
                           "2026-11-20T12:00:00+08:60",
                           "2026-11-20T12:00:00Z ",
                           "2026-02-30T12:00:00Z",
                           "2026-11-20T12:00:00ZZ",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01"}) {
    EXPECT_EQ(ParseRfc3339(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(Rfc3339, IsReadBackUnchanged, ()) {
  constexpr std::int64_t kFarthest = 250'000'000'000'000'000;
  const Time time(microseconds(*rc::gen::inRange<std::int64_t>(-kFarthest / 5, kFarthest)));
  RC_ASSERT(ParseRfc3339(FormatRfc3339(time)) == time);
}

RC_GTEST_PROP(IsoDate, IsReadBackUnchanged, ()) {
  const Date date(std::chrono::days(*rc::gen::inRange(-719'162, 2'932'897)));
  RC_ASSERT(ParseIsoDate(FormatIsoDate(date)) == date);
}

}  // namespace
}  // namespace qianmo

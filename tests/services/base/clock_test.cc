#include "base/clock.h"

#include <gtest/gtest.h>

namespace qianmo {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;

const Date kDay = std::chrono::year(2026) / 11 / 20;

TEST(BeijingDate, ChangesAtSixteenHoursUtc) {
  EXPECT_EQ(BeijingDate(Time(kDay) + hours(16) - microseconds(1)), kDay);
  EXPECT_EQ(BeijingDate(Time(kDay) + hours(16)), kDay + std::chrono::days(1));
}

TEST(BeijingDate, HoldsBefore1970) {
  EXPECT_EQ(BeijingDate(Time(-hours(8))), Date());
  EXPECT_EQ(BeijingDate(Time(-hours(8) - microseconds(1))), Date() - std::chrono::days(1));
}

TEST(BeginningOf, IsTheFirstInstantOfItsDay) {
  EXPECT_EQ(BeginningOf(kDay), Time(kDay) - hours(8));
  EXPECT_EQ(BeijingDate(BeginningOf(kDay)), kDay);
  EXPECT_EQ(BeijingDate(BeginningOf(kDay) - microseconds(1)), kDay - std::chrono::days(1));
}

TEST(SystemClock, MovesForwardInThisCentury) {
  const SystemClock clock;
  const Time first = clock.Now();
  EXPECT_GT(first, Time(Date(std::chrono::year(2024) / 1 / 1)));
  EXPECT_LE(first, clock.Now());
}

}  // namespace
}  // namespace qianmo

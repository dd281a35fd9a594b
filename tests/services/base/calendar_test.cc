#include "base/calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/state_council_calendar.h"

namespace qianmo {
namespace {

Date Day(int year, int month, int day) { return std::chrono::year(year) / month / day; }

// 2024 only: Wednesday 1 May is off, Saturday 11 May is worked.
Calendar OneYear() { return Calendar("test-1", {{2024, {Day(2024, 5, 1)}, {Day(2024, 5, 11)}}}); }

TEST(Calendar, KnowsHolidaysAndMakeUpWorkdays) {
  const Calendar calendar = OneYear();
  EXPECT_TRUE(calendar.IsWorkingDay(Day(2024, 4, 30)));
  EXPECT_FALSE(calendar.IsWorkingDay(Day(2024, 5, 1)));
  EXPECT_FALSE(calendar.IsWorkingDay(Day(2024, 5, 4)));
  EXPECT_FALSE(calendar.IsWorkingDay(Day(2024, 5, 5)));
  EXPECT_TRUE(calendar.IsWorkingDay(Day(2024, 5, 11)));
}

TEST(AddWorkingDays, MatchesTheVectorOfThePage) {
  const auto end = StateCouncilCalendar().AddWorkingDays(Day(2026, 9, 24), 10);
  EXPECT_EQ(end.date, Day(2026, 10, 15));
  EXPECT_EQ(end.calendar_version, StateCouncilCalendar().version());
  EXPECT_FALSE(end.provisional);
}

TEST(AddWorkingDays, ExcludesTheFirstDay) {
  const Calendar calendar = OneYear();
  const struct {
    Date first;
    int days;
    Date last;
  } cases[] = {
      {Day(2024, 3, 4), 0, Day(2024, 3, 4)},    // Monday
      {Day(2024, 3, 4), 1, Day(2024, 3, 5)},    //
      {Day(2024, 3, 8), 1, Day(2024, 3, 11)},   // Friday, over a weekend
      {Day(2024, 3, 9), 1, Day(2024, 3, 11)},   // from a day off itself
      {Day(2024, 4, 30), 1, Day(2024, 5, 2)},   // over a holiday
      {Day(2024, 5, 10), 1, Day(2024, 5, 11)},  // onto a make-up workday
      {Day(2024, 5, 10), 2, Day(2024, 5, 13)},
  };
  for (const auto& c : cases) EXPECT_EQ(calendar.AddWorkingDays(c.first, c.days).date, c.last);
}

TEST(AddWorkingDays, IsProvisionalOnceItTouchesAnUnpublishedYear) {
  const Calendar calendar = OneYear();
  EXPECT_FALSE(calendar.AddWorkingDays(Day(2024, 12, 26), 1).provisional);
  EXPECT_TRUE(calendar.AddWorkingDays(Day(2024, 12, 30), 3).provisional);
  EXPECT_TRUE(calendar.AddWorkingDays(Day(2023, 12, 1), 1).provisional);
  EXPECT_FALSE(calendar.AddWorkingDays(Day(2023, 12, 31), 1).provisional);
}

TEST(AddWorkingDays, IsProvisionalWhereTheNextNewYearMayBegin) {
  EXPECT_FALSE(OneYear().AddWorkingDays(Day(2024, 12, 27), 0).provisional);
  EXPECT_FALSE(OneYear().NextWorkingDay(Day(2024, 12, 28) - std::chrono::days(1)).provisional);
  EXPECT_TRUE(OneYear().NextWorkingDay(Day(2024, 12, 29)).provisional);
  EXPECT_FALSE(StateCouncilCalendar().NextWorkingDay(Day(2025, 12, 29)).provisional);
  EXPECT_TRUE(StateCouncilCalendar().NextWorkingDay(Day(2026, 12, 29)).provisional);
}

TEST(AddWorkingDays, RefusesPeriodsThatAreNone) {
  EXPECT_THROW(OneYear().AddWorkingDays(Day(2024, 1, 1), -1), std::invalid_argument);
  EXPECT_THROW(OneYear().AddWorkingDays(Day(2024, 1, 1), 100'001), std::invalid_argument);
  EXPECT_THROW(OneYear().AddDays(Day(2024, 1, 1), -1), std::invalid_argument);
}

TEST(AddDays, CountsPlainDaysAndLooksNothingUp) {
  const auto end = OneYear().AddDays(Day(2030, 2, 27), 5);
  EXPECT_EQ(end.date, Day(2030, 3, 4));
  EXPECT_EQ(end.calendar_version, "test-1");
  EXPECT_FALSE(end.provisional);
}

TEST(NextWorkingDay, StaysOrMovesForward) {
  EXPECT_EQ(OneYear().NextWorkingDay(Day(2024, 3, 8)).date, Day(2024, 3, 8));
  EXPECT_EQ(OneYear().NextWorkingDay(Day(2024, 3, 9)).date, Day(2024, 3, 11));
  EXPECT_EQ(OneYear().NextWorkingDay(Day(2024, 5, 1)).date, Day(2024, 5, 2));
  EXPECT_EQ(StateCouncilCalendar().NextWorkingDay(Day(2026, 2, 15)).date, Day(2026, 2, 24));
}

TEST(CountWorkingDays, ExcludesTheFirstAndIncludesTheLast) {
  const Calendar calendar = OneYear();
  EXPECT_EQ(calendar.CountWorkingDays(Day(2024, 3, 4), Day(2024, 3, 11)).days, 5);
  EXPECT_EQ(calendar.CountWorkingDays(Day(2024, 5, 10), Day(2024, 5, 11)).days, 1);
  EXPECT_EQ(calendar.CountWorkingDays(Day(2024, 3, 4), Day(2024, 3, 4)).days, 0);
  EXPECT_EQ(calendar.CountWorkingDays(Day(2024, 3, 11), Day(2024, 3, 4)).days, 0);
  EXPECT_FALSE(calendar.CountWorkingDays(Day(2024, 3, 4), Day(2024, 3, 11)).provisional);
  EXPECT_TRUE(calendar.CountWorkingDays(Day(2024, 3, 4), Day(2025, 1, 2)).provisional);
  EXPECT_EQ(calendar.CountWorkingDays(Day(2024, 3, 4), Day(2024, 3, 5)).calendar_version, "test-1");
}

TEST(Calendar, ThrowsOnContradictoryData) {
  const Date wednesday = Day(2024, 5, 1), saturday = Day(2024, 5, 11);
  using Years = std::vector<CalendarYear>;
  EXPECT_THROW(Calendar("", Years{{2024, {}, {}}, {2024, {}, {}}}), std::invalid_argument);
  EXPECT_THROW(Calendar("", Years{{2024, {wednesday, wednesday}, {}}}), std::invalid_argument);
  EXPECT_THROW(Calendar("", Years{{2024, {saturday}, {saturday}}}), std::invalid_argument);
  EXPECT_THROW(Calendar("", Years{{2024, {}, {wednesday}}}), std::invalid_argument);
  EXPECT_THROW(Calendar("", Years{{2023, {wednesday}, {}}}), std::invalid_argument);
}

TEST(Calendar, LetsANoticeNameTheLastDaysOfTheYearBefore) {
  const Calendar calendar("2019", {{2019, {Day(2018, 12, 31)}, {Day(2018, 12, 29)}}});
  EXPECT_TRUE(calendar.IsWorkingDay(Day(2018, 12, 29)));
  EXPECT_FALSE(calendar.IsWorkingDay(Day(2018, 12, 31)));
  const std::vector<CalendarYear> too_early = {{2019, {Day(2018, 12, 28)}, {}}};
  EXPECT_THROW(Calendar("2019", too_early), std::invalid_argument);
}

RC_GTEST_PROP(Calendar, CountingUndoesAdding, ()) {
  const Date first = Day(2025, 1, 1) + std::chrono::days(*rc::gen::inRange(0, 600));
  const int days = *rc::gen::inRange(1, 200);
  const Calendar& calendar = StateCouncilCalendar();
  const auto end = calendar.AddWorkingDays(first, days);
  const auto count = calendar.CountWorkingDays(first, end.date);
  RC_ASSERT(count.days == days);
  RC_ASSERT(count.provisional == end.provisional);
  RC_ASSERT(calendar.IsWorkingDay(end.date));
}

}  // namespace
}  // namespace qianmo

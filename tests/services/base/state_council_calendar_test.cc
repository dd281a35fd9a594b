#include "base/state_council_calendar.h"

#include <gtest/gtest.h>

namespace qianmo {
namespace {

Date Day(int year, int month, int day) { return std::chrono::year(year) / month / day; }

int WorkingDaysOf(int year) {
  return StateCouncilCalendar().CountWorkingDays(Day(year - 1, 12, 31), Day(year, 12, 31)).days;
}

TEST(StateCouncilCalendar, WorksOnTheAnnouncedWeekends) {
  for (const Date worked : {Day(2025, 1, 26), Day(2025, 2, 8), Day(2025, 4, 27), Day(2025, 9, 28),
                            Day(2025, 10, 11), Day(2026, 1, 4), Day(2026, 2, 14), Day(2026, 2, 28),
                            Day(2026, 5, 9), Day(2026, 9, 20), Day(2026, 10, 10)}) {
    EXPECT_TRUE(StateCouncilCalendar().IsWorkingDay(worked)) << worked.time_since_epoch().count();
  }
}

TEST(StateCouncilCalendar, RestsFromTheFirstToTheLastHoliday) {
  const struct {
    Date first, last;
  } holidays[] = {
      {Day(2025, 1, 1), Day(2025, 1, 1)},   {Day(2025, 1, 28), Day(2025, 2, 4)},
      {Day(2025, 4, 4), Day(2025, 4, 6)},   {Day(2025, 5, 1), Day(2025, 5, 5)},
      {Day(2025, 5, 31), Day(2025, 6, 2)},  {Day(2025, 10, 1), Day(2025, 10, 8)},
      {Day(2026, 1, 1), Day(2026, 1, 3)},   {Day(2026, 2, 15), Day(2026, 2, 23)},
      {Day(2026, 4, 4), Day(2026, 4, 6)},   {Day(2026, 5, 1), Day(2026, 5, 5)},
      {Day(2026, 6, 19), Day(2026, 6, 21)}, {Day(2026, 9, 25), Day(2026, 9, 27)},
      {Day(2026, 10, 1), Day(2026, 10, 7)},
  };
  constexpr std::chrono::days kOne{1};
  const Calendar& calendar = StateCouncilCalendar();
  for (const auto& h : holidays) {
    EXPECT_TRUE(calendar.IsWorkingDay(h.first - kOne));
    for (Date day = h.first; day <= h.last; day += kOne) EXPECT_FALSE(calendar.IsWorkingDay(day));
    EXPECT_TRUE(calendar.IsWorkingDay(h.last + kOne));
  }
}

// 365 days, less the weekends, less 13 days of statutory holiday; a make-up day moves, never adds.
TEST(StateCouncilCalendar, HasAsManyWorkingDaysAsTheLawLeaves) {
  EXPECT_EQ(WorkingDaysOf(2025), 365 - 104 - 13);
  EXPECT_EQ(WorkingDaysOf(2026), 365 - 104 - 13);
}

TEST(StateCouncilCalendar, IsProvisionalBeyondWhatIsPublished) {
  EXPECT_FALSE(StateCouncilCalendar().NextWorkingDay(Day(2025, 1, 2)).provisional);
  EXPECT_TRUE(StateCouncilCalendar().NextWorkingDay(Day(2024, 12, 31)).provisional);
  EXPECT_TRUE(StateCouncilCalendar().NextWorkingDay(Day(2027, 1, 4)).provisional);
}

}  // namespace
}  // namespace qianmo

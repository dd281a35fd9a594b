#include "base/state_council_calendar.h"

namespace qianmo {
namespace {

struct Span {
  unsigned month, day;
  int length;
};

struct Day {
  unsigned month, day;
};

Date At(int year, unsigned month, unsigned day) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

CalendarYear Year(int year, const std::vector<Span>& holidays, const std::vector<Day>& worked) {
  CalendarYear notice{year, {}, {}};
  for (const Span& span : holidays) {
    for (int i = 0; i < span.length; ++i) {
      notice.holidays.push_back(At(year, span.month, span.day) + std::chrono::days(i));
    }
  }
  for (const Day& day : worked) notice.make_up_workdays.push_back(At(year, day.month, day.day));
  return notice;
}

}  // namespace

const Calendar& StateCouncilCalendar() {
  static const Calendar calendar(
      "state-council-2025-2026",
      {Year(2025, {{1, 1, 1}, {1, 28, 8}, {4, 4, 3}, {5, 1, 5}, {5, 31, 3}, {10, 1, 8}},
            {{1, 26}, {2, 8}, {4, 27}, {9, 28}, {10, 11}}),
       Year(2026, {{1, 1, 3}, {2, 15, 9}, {4, 4, 3}, {5, 1, 5}, {6, 19, 3}, {9, 25, 3}, {10, 1, 7}},
            {{1, 4}, {2, 14}, {2, 28}, {5, 9}, {9, 20}, {10, 10}})});
  return calendar;
}

}  // namespace qianmo

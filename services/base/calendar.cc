#include "base/calendar.h"

#include <stdexcept>
#include <utility>

namespace qianmo {
namespace {

constexpr std::chrono::days kOneDay{1};
// The notice of a year may rule over this many days before it.
constexpr std::chrono::days kNewYearReach{3};
constexpr int kLongestPeriod = 100'000;

int DayNumber(Date date) { return date.time_since_epoch().count(); }
int YearOf(Date date) { return int(std::chrono::year_month_day(date).year()); }

bool IsWeekend(Date date) {
  const std::chrono::weekday day(date);
  return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

void RequirePeriod(int days) {
  if (days < 0 || days > kLongestPeriod) throw std::invalid_argument("no such period of days");
}

}  // namespace

Calendar::Calendar(std::string version, const std::vector<CalendarYear>& years)
    : version_(std::move(version)) {
  for (const CalendarYear& year : years) {
    if (!published_.insert(year.year).second) throw std::invalid_argument("a year comes twice");
    for (const Date date : year.holidays) AddDay(year.year, date, false);
    for (const Date date : year.make_up_workdays) AddDay(year.year, date, true);
  }
}

void Calendar::AddDay(int year, Date date, bool working) {
  if (YearOf(date) != year && YearOf(date + kNewYearReach) != year) {
    throw std::invalid_argument("a day lies outside its calendar year");
  }
  if (working && !IsWeekend(date)) {
    throw std::invalid_argument("only a weekend day can be a make-up workday");
  }
  if (!exceptions_.emplace(DayNumber(date), working).second) {
    throw std::invalid_argument("a day is listed twice");
  }
}

bool Calendar::IsWorkingDay(Date date) const {
  const auto exception = exceptions_.find(DayNumber(date));
  return exception == exceptions_.end() ? !IsWeekend(date) : exception->second;
}

bool Calendar::IsSettled(Date date) const {
  return published_.contains(YearOf(date)) && published_.contains(YearOf(date + kNewYearReach));
}

Deadline Calendar::AddWorkingDays(Date first_day, int days) const {
  RequirePeriod(days);
  Deadline end{first_day, version_, false};
  while (days > 0) {
    end.date += kOneDay;
    if (!IsSettled(end.date)) end.provisional = true;
    if (IsWorkingDay(end.date)) --days;
  }
  return end;
}

Deadline Calendar::AddDays(Date first_day, int days) const {
  RequirePeriod(days);
  return {first_day + std::chrono::days(days), version_, false};
}

Deadline Calendar::NextWorkingDay(Date date) const {
  Deadline end{date, version_, !IsSettled(date)};
  while (!IsWorkingDay(end.date)) {
    end.date += kOneDay;
    if (!IsSettled(end.date)) end.provisional = true;
  }
  return end;
}

WorkingDayCount Calendar::CountWorkingDays(Date from, Date to) const {
  WorkingDayCount count{0, version_, false};
  for (Date date = from + kOneDay; date <= to; date += kOneDay) {
    if (!IsSettled(date)) count.provisional = true;
    if (IsWorkingDay(date)) ++count.days;
  }
  return count;
}

}  // namespace qianmo

// Working days as the State Council publishes them: data per year, passed in as values.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/clock.h"

namespace qianmo {

// One yearly notice. It may name days from 29 December of the year before.
struct CalendarYear {
  int year;
  std::vector<Date> holidays;          // days off, weekends among them or not
  std::vector<Date> make_up_workdays;  // weekend days that are worked
};

// A date and what it was computed from, to be stored with the deadline.
struct Deadline {
  Date date;
  std::string calendar_version;
  bool provisional;  // a day that had to be looked up is in a year not yet published
};

struct WorkingDayCount {
  int days;
  std::string calendar_version;
  bool provisional;
};

// Immutable and safe to share. In a year without data Monday to Friday count as working days and
// whatever touches them is provisional; so is 29–31 December until the next year is published,
// because the New Year holiday can begin there.
class Calendar {
 public:
  // Throws std::invalid_argument when a year comes twice, a day is listed twice, lies outside its
  // notice, or a make-up workday is not a weekend day.
  Calendar(std::string version, const std::vector<CalendarYear>& years);

  const std::string& version() const { return version_; }
  bool IsWorkingDay(Date date) const;

  // The last day of a period of `days` working days; the first day is not counted (CC 201). Zero
  // days end on `first_day`; a negative number or over 100,000 throws std::invalid_argument.
  Deadline AddWorkingDays(Date first_day, int days) const;
  // The same in plain days: nothing is looked up, so it is never provisional. A period whose last
  // day must not be a holiday (CC 203) is NextWorkingDay(AddDays(…).date).
  Deadline AddDays(Date first_day, int days) const;
  // `date` itself when it is a working day, else the first one after it.
  Deadline NextWorkingDay(Date date) const;
  // Working days after `from`, up to and including `to`; zero when `to` is not after `from`.
  WorkingDayCount CountWorkingDays(Date from, Date to) const;

 private:
  void AddDay(int year, Date date, bool working);
  bool IsSettled(Date date) const;

  std::string version_;
  std::unordered_set<int> published_;
  std::unordered_map<int, bool> exceptions_;  // day number -> worked
};

}  // namespace qianmo

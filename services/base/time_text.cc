#include "base/time_text.h"

#include <stdexcept>

namespace qianmo {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Date kFirst = std::chrono::year(1) / 1 / 1;
constexpr Date kLast = std::chrono::year(9999) / 12 / 31;

// Takes exactly `width` digits, or one given character, from the front of the text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  std::string_view rest() const { return rest_; }

  std::optional<int> TakeNumber(std::size_t width) {
    if (rest_.size() < width) return std::nullopt;
    int number = 0;
    for (const char c : rest_.substr(0, width)) {
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return number;
  }

  bool Take(char wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }

 private:
  std::string_view rest_;
};

std::string Padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::chrono::year_month_day Fields(Date date) {
  if (date < kFirst || date > kLast) throw std::out_of_range("a year needs four digits");
  return date;
}

std::optional<Date> TakeDate(Cursor& cursor) {
  const auto year = cursor.TakeNumber(4);
  if (!year || *year == 0 || !cursor.Take('-')) return std::nullopt;
  const auto month = cursor.TakeNumber(2);
  if (!month || !cursor.Take('-')) return std::nullopt;
  const auto day = cursor.TakeNumber(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day fields = std::chrono::year(*year) / *month / *day;
  return fields.ok() ? std::optional<Date>(fields) : std::nullopt;
}

// "hh:mm", of a clock or of an offset.
std::optional<minutes> TakeHoursAndMinutes(Cursor& cursor) {
  const auto hour = cursor.TakeNumber(2);
  if (!hour || *hour > 23 || !cursor.Take(':')) return std::nullopt;
  const auto minute = cursor.TakeNumber(2);
  if (!minute || *minute > 59) return std::nullopt;
  return hours(*hour) + minutes(*minute);
}

// "ss" or "ss.f" up to "ss.ffffff".
std::optional<Duration> TakeSeconds(Cursor& cursor) {
  const auto second = cursor.TakeNumber(2);
  if (!second || *second > 59) return std::nullopt;
  if (!cursor.Take('.')) return seconds(*second);
  std::int64_t part = 0;
  int places = 0;
  for (; places < 6; ++places) {
    const auto digit = cursor.TakeNumber(1);
    if (!digit) break;
    part = part * 10 + *digit;
  }
  if (places == 0) return std::nullopt;
  for (; places < 6; ++places) part *= 10;
  return seconds(*second) + Duration(part);
}

// What local time is ahead of UTC.
std::optional<minutes> TakeOffset(Cursor& cursor) {
  if (cursor.Take('Z')) return minutes(0);
  const int sign = cursor.Take('+') ? 1 : cursor.Take('-') ? -1 : 0;
  if (sign == 0) return std::nullopt;
  const auto offset = TakeHoursAndMinutes(cursor);
  return offset ? std::optional<minutes>(sign * *offset) : std::nullopt;
}

}  // namespace

std::string FormatIsoDate(Date date) {
  const auto fields = Fields(date);
  return Padded(int(fields.year()), 4) + "-" + Padded(unsigned(fields.month()), 2) + "-" +
         Padded(unsigned(fields.day()), 2);
}

std::string FormatChineseDate(Date date) {
  const auto fields = Fields(date);
  return std::to_string(int(fields.year())) + "年" + std::to_string(unsigned(fields.month())) +
         "月" + std::to_string(unsigned(fields.day())) + "日";
}

std::optional<Date> ParseIsoDate(std::string_view text) {
  Cursor cursor(text);
  const auto date = TakeDate(cursor);
  return cursor.rest().empty() ? date : std::nullopt;
}

std::string FormatRfc3339(Time time) {
  const Date date = std::chrono::floor<days>(time);
  const std::chrono::hh_mm_ss<Duration> clock(time - date);
  return FormatIsoDate(date) + "T" + Padded(clock.hours().count(), 2) + ":" +
         Padded(clock.minutes().count(), 2) + ":" + Padded(clock.seconds().count(), 2) + "." +
         Padded(clock.subseconds().count(), 6) + "Z";
}

std::optional<Time> ParseRfc3339(std::string_view text) {
  Cursor cursor(text);
  const auto date = TakeDate(cursor);
  if (!date || !cursor.Take('T')) return std::nullopt;
  const auto clock = TakeHoursAndMinutes(cursor);
  if (!clock || !cursor.Take(':')) return std::nullopt;
  const auto second = TakeSeconds(cursor);
  if (!second) return std::nullopt;
  const auto offset = TakeOffset(cursor);
  if (!offset || !cursor.rest().empty()) return std::nullopt;
  const Time time = Time(*date) + *clock + *second - *offset;
  const bool formattable = time >= Time(kFirst) && time < Time(kLast + days(1));
  return formattable ? std::optional<Time>(time) : std::nullopt;
}

}  // namespace qianmo

// Where time comes from. Rules never ask: they are told `now`.
#pragma once

#include <chrono>

namespace qianmo {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;  // UTC, the resolution of PostgreSQL's timestamptz
using Date = std::chrono::sys_days;            // a calendar day in Beijing

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time Now() const = 0;
};

// The machine's clock; the only place that reads it.
class SystemClock final : public Clock {
 public:
  Time Now() const override;
};

// The Beijing calendar day that `time` falls on (UTC+8, no daylight saving).
Date BeijingDate(Time time);
// The instant a Beijing day begins.
Time BeginningOf(Date date);

}  // namespace qianmo

#include "messages/domain/schedule.h"

#include <algorithm>

namespace qianmo::messages {
namespace {

// The longest wait that a provider may ask for.
constexpr Duration kMostAsked = std::chrono::hours(1);

Duration SinceMidnight(Time time) { return time - BeginningOf(BeijingDate(time)); }

Duration WaitAfter(int tries) {
  return std::min(kFirstWait * (1 << std::clamp(tries - 1, 0, 20)), kLongestWait);
}

}  // namespace

bool IsQuiet(const QuietHours& quiet, Time time) {
  const Duration at = SinceMidnight(time);
  const bool started = at >= std::chrono::minutes(quiet.start_minute);
  const bool ended = at >= std::chrono::minutes(quiet.end_minute);
  if (quiet.start_minute <= quiet.end_minute) return started && !ended;
  return started || !ended;
}

Time AfterQuiet(const QuietHours& quiet, Time time) {
  if (!IsQuiet(quiet, time)) return time;
  const Time end = BeginningOf(BeijingDate(time)) + std::chrono::minutes(quiet.end_minute);
  return end > time ? end : end + std::chrono::days(1);
}

Time NextDigest(int hour, Time time) {
  const Time today = BeginningOf(BeijingDate(time)) + std::chrono::hours(hour);
  return time <= today ? today : today + std::chrono::days(1);
}

Time LeaveTime(const Preferences& preferences, bool urgent, Time time) {
  if (urgent) return time;
  const auto hour = preferences.digest_hour;
  return AfterQuiet(preferences.quiet_hours, hour ? NextDigest(*hour, time) : time);
}

std::optional<Time> NextTry(const Tries& tries, std::optional<Duration> retry_after, Time now) {
  if (tries.unclear >= kMostUnclear) return std::nullopt;
  const Duration asked = std::clamp(retry_after.value_or(Duration()), Duration(), kMostAsked);
  const Time next = now + std::max(asked, WaitAfter(tries.all));
  if (next >= tries.first + kTryFor) return std::nullopt;
  return next;
}

}  // namespace qianmo::messages

// When a text may leave: quiet hours, the hour of the digest, and the wait between tries.
#pragma once

#include <optional>

#include "base/clock.h"
#include "messages/domain/preferences.h"

namespace qianmo::messages {

// The quiet hours begin at their first minute and are over at their last.
bool IsQuiet(const QuietHours& quiet, Time time);
// `time` itself unless it is quiet; then the end of the quiet hours.
Time AfterQuiet(const QuietHours& quiet, Time time);

// The first instant at or after `time` when it is this hour sharp in Beijing.
Time NextDigest(int hour, Time time);

// When a text that is ready at `time` may leave. What is urgent obeys no preferences.
Time LeaveTime(const Preferences& preferences, bool urgent, Time time);

// Tries of one attempt so far.
struct Tries {
  int unclear = 0;  // that ended with an error of the provider's, or with none of its words
  int all = 0;
  Time first;  // the first of them
};
// When to try again after a try that ended at `now`; nothing when it was the last. `retry_after` is
// the provider's own wish.
std::optional<Time> NextTry(const Tries& tries, std::optional<Duration> retry_after, Time now);

inline constexpr int kMostUnclear = 40;
inline constexpr Duration kTryFor = std::chrono::hours(24);
inline constexpr Duration kFirstWait = std::chrono::seconds(1);
inline constexpr Duration kLongestWait = std::chrono::minutes(10);

}  // namespace qianmo::messages

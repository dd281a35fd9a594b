// How many texts one phone is sent: nobody is flooded by us, and nobody can be by asking for codes.
#pragma once

#include <span>

#include "base/clock.h"

namespace qianmo::messages {

// A text that left, or may have left, for the same address.
struct PastText {
  int kind = 0;  // the template; 0 for a digest
  bool is_code = false;
  Time time;

  bool operator==(const PastText&) const = default;
};

// Who waits between two texts of one kind, and how many of all kinds a day takes. Codes are counted
// by themselves, so that news never holds one up.
struct RateLimit {
  Duration between;
  int a_day;
};
inline constexpr RateLimit kNewsLimit{std::chrono::minutes(1), 10};
inline constexpr RateLimit kCodeLimit{std::chrono::seconds(20), 20};

// The first instant at or after `now` at which a text of this kind may leave. `past` need not be in
// order.
Time RateAllows(std::span<const PastText> past, int kind, bool is_code, Time now);

}  // namespace qianmo::messages

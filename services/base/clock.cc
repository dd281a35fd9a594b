#include "base/clock.h"

namespace qianmo {
namespace {
constexpr std::chrono::hours kBeijing{8};
}

Time SystemClock::Now() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

Date BeijingDate(Time time) { return std::chrono::floor<std::chrono::days>(time + kBeijing); }

Time BeginningOf(Date date) { return Time(date) - kBeijing; }

}  // namespace qianmo

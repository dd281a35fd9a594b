#include "messages/domain/rate.h"

#include <algorithm>
#include <vector>

namespace qianmo::messages {

Time RateAllows(std::span<const PastText> past, int kind, bool is_code, Time now) {
  constexpr Duration kDay = std::chrono::hours(24);
  const RateLimit& limit = is_code ? kCodeLimit : kNewsLimit;
  Time allowed = now;
  std::vector<Time> times;
  for (const PastText& text : past) {
    if (text.is_code != is_code) continue;
    if (text.kind == kind) allowed = std::max(allowed, text.time + limit.between);
    if (text.time + kDay > now) times.push_back(text.time);
  }
  if (times.size() < static_cast<std::size_t>(limit.a_day)) return allowed;
  // So many must have grown old that one fewer than the limit is left.
  const auto last = times.end() - limit.a_day;
  std::nth_element(times.begin(), last, times.end());
  return std::max(allowed, *last + kDay);
}

}  // namespace qianmo::messages

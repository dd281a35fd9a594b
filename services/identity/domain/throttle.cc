#include "identity/domain/throttle.h"

#include <algorithm>

#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// kHandle bounds what many addresses together can try on one account: about 440 a week of the
// million PINs, and the owner gets in meanwhile from a known device or by a new code.
constexpr BucketPolicy kPolicies[] = {
    {.free_failures = 10,
     .window = hours(1),
     .first_delay = seconds(2),
     .longest_delay = minutes(15)},
    {.free_failures = 5,
     .window = hours(1),
     .first_delay = seconds(2),
     .longest_delay = minutes(15)},
    {.free_failures = 100,
     .window = days(7),
     .first_delay = seconds(5),
     .longest_delay = minutes(30)},
    {.free_failures = 500,
     .window = hours(1),
     .first_delay = seconds(1),
     .longest_delay = minutes(1)},
    {.free_failures = 5, .window = days(1), .first_delay = minutes(10), .longest_delay = hours(6)},
};

// The delay after this many failures.
Duration DelayAfter(const BucketPolicy& policy, int failures) {
  Duration delay = policy.first_delay;
  for (int i = policy.free_failures + 1; i < failures && delay < policy.longest_delay; ++i) {
    delay *= 2;
  }
  return std::min(delay, policy.longest_delay);
}

}  // namespace

const BucketPolicy& PolicyOf(BucketKind kind) { return kPolicies[static_cast<int>(kind)]; }

std::vector<BucketKind> BucketsFor(bool known_device) {
  if (known_device) return {BucketKind::kDevice};
  return {BucketKind::kHandleAndAddress, BucketKind::kHandle, BucketKind::kAddress};
}

Result<Done> CheckThrottle(std::span<const Bucket> buckets, Time now) {
  Time blocked_until = now;
  for (const Bucket& bucket : buckets) {
    blocked_until = std::max(blocked_until, bucket.blocked_until);
  }
  if (blocked_until == now) return Done{};
  return refusals::TooManyFailures(
      std::chrono::ceil<std::chrono::milliseconds>(blocked_until - now));
}

Bucket Charge(const Bucket& bucket, Time now) {
  const BucketPolicy& policy = PolicyOf(bucket.kind);
  Bucket charged = bucket;
  if (bucket.failures == 0 || now - bucket.window_start >= policy.window) {
    charged.failures = 0;
    charged.window_start = now;
  }
  ++charged.failures;
  if (charged.failures > policy.free_failures) {
    charged.blocked_until = now + DelayAfter(policy, charged.failures);
  }
  return charged;
}

Bucket Refund(const Bucket& charged) {
  if (charged.kind == BucketKind::kDevice || charged.kind == BucketKind::kHandleAndAddress) {
    return Bucket{charged.kind};
  }
  Bucket refunded = charged;
  refunded.failures = std::max(0, charged.failures - 1);
  // Where blocks are in force attempts come one by one, so the block is this attempt's own.
  refunded.blocked_until = Time{};
  return refunded;
}

}  // namespace qianmo::identity

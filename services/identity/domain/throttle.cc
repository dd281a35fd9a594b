#include "identity/domain/throttle.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// kHandle bounds what many addresses together can try on one handle: about 440 a week of the
// million PINs. Meanwhile the owner gets in only from a device that has signed in before: a new
// password does not open this door.
constexpr BucketPolicy kBuckets[] = {
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
    {.free_failures = 100,
     .window = days(7),
     .first_delay = seconds(5),
     .longest_delay = minutes(30)},
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

const BucketPolicy& PolicyOf(BucketKind kind) { return kBuckets[static_cast<int>(kind)]; }

std::vector<BucketKind> BucketsFor(Attempt attempt) {
  switch (attempt) {
    case Attempt::kSignInOnKnownDevice:
      return {BucketKind::kDevice};
    case Attempt::kSignIn:
      return {BucketKind::kHandleAndAddress, BucketKind::kHandle, BucketKind::kAddress};
    case Attempt::kTextedCode:
      return {BucketKind::kHandleAndAddress, BucketKind::kReset, BucketKind::kAddress};
    case Attempt::kPrintedCode:
      return {BucketKind::kHandleAndAddress, BucketKind::kAddress};
    case Attempt::kCodeRequest:
      return {BucketKind::kRequestAndAddress, BucketKind::kAddress};
  }
  return {};
}

std::string NetworkOf(std::string_view address) {
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  std::array<unsigned char, 16> bytes{};
  // A zone, as in fe80::1%eth0, is ours and not the subscriber's.
  const std::string text(address.substr(0, address.find('%')));
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::string(address);
  std::array<char, INET6_ADDRSTRLEN> shown{};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
    return inet_ntop(AF_INET, bytes.data() + kMapped.size(), shown.data(), shown.size());
  }
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  return std::string(inet_ntop(AF_INET6, bytes.data(), shown.data(), shown.size())) + "/64";
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

// Throttling of guesses. It slows those who guess without locking out those who know: a device that
// has signed in before is judged by its own failures alone, and a village behind one address is
// judged by failures only, of which it is allowed many.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace qianmo::identity {

// What failures are counted by.
enum class BucketKind {
  kDevice,             // one known device in one account; replaces all the others
  kHandleAndAddress,   // one handle from one address
  kHandle,             // one handle from everywhere
  kAddress,            // one address for all handles
  kCodeRequest,        // codes sent for one handle; counts every one, not failures
  kReset,              // texted codes tried for one handle from everywhere
  kRequestAndAddress,  // codes asked for one handle from one address; counts every one
};

// What somebody tries who is not in yet.
enum class Attempt {
  kSignIn,
  kSignInOnKnownDevice,
  kTextedCode,   // six digits, which many addresses together could guess
  kPrintedCode,  // 45 bits, which they could not: only those who try are slowed down
  kCodeRequest,
};

struct BucketPolicy {
  int free_failures;     // before any delay
  Duration window;       // after which the count begins anew
  Duration first_delay;  // doubles with each further failure
  Duration longest_delay;
};

const BucketPolicy& PolicyOf(BucketKind kind);

// One row of state; a missing row is Bucket{kind} with no failures.
struct Bucket {
  BucketKind kind;
  int failures = 0;
  Time window_start = {};
  Time blocked_until = {};

  bool operator==(const Bucket&) const = default;
};

// The kinds that one attempt is counted in.
std::vector<BucketKind> BucketsFor(Attempt attempt);

// What counts as one address: of IPv6 the first 64 bits, all of which one subscriber has.
std::string NetworkOf(std::string_view address);

// Refuses TOO_MANY_FAILURES with the time until the last block ends. Blocks end at their instant.
Result<Done> CheckThrottle(std::span<const Bucket> buckets, Time now);

// Counts the attempt as failed before it is judged, so that a thousand at once do not all pass the
// check; Refund takes it back.
Bucket Charge(const Bucket& bucket, Time now);

// The attempt was right: a device and a handle at an address start anew; the wider counts only lose
// this attempt, or an attacker could clear them by signing in to an account of their own.
Bucket Refund(const Bucket& charged);

}  // namespace qianmo::identity

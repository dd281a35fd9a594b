#include "identity/domain/throttle.h"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time kQuiet{days(20'000)};
constexpr BucketKind kKinds[] = {BucketKind::kDevice,           BucketKind::kHandleAndAddress,
                                 BucketKind::kHandle,           BucketKind::kAddress,
                                 BucketKind::kCodeRequest,      BucketKind::kReset,
                                 BucketKind::kRequestAndAddress};

Bucket AfterFailures(BucketKind kind, int failures, Time now = kQuiet) {
  Bucket bucket{kind};
  for (int i = 0; i < failures; ++i) bucket = Charge(bucket, now);
  return bucket;
}

std::optional<milliseconds> Wait(const Bucket& bucket, Time now) {
  const auto checked = CheckThrottle(std::span(&bucket, 1), now);
  return checked ? std::nullopt : checked.refusal().retry_after;
}

TEST(Throttle, HoldsEachBucketToItsLimits) {
  struct Row {
    BucketKind kind;
    int free;
    Duration window, first, longest;
  };
  const Row table[] = {
      {BucketKind::kDevice, 10, hours(1), seconds(2), minutes(15)},
      {BucketKind::kHandleAndAddress, 5, hours(1), seconds(2), minutes(15)},
      {BucketKind::kHandle, 100, days(7), seconds(5), minutes(30)},
      {BucketKind::kAddress, 500, hours(1), seconds(1), minutes(1)},
      {BucketKind::kCodeRequest, 5, days(1), minutes(10), hours(6)},
      {BucketKind::kReset, 100, days(7), seconds(5), minutes(30)},
      {BucketKind::kRequestAndAddress, 5, days(1), minutes(10), hours(6)},
  };
  ASSERT_EQ(std::size(table), std::size(kKinds));
  for (const Row& row : table) {
    EXPECT_EQ(Wait(AfterFailures(row.kind, row.free), kQuiet), std::nullopt);
    EXPECT_EQ(Wait(AfterFailures(row.kind, row.free + 1), kQuiet), row.first);
    EXPECT_EQ(Wait(AfterFailures(row.kind, row.free + 2), kQuiet), row.first * 2);
    EXPECT_EQ(Wait(AfterFailures(row.kind, row.free + 40), kQuiet), row.longest);
    const Bucket old = AfterFailures(row.kind, row.free);
    EXPECT_EQ(Charge(old, kQuiet + row.window - microseconds(1)).failures, row.free + 1);
    EXPECT_EQ(Charge(old, kQuiet + row.window).failures, 1) << "a new window";
  }
}

TEST(Throttle, EndsABlockAtItsInstant) {
  const Bucket bucket = AfterFailures(BucketKind::kHandleAndAddress, 6);
  EXPECT_EQ(Wait(bucket, kQuiet + seconds(2) - microseconds(1)), milliseconds(1)) << "rounded up";
  EXPECT_EQ(Wait(bucket, kQuiet + seconds(2)), std::nullopt);
}

TEST(Throttle, KeepsABlockThatOutlastsItsWindow) {
  Bucket bucket = AfterFailures(BucketKind::kHandleAndAddress, 40);
  bucket.window_start = kQuiet - hours(1);
  EXPECT_EQ(Wait(bucket, kQuiet), minutes(15));
}

TEST(Throttle, WaitsForTheLongestOfAllBlocks) {
  const Bucket buckets[] = {AfterFailures(BucketKind::kHandleAndAddress, 8),
                            AfterFailures(BucketKind::kHandle, 3),
                            AfterFailures(BucketKind::kAddress, 501)};
  const auto refused = CheckThrottle(buckets, kQuiet);
  ASSERT_EQ(Outcome(refused), "TOO_MANY_FAILURES");
  EXPECT_EQ(refused.refusal().kind, Refusal::Kind::kExhausted);
  EXPECT_EQ(refused.refusal().retry_after, milliseconds(8'000));
}

TEST(Throttle, JudgesAKnownDeviceByItselfAlone) {
  using Kinds = std::vector<BucketKind>;
  EXPECT_EQ(BucketsFor(Attempt::kSignInOnKnownDevice), Kinds{BucketKind::kDevice});
  EXPECT_EQ(BucketsFor(Attempt::kSignIn),
            (Kinds{BucketKind::kHandleAndAddress, BucketKind::kHandle, BucketKind::kAddress}));
}

TEST(Throttle, CountsCodesApartFromPasswords) {
  using Kinds = std::vector<BucketKind>;
  EXPECT_EQ(BucketsFor(Attempt::kTextedCode),
            (Kinds{BucketKind::kHandleAndAddress, BucketKind::kReset, BucketKind::kAddress}));
  EXPECT_EQ(BucketsFor(Attempt::kPrintedCode),
            (Kinds{BucketKind::kHandleAndAddress, BucketKind::kAddress}));
  EXPECT_EQ(BucketsFor(Attempt::kCodeRequest),
            (Kinds{BucketKind::kRequestAndAddress, BucketKind::kAddress}));
}

TEST(NetworkOf, IsTheSubscribersPartOfAnAddress) {
  EXPECT_EQ(NetworkOf("10.1.1.1"), "10.1.1.1");
  EXPECT_EQ(NetworkOf("::ffff:10.1.1.1"), "10.1.1.1");
  EXPECT_EQ(NetworkOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(NetworkOf("2001:db8:1:2:ffff::1%eth0"), "2001:db8:1:2::/64");
  EXPECT_EQ(NetworkOf("2001:db8:1:3::1"), "2001:db8:1:3::/64");
  EXPECT_EQ(NetworkOf("unix:"), "unix:");
}

TEST(Refund, StartsTheNarrowCountsAnewAndTakesOneFromTheWide) {
  for (const BucketKind kind : {BucketKind::kDevice, BucketKind::kHandleAndAddress}) {
    EXPECT_EQ(Refund(AfterFailures(kind, 4)), Bucket{kind});
  }
  for (const BucketKind kind : {BucketKind::kHandle, BucketKind::kAddress}) {
    EXPECT_EQ(Refund(AfterFailures(kind, 4)), AfterFailures(kind, 3));
    EXPECT_EQ(Refund(Bucket{kind}).failures, 0);
    EXPECT_EQ(Wait(Refund(AfterFailures(kind, 600)), kQuiet), std::nullopt);
  }
}

// A thousand neighbours sign in within the hour, every third after a typing error.
TEST(Throttle, LetsAVillageInBehindOneAddress) {
  Bucket address{BucketKind::kAddress};
  Time now = kQuiet;
  for (int i = 0; i < 1'000; ++i, now += seconds(3)) {
    if (i % 3 == 0) address = Charge(address, now);
    ASSERT_EQ(Wait(address, now), std::nullopt) << "neighbour " << i;
    address = Refund(Charge(address, now));
  }
}

// Strangers everywhere guess at one handle as fast as they are let.
TEST(Throttle, BoundsTheGuessesAtOneHandleInAWeek) {
  Bucket handle{BucketKind::kHandle};
  int guesses = 0;
  for (Time now = kQuiet; now < kQuiet + days(7);) {
    handle = Charge(handle, now);
    ++guesses;
    now = std::max(now, handle.blocked_until);
  }
  EXPECT_LE(guesses, 450);
  EXPECT_GE(guesses, 101);
}

RC_GTEST_PROP(Throttle, NeverWaitsLongerThanThePolicySays, ()) {
  const BucketKind kind = kKinds[*rc::gen::inRange<int>(0, static_cast<int>(std::size(kKinds)))];
  Bucket bucket{kind};
  Time now = kQuiet;
  for (int step = *rc::gen::inRange(0, 700); step > 0; --step) {
    now += seconds(*rc::gen::inRange(0, 4'000));
    const Bucket charged = Charge(bucket, now);
    RC_ASSERT(charged.failures >= 1);
    RC_ASSERT(charged.blocked_until <=
              std::max(bucket.blocked_until, now + PolicyOf(kind).longest_delay));
    bucket = *rc::gen::inRange(0, 4) == 0 ? Refund(charged) : charged;
  }
}

}  // namespace
}  // namespace qianmo::identity

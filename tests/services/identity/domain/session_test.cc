#include "identity/domain/session.h"

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time kOpened{days(20'000)};
constexpr microseconds kInstant{1};

Session Opened(AccountKind kind) { return Session{kind, kOpened, kOpened}; }

struct Limits {
  AccountKind kind;
  Duration idle, absolute;
};
const Limits kLimits[] = {
    {AccountKind::kOfficer, minutes(30), hours(12)},
    {AccountKind::kBidder, days(7), days(30)},
    {AccountKind::kHousehold, days(7), days(30)},
};

TEST(Session, EndsWhenItIsIdleForTooLong) {
  for (const Limits& limits : kLimits) {
    const Session session = Opened(limits.kind);
    EXPECT_EQ(IdleExpireTime(session), kOpened + limits.idle);
    EXPECT_EQ(StateOf(session, kOpened + limits.idle - kInstant), SessionState::kOpen);
    EXPECT_EQ(StateOf(session, kOpened + limits.idle), SessionState::kExpired);
  }
}

TEST(Session, EndsAtItsAgeHoweverMuchItIsUsed) {
  for (const Limits& limits : kLimits) {
    Session session = Opened(limits.kind);
    session.last_seen_time = kOpened + limits.absolute - kInstant;
    EXPECT_EQ(ExpireTime(session), kOpened + limits.absolute);
    EXPECT_EQ(IdleExpireTime(session), kOpened + limits.absolute);
    EXPECT_EQ(StateOf(session, kOpened + limits.absolute - kInstant), SessionState::kOpen);
    EXPECT_EQ(StateOf(session, kOpened + limits.absolute), SessionState::kExpired);
  }
}

TEST(Session, IsRevokedForEver) {
  Session session = Opened(AccountKind::kBidder);
  session.revoke_time = kOpened;
  EXPECT_EQ(StateOf(session, kOpened), SessionState::kRevoked);
  EXPECT_EQ(StateOf(session, kOpened + days(365)), SessionState::kRevoked);
}

TEST(CheckOpen, NamesWhyItIsNot) {
  Session session = Opened(AccountKind::kOfficer);
  EXPECT_EQ(Outcome(CheckOpen(session, AccountState::kActive, kOpened)), "OK");
  EXPECT_EQ(Outcome(CheckOpen(session, AccountState::kPending, kOpened)), "OK");
  EXPECT_EQ(Outcome(CheckOpen(session, AccountState::kDisabled, kOpened)), "SESSION_REVOKED");
  EXPECT_EQ(Outcome(CheckOpen(session, AccountState::kActive, kOpened + minutes(30))),
            "SESSION_EXPIRED");
  session.revoke_time = kOpened;
  const auto revoked = CheckOpen(session, AccountState::kActive, kOpened);
  EXPECT_EQ(Outcome(revoked), "SESSION_REVOKED");
  EXPECT_EQ(revoked.refusal().kind, Refusal::Kind::kUnauthenticated);
}

TEST(Session, IsTouchedOnceAMinute) {
  const Session session = Opened(AccountKind::kOfficer);
  EXPECT_FALSE(IsSeenTimeStale(session, kOpened + seconds(60) - kInstant));
  EXPECT_TRUE(IsSeenTimeStale(session, kOpened + seconds(60)));
  EXPECT_FALSE(IsSeenTimeStale(session, kOpened - hours(1))) << "a clock that steps back";
}

}  // namespace
}  // namespace qianmo::identity

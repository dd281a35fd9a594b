#include "identity/domain/session.h"

#include <algorithm>

#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr SessionLimits kOfficers{minutes(30), hours(12)};
constexpr SessionLimits kOthers{days(7), days(30)};
constexpr Duration kSeenTimeGrain = minutes(1);

}  // namespace

SessionLimits LimitsOf(AccountKind kind) {
  return kind == AccountKind::kOfficer ? kOfficers : kOthers;
}

Time ExpireTime(const Session& session) {
  return session.create_time + LimitsOf(session.kind).absolute;
}

Time IdleExpireTime(const Session& session) {
  return std::min(session.last_seen_time + LimitsOf(session.kind).idle, ExpireTime(session));
}

SessionState StateOf(const Session& session, Time now) {
  if (session.revoke_time) return SessionState::kRevoked;
  return now < IdleExpireTime(session) ? SessionState::kOpen : SessionState::kExpired;
}

Result<Done> CheckOpen(const Session& session, AccountState account, Time now) {
  const SessionState state = StateOf(session, now);
  if (state == SessionState::kRevoked || account == AccountState::kDisabled) {
    return refusals::SessionRevoked();
  }
  if (state == SessionState::kExpired) return refusals::SessionExpired();
  return Done{};
}

bool IsSeenTimeStale(const Session& session, Time now) {
  return now - session.last_seen_time >= kSeenTimeGrain;
}

}  // namespace qianmo::identity

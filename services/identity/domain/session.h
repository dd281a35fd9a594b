// How long a session lasts: officers' end with the working day, villagers' and bidders' live
// longer.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "identity/domain/account.h"

namespace qianmo::identity {

struct SessionLimits {
  Duration idle;
  Duration absolute;
};

SessionLimits LimitsOf(AccountKind kind);

// The numbers are those of qianmo.identity.v1.Session.State.
enum class SessionState { kOpen = 1, kRevoked = 2, kExpired = 3 };

struct Session {
  AccountKind kind;  // of its account
  Time create_time;
  Time last_seen_time;
  std::optional<Time> revoke_time = {};
};

// When it ends if nobody uses it any more, never after ExpireTime.
Time IdleExpireTime(const Session& session);
// When it ends in any case.
Time ExpireTime(const Session& session);

// Open until, and not at, its end.
SessionState StateOf(const Session& session, Time now);

// Whether the session still speaks for its account. Refuses SESSION_REVOKED (also when the account
// is disabled) or SESSION_EXPIRED.
Result<Done> CheckOpen(const Session& session, AccountState account, Time now);

// Whether last_seen_time is worth writing: once a minute, so that reading stays cheap. A session
// may therefore end up to a minute before its idle time is over.
bool IsSeenTimeStale(const Session& session, Time now);

// Caller tokens live this long, so a revoked session or role is gone everywhere within it.
inline constexpr Duration kCallerTokenLife = std::chrono::seconds(60);

}  // namespace qianmo::identity

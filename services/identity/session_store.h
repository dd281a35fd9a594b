// Sessions in the database: found by the digest of their token, which itself is kept nowhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/digest.h"
#include "identity/domain/session.h"
#include "pg/transaction.h"
#include "qianmo/identity/v1/resources.pb.h"

namespace qianmo::identity {

using SessionId = Id<Session>;

// What the rules and a caller token want of a session.
struct SessionFacts {
  SessionId id;
  AccountId account;
  int channel;  // rpc.v1.Channel
  bool second_factor;
  Session session;
};

std::optional<SessionFacts> FindSession(pg::Transaction& tx, CountyId county, SessionId id);
std::optional<SessionFacts> FindSessionByToken(pg::Transaction& tx, CountyId county,
                                               const crypto::Digest& token_hash);

void AddSession(pg::Transaction& tx, CountyId county, const SessionFacts& facts,
                const crypto::Digest& token_hash);
// Nothing when another request did so within the last minute, or the session was revoked.
void MarkSeen(pg::Transaction& tx, CountyId county, SessionId id, Time before, Time now);
void MarkSecondFactor(pg::Transaction& tx, CountyId county, SessionId id);

// An earlier end stays.
void RevokeSession(pg::Transaction& tx, CountyId county, SessionId id, Time now);
// Callers of its tokens are gone within kCallerTokenLife.
void RevokeAllSessions(pg::Transaction& tx, CountyId county, AccountId account, Time now,
                       std::optional<SessionId> except = std::nullopt);

// The session as people see it; `current` is the caller's own.
std::optional<v1::Session> ReadSession(pg::Transaction& tx, CountyId county, SessionId id, Time now,
                                       std::string_view current);

// Those of an account of this kind that are open, newest first; `after` is the last of the page
// before.
void ListOpenSessions(pg::Transaction& tx, CountyId county, AccountId account, AccountKind kind,
                      const std::optional<Uuid>& after, int limit, Time now,
                      std::string_view current,
                      google::protobuf::RepeatedPtrField<v1::Session>* sessions);

}  // namespace qianmo::identity

#include "identity/session_store.h"

#include "base/encoding.h"
#include "pg/reader.h"
#include "rpc/timestamp.h"

namespace qianmo::identity {
namespace {

constexpr char kFacts[] =
    "SELECT s.id, s.account_id, s.channel, s.second_factor, s.create_time, s.last_seen_time,"
    "  s.revoke_time, a.kind"
    " FROM identity.session s"
    " JOIN identity.account a ON a.county_id = s.county_id AND a.id = s.account_id"
    " WHERE s.county_id = $1 AND ";

constexpr char kMessage[] =
    "SELECT 'counties/' || county_id || '/accounts/' || account_id || '/sessions/' || id AS name,"
    "  channel, second_factor, create_time, last_seen_time, revoke_time"
    " FROM identity.session WHERE county_id = $1 AND ";

std::optional<SessionFacts> ReadFacts(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  return SessionFacts{.id = pg::Get<SessionId>(row, "id"),
                      .account = pg::Get<AccountId>(row, "account_id"),
                      .channel = pg::Get<int>(row, "channel"),
                      .second_factor = pg::Get<bool>(row, "second_factor"),
                      .session = {.kind = static_cast<AccountKind>(pg::Get<int>(row, "kind")),
                                  .create_time = pg::Get<Time>(row, "create_time"),
                                  .last_seen_time = pg::Get<Time>(row, "last_seen_time"),
                                  .revoke_time = pg::Get<std::optional<Time>>(row, "revoke_time")}};
}

// Adds what follows from the rules.
void Complete(AccountKind kind, Time now, std::string_view current, v1::Session* message) {
  Session session{.kind = kind,
                  .create_time = rpc::ToTime(message->create_time()),
                  .last_seen_time = rpc::ToTime(message->last_seen_time())};
  if (message->has_revoke_time()) session.revoke_time = rpc::ToTime(message->revoke_time());
  message->set_state(static_cast<v1::Session::State>(StateOf(session, now)));
  *message->mutable_idle_expire_time() = rpc::ToTimestamp(IdleExpireTime(session));
  *message->mutable_expire_time() = rpc::ToTimestamp(ExpireTime(session));
  message->set_current(!current.empty() && message->name().ends_with(current));
}

}  // namespace

std::optional<SessionFacts> FindSession(pg::Transaction& tx, CountyId county, SessionId id) {
  return ReadFacts(tx.Run(std::string(kFacts) + "s.id = $2", county, id));
}

std::optional<SessionFacts> FindSessionByToken(pg::Transaction& tx, CountyId county,
                                               const crypto::Digest& token_hash) {
  return ReadFacts(
      tx.Run(std::string(kFacts) + "s.token_hash = $2", county, pg::Bytes{AsText(token_hash)}));
}

void AddSession(pg::Transaction& tx, CountyId county, const SessionFacts& facts,
                const crypto::Digest& token_hash) {
  tx.Run(
      "INSERT INTO identity.session (county_id, id, account_id, token_hash, channel, second_factor,"
      "  create_time, last_seen_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      county, facts.id, facts.account, pg::Bytes{AsText(token_hash)}, facts.channel,
      facts.second_factor, facts.session.create_time, facts.session.last_seen_time);
}

void MarkSeen(pg::Transaction& tx, CountyId county, SessionId id, Time before, Time now) {
  tx.Run(
      "UPDATE identity.session SET last_seen_time = $4"
      " WHERE county_id = $1 AND id = $2 AND last_seen_time = $3 AND revoke_time IS NULL",
      county, id, before, now);
}

void MarkSecondFactor(pg::Transaction& tx, CountyId county, SessionId id) {
  tx.Run("UPDATE identity.session SET second_factor = true WHERE county_id = $1 AND id = $2",
         county, id);
}

void RevokeSession(pg::Transaction& tx, CountyId county, SessionId id, Time now) {
  tx.Run(
      "UPDATE identity.session SET revoke_time = $3"
      " WHERE county_id = $1 AND id = $2 AND revoke_time IS NULL",
      county, id, now);
}

void RevokeAllSessions(pg::Transaction& tx, CountyId county, AccountId account, Time now,
                       std::optional<SessionId> except) {
  tx.Run(
      "UPDATE identity.session SET revoke_time = $3"
      " WHERE county_id = $1 AND account_id = $2 AND revoke_time IS NULL"
      "   AND id IS DISTINCT FROM $4::uuid",
      county, account, now, except);
}

std::optional<v1::Session> ReadSession(pg::Transaction& tx, CountyId county, SessionId id, Time now,
                                       std::string_view current) {
  const auto facts = FindSession(tx, county, id);
  if (!facts) return std::nullopt;
  auto message = pg::ReadOne<v1::Session>(tx.Run(std::string(kMessage) + "id = $2", county, id));
  if (message) Complete(facts->session.kind, now, current, &*message);
  return message;
}

void ListOpenSessions(pg::Transaction& tx, CountyId county, AccountId account, AccountKind kind,
                      const std::optional<Uuid>& after, int limit, Time now,
                      std::string_view current,
                      google::protobuf::RepeatedPtrField<v1::Session>* sessions) {
  const SessionLimits limits = LimitsOf(kind);
  pg::ReadAll(tx.Run(std::string(kMessage) + "account_id = $2 AND revoke_time IS NULL"
                                             "   AND last_seen_time > $3 AND create_time > $4"
                                             "   AND ($5::uuid IS NULL OR id < $5)"
                                             " ORDER BY id DESC LIMIT $6",
                     county, account, now - limits.idle, now - limits.absolute, after, limit),
              sessions);
  for (v1::Session& session : *sessions) Complete(kind, now, current, &session);
}

}  // namespace qianmo::identity

#include "rpc/outbox.h"

#include <stdexcept>

#include "crypto/seal.h"

namespace qianmo::rpc {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;  // well under what a receiver takes

std::string SealContext(CountyId county, const Uuid& outbox_id) {
  return "outbox/" + std::to_string(county.number) + "/" + outbox_id.ToString();
}

OutboxRow ReadClaimed(const pqxx::row& row, const crypto::Keyring& keyring) {
  OutboxRow claimed;
  claimed.county = pg::Get<CountyId>(row, "county_id");
  claimed.outbox_id = pg::Get<Uuid>(row, "outbox_id");
  claimed.ordering_key = pg::Get<std::string>(row, "ordering_key");
  claimed.method = pg::Get<std::string>(row, "method");
  claimed.traceparent = pg::Get<std::string>(row, "traceparent");
  claimed.attempts = pg::Get<int>(row, "attempts");
  claimed.actor.ParseFromString(pg::Get<pg::Bytes>(row, "actor"));
  claimed.faults = pg::Get<int>(row, "faults");
  claimed.request = crypto::Open(keyring, SealContext(claimed.county, claimed.outbox_id),
                                 pg::Get<pg::Bytes>(row, "request"));
  return claimed;
}

}  // namespace

void Enqueue(pg::Transaction& tx, const Call& call, std::string_view ordering_key,
             std::string_view method, google::protobuf::Message* request) {
  const Uuid id = Uuid::Make(call.now());
  const auto* field = request->GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr) throw std::logic_error("a call without request_id cannot be repeated");
  request->GetReflection()->SetString(request, field, id.ToString());
  const std::string sealed =
      crypto::Seal(*call.keyring(), SealContext(call.county(), id), request->SerializeAsString());
  const std::string table = call.room().Table("outbox");
  // Two transactions that take the same position of one key: the second runs again after the first.
  tx.Run(
      "INSERT INTO " + table +
          " (county_id, outbox_id, ordering_key, position, method, request, request_id, actor,"
          "  traceparent, created_time, attempts, faults, next_time, state,"
          "  last_error)"
          " SELECT $1, $2, $3::text, coalesce(max(position), 0) + 1, $4, $5, $2, $6, $7, $8, 0, 0,"
          "        $8, 1, ''"
          " FROM " +
          table + " WHERE county_id = $1 AND ordering_key = $3::text",
      call.county(), id, ordering_key, method, pg::Bytes{sealed},
      pg::Bytes{call.caller().SerializeAsString()}, call.trace().Traceparent(), call.now());
}

std::vector<OutboxRow> ClaimDue(pg::Transaction& tx, const Room& room, CountyId county,
                                const std::vector<std::string>& busy, int most, Time now) {
  const std::string table = room.Table("outbox");
  const auto rows = tx.Run(
      "WITH due AS ("
      "  SELECT o.outbox_id FROM " +
          table +
          " o"
          "  WHERE o.county_id = $1 AND o.state = 1 AND o.next_time <= $2"
          "    AND (o.lease_until IS NULL OR o.lease_until <= $2)"
          "    AND split_part(o.method, '/', 2) <> ALL ($3::text[])"
          "    AND NOT EXISTS (SELECT 1 FROM " +
          table +
          " e"
          "      WHERE e.county_id = o.county_id AND e.ordering_key = o.ordering_key"
          "        AND e.position < o.position)"
          "  ORDER BY o.next_time LIMIT $4 FOR UPDATE SKIP LOCKED)"
          " UPDATE " +
          table +
          " t SET lease_until = $5, attempts = t.attempts + 1"
          " FROM due WHERE t.county_id = $1 AND t.outbox_id = due.outbox_id"
          " RETURNING t.county_id, t.outbox_id, t.ordering_key, t.method, t.request, t.actor,"
          "   t.traceparent, t.attempts, t.faults",
      county, now, pg::Array(busy), most, now + kLease);
  const auto keyring = room.keyring.Current();
  std::vector<OutboxRow> claimed;
  for (const auto& row : rows) claimed.push_back(ReadClaimed(row, *keyring));
  return claimed;
}

void Delivered(pg::Transaction& tx, const Room& room, const OutboxRow& row) {
  tx.Run("DELETE FROM " + room.Table("outbox") + " WHERE county_id = $1 AND outbox_id = $2",
         row.county, row.outbox_id);
}

void TryLater(pg::Transaction& tx, const Room& room, const OutboxRow& row, Time next, bool faulty,
              std::string_view error) {
  tx.Run("UPDATE " + room.Table("outbox") +
             " SET next_time = $3, last_error = $4, lease_until = NULL, faults = faults + $5"
             " WHERE county_id = $1 AND outbox_id = $2",
         row.county, row.outbox_id, next, error, faulty ? 1 : 0);
}

void Bury(pg::Transaction& tx, const Room& room, const OutboxRow& row, std::string_view error) {
  tx.Run("UPDATE " + room.Table("outbox") +
             " SET state = 2, last_error = $3, lease_until = NULL"
             " WHERE county_id = $1 AND outbox_id = $2",
         row.county, row.outbox_id, error);
}

std::vector<DeadCall> ListDead(pg::Transaction& tx, const std::string& service, int most) {
  const std::string table = service + ".outbox";
  const auto rows = tx.Run(
      "SELECT d.county_id, d.outbox_id, d.ordering_key, d.method, d.attempts, d.created_time,"
      "  d.last_error,"
      "  (SELECT count(*) FROM " +
          table +
          " w WHERE w.county_id = d.county_id"
          "    AND w.ordering_key = d.ordering_key AND w.position > d.position) AS waiting_behind"
          " FROM " +
          table + " d WHERE d.state = 2 ORDER BY d.county_id, d.outbox_id LIMIT $1",
      most);
  std::vector<DeadCall> dead;
  for (const auto& row : rows) {
    dead.push_back({.county = pg::Get<CountyId>(row, "county_id"),
                    .outbox_id = pg::Get<Uuid>(row, "outbox_id"),
                    .ordering_key = pg::Get<std::string>(row, "ordering_key"),
                    .method = pg::Get<std::string>(row, "method"),
                    .attempts = pg::Get<int>(row, "attempts"),
                    .waiting_behind = pg::Get<int>(row, "waiting_behind"),
                    .created = pg::Get<Time>(row, "created_time"),
                    .last_error = pg::Get<std::string>(row, "last_error")});
  }
  return dead;
}

bool Revive(pg::Transaction& tx, const std::string& service, CountyId county, const Uuid& outbox_id,
            Time now) {
  const auto done = tx.Run("UPDATE " + service +
                               ".outbox SET state = 1, next_time = $3, attempts = 0, faults = 0"
                               " WHERE county_id = $1 AND outbox_id = $2 AND state = 2",
                           county, outbox_id, now);
  return done.affected_rows() == 1;
}

}  // namespace qianmo::rpc

#include "messages/upkeep_store.h"

#include <vector>

#include "messages/delivery_store.h"
#include "messages/letter_batch_store.h"

namespace qianmo::messages {
namespace {

std::vector<Uuid> Ids(const pqxx::result& rows, const char* column) {
  std::vector<Uuid> ids;
  for (const auto& row : rows) ids.push_back(pg::Get<Uuid>(row, column));
  return ids;
}

// What lay in inboxes goes from their beginnings: positions rise with times.
void MoveBeginnings(pg::Transaction& tx, CountyId county, const std::vector<Uuid>& messages) {
  const auto rows = tx.Run(
      "SELECT recipient, max(position) AS last FROM messages.message"
      " WHERE county_id = $1 AND id = ANY ($2::uuid[]) AND position IS NOT NULL"
      " GROUP BY recipient ORDER BY recipient",
      county, pg::Array(messages));
  for (const auto& row : rows) {
    const auto inbox = pg::Get<std::string>(row, "recipient");
    const auto last = pg::Get<std::int64_t>(row, "last");
    tx.Run(
        "UPDATE messages.inbox_head SET removed_position = greatest(removed_position, $3)"
        " WHERE county_id = $1 AND recipient = $2",
        county, inbox, last);
    tx.Run(
        "DELETE FROM messages.read_mark"
        " WHERE county_id = $1 AND recipient = $2 AND position <= $3",
        county, inbox, last);
  }
}

}  // namespace

int ExpireDeliveries(pg::Transaction& tx, CountyId county, Time now, int most) {
  const auto rows = tx.Run(
      "SELECT d.id, d.message_id, d.channel, d.state, d.in_doubt, d.expire_time"
      " FROM messages.delivery d"
      " WHERE d.county_id = $1 AND d.state <= 2 AND d.expire_time <= $2"
      "  AND (d.lease_time IS NULL OR d.lease_time <= $2)"
      "  AND NOT EXISTS (SELECT FROM messages.letter l"
      "    WHERE l.county_id = d.county_id AND l.delivery_id = d.id)"
      " ORDER BY d.expire_time LIMIT $3 FOR UPDATE OF d SKIP LOCKED",
      county, now, most);
  for (const auto& row : rows) {
    const auto state = static_cast<DeliveryState>(pg::Get<int>(row, "state"));
    const DeliveryFacts ended =
        EndedBy({.channel = static_cast<Channel>(pg::Get<int>(row, "channel")),
                 .state = state,
                 // Whoever was sending it has died, or its answer was lost.
                 .in_doubt = pg::Get<bool>(row, "in_doubt") || state == DeliveryState::kSending,
                 .expire_time = pg::Get<Time>(row, "expire_time")},
                now);
    tx.Run(
        "UPDATE messages.delivery SET state = $3, reason = $4, in_doubt = $5, lease_time = NULL,"
        "  end_time = $6 WHERE county_id = $1 AND id = $2",
        county, pg::Get<Uuid>(row, "id"), static_cast<int>(ended.state),
        static_cast<int>(ended.reason), ended.in_doubt, now);
    SettleMessage(tx, county, pg::Get<Uuid>(row, "message_id"));
  }
  return static_cast<int>(rows.size());
}

int EndUnconfirmed(pg::Transaction& tx, CountyId county, Time sent, Time now, int most) {
  const auto rows = tx.Run(
      "UPDATE messages.delivery SET state = $4, end_time = $3"
      " WHERE county_id = $1 AND id IN (SELECT d.id FROM messages.delivery d"
      "   WHERE d.county_id = $1 AND d.state = 3 AND d.send_time <= $2"
      "   ORDER BY d.send_time LIMIT $5 FOR UPDATE SKIP LOCKED)"
      " RETURNING message_id",
      county, sent, now, static_cast<int>(DeliveryState::kUnconfirmed), most);
  for (const auto& row : rows) SettleMessage(tx, county, pg::Get<Uuid>(row, "message_id"));
  return static_cast<int>(rows.size());
}

int RemoveOldMessages(pg::Transaction& tx, CountyId county, Time until, int most) {
  const auto messages = Ids(tx.Run("SELECT id FROM messages.message"
                                   " WHERE county_id = $1 AND create_time <= $2"
                                   " ORDER BY create_time LIMIT $3",
                                   county, until, most),
                            "id");
  if (messages.empty()) return 0;
  MoveBeginnings(tx, county, messages);
  const auto deliveries = Ids(tx.Run("SELECT id FROM messages.delivery"
                                     " WHERE county_id = $1 AND message_id = ANY ($2::uuid[])"
                                     " ORDER BY id FOR UPDATE",
                                     county, pg::Array(messages)),
                              "id");
  for (const char* paper :
       {"DELETE FROM messages.letter WHERE county_id = $1 AND delivery_id = ANY ($2::uuid[])",
        "DELETE FROM messages.letter_set_aside"
        " WHERE county_id = $1 AND delivery_id = ANY ($2::uuid[])",
        "DELETE FROM messages.delivery WHERE county_id = $1 AND id = ANY ($2::uuid[])"}) {
    tx.Run(paper, county, pg::Array(deliveries));
  }
  tx.Run("DELETE FROM messages.message WHERE county_id = $1 AND id = ANY ($2::uuid[])", county,
         pg::Array(messages));
  return static_cast<int>(messages.size());
}

int RemoveOldReports(pg::Transaction& tx, CountyId county, Time until, int most) {
  const auto removed = tx.Run(
      "DELETE FROM messages.provider_report WHERE county_id = $1 AND report_id IN ("
      "   SELECT r.report_id FROM messages.provider_report r"
      "   WHERE r.county_id = $1 AND r.receive_time <= $2 ORDER BY r.receive_time LIMIT $3)",
      county, until, most);
  return static_cast<int>(removed.affected_rows());
}

int RemoveOldBatches(pg::Transaction& tx, CountyId county, Time until, int most) {
  const auto batches = Ids(tx.Run("SELECT id FROM messages.letter_batch"
                                  " WHERE county_id = $1 AND create_time <= $2"
                                  " ORDER BY create_time LIMIT $3 FOR UPDATE SKIP LOCKED",
                                  county, until, most),
                           "id");
  for (const char* part :
       {"DELETE FROM messages.letter_chunk WHERE county_id = $1 AND batch_id = ANY ($2::uuid[])",
        "DELETE FROM messages.letter_reading WHERE county_id = $1 AND batch_id = ANY ($2::uuid[])",
        "DELETE FROM messages.letter_set_aside WHERE county_id = $1 AND batch_id = ANY "
        "($2::uuid[])",
        "DELETE FROM messages.letter WHERE county_id = $1 AND batch_id = ANY ($2::uuid[])",
        "DELETE FROM messages.letter_batch WHERE county_id = $1 AND id = ANY ($2::uuid[])"}) {
    if (!batches.empty()) tx.Run(part, county, pg::Array(batches));
  }
  return static_cast<int>(batches.size());
}

}  // namespace qianmo::messages

#include "messages/letter_batch_store.h"

#include <algorithm>

#include "crypto/seal.h"
#include "messages/delivery_store.h"
#include "messages/domain/template.h"
#include "messages/letter_content_store.h"
#include "pg/reader.h"
#include "rpc/timestamp.h"

namespace qianmo::messages {
namespace {

int ChannelOf(PaperKind kind) {
  return static_cast<int>(kind == PaperKind::kLetters ? Channel::kLetter : Channel::kWall);
}

constexpr char kRowColumns[] =
    "SELECT county_id, id, org_path, kind, state, has_content, print_date, number, place, sender,"
    "  letter_count, coalesce(size_bytes, 0) AS size_bytes,"
    "  coalesce(content_hash, '') AS content_hash, create_time,"
    "  EXISTS (SELECT FROM messages.letter l"
    "    JOIN messages.delivery d ON d.county_id = l.county_id AND d.id = l.delivery_id"
    "    WHERE l.county_id = $1 AND l.batch_id = $2 AND d.state = 8) AS outdated"
    " FROM messages.letter_batch WHERE county_id = $1 AND id = $2";

constexpr char kProtoColumns[] =
    "SELECT 'counties/' || b.county_id || '/letterBatches/' || b.id AS name, b.org_path, b.kind,"
    "  b.state, b.number, b.place, b.sender, b.letter_count, b.page_count, b.left_count,"
    "  b.size_bytes, encode(b.content_hash, 'hex') AS content_sha256, b.has_content,"
    "  'counties/' || b.county_id || '/accounts/' || b.creator_id AS creator,"
    "  b.create_time, b.print_time, b.end_time,"
    "  EXISTS (SELECT FROM messages.letter l"
    "    JOIN messages.delivery d ON d.county_id = l.county_id AND d.id = l.delivery_id"
    "    WHERE l.county_id = b.county_id AND l.batch_id = b.id AND d.state = 8) AS outdated,"
    "  (SELECT json_agg(json_build_object('delivery',"
    "      'counties/' || s.county_id || '/deliveries/' || s.delivery_id,"
    "      'reason', s.reason, 'detail', s.detail) ORDER BY s.delivery_id)"
    "    FROM messages.letter_set_aside s"
    "    WHERE s.county_id = b.county_id AND s.batch_id = b.id) AS set_aside"
    " FROM messages.letter_batch b WHERE b.county_id = $1 AND ";

std::optional<BatchRow> ReadRow(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  return BatchRow{.county = pg::Get<CountyId>(row, "county_id"),
                  .id = pg::Get<BatchId>(row, "id"),
                  .org_path = pg::Get<std::string>(row, "org_path"),
                  .kind = static_cast<PaperKind>(pg::Get<int>(row, "kind")),
                  .facts = {.state = static_cast<BatchState>(pg::Get<int>(row, "state")),
                            .has_content = pg::Get<bool>(row, "has_content"),
                            .outdated = pg::Get<bool>(row, "outdated")},
                  .date = pg::Get<Date>(row, "print_date"),
                  .number = pg::Get<int>(row, "number"),
                  .place = pg::Get<std::string>(row, "place"),
                  .sender = pg::Get<std::string>(row, "sender"),
                  .letters = pg::Get<int>(row, "letter_count"),
                  .size_bytes = pg::Get<std::int64_t>(row, "size_bytes"),
                  .content_hash = pg::Get<pg::Bytes>(row, "content_hash"),
                  .create_time = pg::Get<Time>(row, "create_time")};
}

// What waits to be printed, as far as `now` knows.
constexpr char kWaiting[] =
    " FROM messages.delivery d"
    " WHERE d.county_id = $1 AND d.channel = $2 AND d.state = 1 AND d.org_path LIKE $3::text || '%'"
    "  AND d.not_before_time <= $4 AND (d.expire_time IS NULL OR d.expire_time > $4)"
    "  AND NOT EXISTS (SELECT FROM messages.letter l"
    "    WHERE l.county_id = d.county_id AND l.delivery_id = d.id)";

// The deliveries of the batch go from one state to the other; the messages that they carry.
std::vector<Uuid> MoveDeliveries(pg::Transaction& tx, const BatchRow& batch, int from, int to,
                                 std::optional<Time> send_time, std::optional<Time> end_time) {
  std::vector<Uuid> messages;
  for (const auto& row :
       tx.Run("UPDATE messages.delivery d"
              " SET state = $4::smallint, send_time = coalesce($5::timestamptz, CASE WHEN "
              "$4::smallint = 1 THEN NULL ELSE d.send_time"
              "   END), end_time = $6::timestamptz"
              " FROM messages.letter l"
              " WHERE l.county_id = $1 AND l.batch_id = $2 AND d.county_id = $1"
              "  AND d.id = l.delivery_id AND d.state = $3"
              " RETURNING d.message_id",
              batch.county, batch.id, from, to, send_time, end_time)) {
    messages.push_back(pg::Get<Uuid>(row, "message_id"));
  }
  return messages;
}

void EndBatch(pg::Transaction& tx, const BatchRow& batch, BatchState state, Time now) {
  DropContent(tx, batch.county, batch.id);
  tx.Run(
      "UPDATE messages.letter_batch SET state = $3, end_time = $4"
      " WHERE county_id = $1 AND id = $2",
      batch.county, batch.id, static_cast<int>(state), now);
}

v1::LetterBatch ToProto(const pqxx::row& row) {
  v1::LetterBatch batch;
  pg::ReadRow(row, &batch);
  batch.set_file_name(BatchFileName(static_cast<PaperKind>(batch.kind()), batch.place(),
                                    BeijingDate(rpc::ToTime(batch.create_time())), batch.number()));
  return batch;
}

}  // namespace

int InsertBatch(pg::Transaction& tx, const NewBatch& batch, Time now) {
  const int channel = ChannelOf(batch.kind);
  const auto rows = tx.Run(
      std::string("SELECT d.id") + kWaiting + " ORDER BY d.org_path, d.id LIMIT $5 FOR UPDATE OF d",
      batch.county, channel, batch.org_path, now, kMostLetters);
  if (rows.empty()) return 0;
  std::vector<Uuid> deliveries;
  for (const auto& row : rows) deliveries.push_back(pg::Get<Uuid>(row, "id"));
  const auto waiting = tx.Run(std::string("SELECT count(*) AS waiting") + kWaiting, batch.county,
                              channel, batch.org_path, now);
  const auto count = static_cast<int>(deliveries.size());
  // Fewer wait than were taken only for the later of two at once, whom the last insert sends back.
  const int left = std::max(pg::Get<int>(waiting[0], "waiting") - count, 0);
  tx.Run(
      "INSERT INTO messages.letter_batch (county_id, id, org_path, kind, state, print_date, number,"
      "  place, sender, letter_count, page_count, left_count, has_content, creator_id, create_time)"
      " SELECT $1::integer, $2::uuid, $3::text, $4::smallint, 1, $5::date,"
      "  coalesce(max(b.number), 0) + 1, $6::text, $7::text, $8::integer, 0, $9::integer, false,"
      "  $10::uuid, $11::timestamptz"
      " FROM messages.letter_batch b"
      " WHERE b.county_id = $1 AND b.org_path = $3 AND b.kind = $4 AND b.print_date = $5",
      batch.county, batch.id, batch.org_path, static_cast<int>(batch.kind), BeijingDate(now),
      batch.place, batch.sender, count, left, batch.creator, now);
  tx.Run(
      "INSERT INTO messages.letter (county_id, batch_id, position, delivery_id)"
      " SELECT $1::integer, $2::uuid, n.position, n.id"
      " FROM unnest($3::uuid[]) WITH ORDINALITY AS n (id, position)",
      batch.county, batch.id, pg::Array(deliveries));
  return count;
}

std::optional<BatchRow> FindBatch(pg::Transaction& tx, CountyId county, BatchId id) {
  return ReadRow(tx.Run(kRowColumns, county, id));
}

std::optional<BatchRow> LockBatch(pg::Transaction& tx, CountyId county, BatchId id) {
  return ReadRow(tx.Run(std::string(kRowColumns) + " FOR UPDATE", county, id));
}

std::vector<BatchLetter> LettersAfter(pg::Transaction& tx, const crypto::Keyring& ring,
                                      const BatchRow& batch, int position, int most) {
  std::vector<BatchLetter> letters;
  for (const auto& row : tx.Run("SELECT l.position, d.id, d.message_id, d.address_sealed"
                                " FROM messages.letter l JOIN messages.delivery d"
                                "   ON d.county_id = l.county_id AND d.id = l.delivery_id"
                                " WHERE l.county_id = $1 AND l.batch_id = $2 AND l.position > $3"
                                " ORDER BY l.position LIMIT $4",
                                batch.county, batch.id, position, most)) {
    BatchLetter letter{.position = pg::Get<int>(row, "position"),
                       .delivery = pg::Get<Uuid>(row, "id"),
                       .message = pg::Get<Uuid>(row, "message_id"),
                       .address = ""};
    if (const auto sealed = pg::Get<std::optional<pg::Bytes>>(row, "address_sealed")) {
      letter.address = crypto::Open(ring, DeliveryPlace(batch.county, letter.delivery), *sealed);
    }
    letters.push_back(std::move(letter));
  }
  return letters;
}

void DropReplaced(pg::Transaction& tx, const BatchRow& batch) {
  std::vector<Uuid> replaced;
  for (const auto& row :
       tx.Run("SELECT d.id, d.state FROM messages.letter l"
              " JOIN messages.delivery d ON d.county_id = l.county_id AND d.id = l.delivery_id"
              " WHERE l.county_id = $1 AND l.batch_id = $2 ORDER BY d.id FOR UPDATE OF d",
              batch.county, batch.id)) {
    const auto state = static_cast<DeliveryState>(pg::Get<int>(row, "state"));
    if (state != DeliveryState::kQueued) replaced.push_back(pg::Get<Uuid>(row, "id"));
  }
  if (replaced.empty()) return;
  tx.Run(
      "DELETE FROM messages.letter"
      " WHERE county_id = $1 AND batch_id = $2 AND delivery_id = ANY ($3::uuid[])",
      batch.county, batch.id, pg::Array(replaced));
  tx.Run(
      "UPDATE messages.letter_batch SET letter_count = letter_count - $3"
      " WHERE county_id = $1 AND id = $2",
      batch.county, batch.id, static_cast<int>(replaced.size()));
}

void SetAside(pg::Transaction& tx, const BatchRow& batch, const BatchLetter& letter,
              const Refusal& why, Time now) {
  tx.Run(
      "DELETE FROM messages.letter"
      " WHERE county_id = $1 AND batch_id = $2 AND position = $3",
      batch.county, batch.id, letter.position);
  tx.Run(
      "INSERT INTO messages.letter_set_aside (county_id, batch_id, delivery_id, reason, detail)"
      " VALUES ($1, $2, $3, $4, left($5::text, 500))",
      batch.county, batch.id, letter.delivery, why.reason, why.message);
  tx.Run(
      "UPDATE messages.letter_batch SET letter_count = letter_count - 1"
      " WHERE county_id = $1 AND id = $2",
      batch.county, batch.id);
  tx.Run(
      "UPDATE messages.delivery SET state = $3, reason = $4, end_time = $5, error = left($6::text, "
      "500)"
      " WHERE county_id = $1 AND id = $2",
      batch.county, letter.delivery, static_cast<int>(DeliveryState::kFailed),
      static_cast<int>(DeliveryReason::kRefused), now, why.reason);
}

void MarkPrinted(pg::Transaction& tx, const BatchRow& batch, int pages, Time now) {
  // The messages keep their codes: a batch that is cancelled is printed again.
  MoveDeliveries(tx, batch, static_cast<int>(DeliveryState::kQueued),
                 static_cast<int>(DeliveryState::kPrinted), now, std::nullopt);
  tx.Run("UPDATE messages.letter_batch SET page_count = $3 WHERE county_id = $1 AND id = $2",
         batch.county, batch.id, pages);
}

void HandOver(pg::Transaction& tx, const BatchRow& batch, Time now) {
  const auto messages =
      MoveDeliveries(tx, batch, static_cast<int>(DeliveryState::kPrinted),
                     static_cast<int>(DeliveryState::kDelivered), std::nullopt, now);
  for (const Uuid& message : messages) SettleMessage(tx, batch.county, message);
  EndBatch(tx, batch, BatchState::kHandedOver, now);
}

void CancelBatch(pg::Transaction& tx, const BatchRow& batch, Time now) {
  MoveDeliveries(tx, batch, static_cast<int>(DeliveryState::kPrinted),
                 static_cast<int>(DeliveryState::kQueued), std::nullopt, std::nullopt);
  tx.Run("DELETE FROM messages.letter WHERE county_id = $1 AND batch_id = $2", batch.county,
         batch.id);
  EndBatch(tx, batch, BatchState::kCancelled, now);
}

void FailBatch(pg::Transaction& tx, const BatchRow& batch, Time now) {
  EndBatch(tx, batch, BatchState::kFailed, now);
}

std::optional<v1::LetterBatch> ReadBatch(pg::Transaction& tx, CountyId county, BatchId id) {
  const auto rows = tx.Run(std::string(kProtoColumns) + "b.id = $2", county, id);
  if (rows.empty()) return std::nullopt;
  v1::LetterBatch batch = ToProto(rows[0]);
  pg::ReadAll(tx.Run("SELECT 'counties/' || county_id || '/accounts/' || account_id AS account,"
                     "  read_time"
                     " FROM messages.letter_reading WHERE county_id = $1 AND batch_id = $2"
                     " ORDER BY read_time DESC, account_id LIMIT 50",
                     county, id),
              batch.mutable_readings());
  return batch;
}

google::protobuf::RepeatedPtrField<v1::LetterBatch> ListBatches(pg::Transaction& tx,
                                                                const BatchQuery& query) {
  std::vector<std::string> patterns;
  for (const std::string& prefix : query.org_prefixes) patterns.push_back(prefix + "%");
  google::protobuf::RepeatedPtrField<v1::LetterBatch> batches;
  for (const auto& row :
       tx.Run(std::string(kProtoColumns) + "($2::boolean OR b.org_path LIKE ANY ($3::text[])) AND "
                                           "($4::uuid IS NULL OR b.id < $4)"
                                           " ORDER BY b.id DESC LIMIT $5",
              query.county, query.whole_county, pg::Array(patterns), query.before, query.limit)) {
    *batches.Add() = ToProto(row);
  }
  return batches;
}

}  // namespace qianmo::messages

#include "messages/letter_content_store.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/seal.h"
#include "messages/sealed.h"

namespace qianmo::messages {
namespace {

constexpr std::size_t kChunk = 256 * 1024;

}  // namespace

std::string ChunkPlace(CountyId county, BatchId batch, std::size_t position) {
  return "messages.letter_chunk.content/" + std::to_string(county.number) + "/" + batch.ToString() +
         "/" + std::to_string(position);
}

void SaveContent(pg::Transaction& tx, const crypto::Keyring& ring, const BatchRow& batch,
                 std::string_view pdf, Time now) {
  for (std::size_t position = 0; position * kChunk < pdf.size(); ++position) {
    const auto sealed = crypto::Seal(ring, ChunkPlace(batch.county, batch.id, position),
                                     pdf.substr(position * kChunk, kChunk));
    tx.Run(
        "INSERT INTO messages.letter_chunk (county_id, batch_id, position, content_sealed)"
        " VALUES ($1, $2, $3, $4)",
        batch.county, batch.id, static_cast<int>(position), pg::Bytes{sealed});
  }
  const auto hash = crypto::Sha256(pdf);
  tx.Run(
      "UPDATE messages.letter_batch SET state = 2, print_time = $3, size_bytes = $4,"
      "  content_hash = $5, has_content = true"
      " WHERE county_id = $1 AND id = $2",
      batch.county, batch.id, now, static_cast<std::int64_t>(pdf.size()), pg::Bytes{AsText(hash)});
}

std::string ReadContent(pg::Transaction& tx, const crypto::Keyring& ring, const BatchRow& batch,
                        std::int64_t offset, std::int64_t limit) {
  if (offset >= batch.size_bytes) return "";
  const auto begin = static_cast<std::size_t>(offset);
  const auto end = static_cast<std::size_t>(offset + std::min(limit, batch.size_bytes - offset));
  std::string content;
  for (const auto& row :
       tx.Run("SELECT position, content_sealed FROM messages.letter_chunk"
              " WHERE county_id = $1 AND batch_id = $2 AND position BETWEEN $3 AND $4"
              " ORDER BY position",
              batch.county, batch.id, static_cast<int>(begin / kChunk),
              static_cast<int>((end - 1) / kChunk))) {
    const auto position = static_cast<std::size_t>(pg::Get<int>(row, "position"));
    content += OpenSealed(ring, ChunkPlace(batch.county, batch.id, position),
                          pg::Get<pg::Bytes>(row, "content_sealed"));
  }
  return content.substr(begin % kChunk, end - begin);
}

void DropContent(pg::Transaction& tx, CountyId county, BatchId batch) {
  tx.Run("DELETE FROM messages.letter_chunk WHERE county_id = $1 AND batch_id = $2", county, batch);
  tx.Run("UPDATE messages.letter_batch SET has_content = false WHERE county_id = $1 AND id = $2",
         county, batch);
}

int DropOldContent(pg::Transaction& tx, CountyId county, Time printed, int most) {
  const auto rows = tx.Run(
      "SELECT id FROM messages.letter_batch"
      " WHERE county_id = $1 AND has_content AND print_time <= $2"
      " ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED",
      county, printed, most);
  for (const auto& row : rows) DropContent(tx, county, pg::Get<BatchId>(row, "id"));
  return static_cast<int>(rows.size());
}

void RecordReading(pg::Transaction& tx, const BatchRow& batch, const rpc::v1::Caller& reader,
                   Time now) {
  const Time minute = std::chrono::floor<std::chrono::minutes>(now);
  tx.Run(
      "INSERT INTO messages.letter_reading (county_id, batch_id, account_id, read_time, person,"
      "  channel) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
      batch.county, batch.id, Uuid::Parse(reader.account_id()).value_or(Uuid()), minute,
      reader.person(), static_cast<int>(reader.channel()));
}

}  // namespace qianmo::messages

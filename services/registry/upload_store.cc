#include "registry/upload_store.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "pg/reader.h"
#include "rpc/timestamp.h"

namespace qianmo::registry {
namespace {

std::optional<UploadRow> ReadFacts(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  UploadRow found{.id = pg::Get<FileId>(row, "id"),
                  .account = pg::Get<Uuid>(row, "account_id"),
                  .file_name = pg::Get<std::string>(row, "file_name"),
                  .upload = {.state = static_cast<UploadState>(pg::Get<int>(row, "state")),
                             .total_size = pg::Get<std::int64_t>(row, "total_size"),
                             .received_size = pg::Get<std::int64_t>(row, "received_size"),
                             .declared = {},
                             .expire_time = pg::Get<Time>(row, "expire_time")}};
  const auto declared = pg::Get<std::optional<pg::Bytes>>(row, "declared_sha256");
  if (declared) found.upload.declared = ToSum(*declared);
  return found;
}

std::string ChunkPlace(CountyId county, FileId id, std::int64_t start) {
  return "registry.chunk.body/" + std::to_string(county.number) + "/" + id.ToString() + "/" +
         std::to_string(start);
}

constexpr char kFacts[] =
    "SELECT id, account_id, file_name, state, total_size, received_size, declared_sha256,"
    "  expire_time"
    " FROM registry.upload WHERE county_id = $1 AND id = $2";

}  // namespace

Sha256Sum ToSum(const std::string& bytes) {
  Sha256Sum sum{};
  if (bytes.size() != sum.size()) throw pg::Trouble("a SHA-256 in the database has another size");
  std::copy(bytes.begin(), bytes.end(), sum.begin());
  return sum;
}

void HoldUploader(pg::Transaction& tx, CountyId county, const Uuid& account) {
  tx.Run(
      "INSERT INTO registry.uploader (county_id, account_id) VALUES ($1, $2)"
      " ON CONFLICT DO NOTHING",
      county, account);
  // Uploads of the account may come into being meanwhile: their reference is no obstacle.
  tx.Run("SELECT FROM registry.uploader WHERE county_id = $1 AND account_id = $2 FOR NO KEY UPDATE",
         county, account);
}

OpenUploads CountOpen(pg::Transaction& tx, CountyId county, const Uuid& account, Time now) {
  const auto rows = tx.Run(
      "SELECT count(*) AS count, coalesce(sum(total_size), 0) AS bytes FROM registry.upload"
      " WHERE county_id = $1 AND account_id = $2 AND state = 1 AND expire_time > $3",
      county, account, now);
  return {.count = pg::Get<int>(rows[0], "count"),
          .bytes = pg::Get<std::int64_t>(rows[0], "bytes")};
}

void InsertUpload(pg::Transaction& tx, CountyId county, const UploadRow& row, Time now) {
  std::optional<pg::Bytes> declared;
  if (row.upload.declared) declared = pg::Bytes{AsText(*row.upload.declared)};
  tx.Run(
      "INSERT INTO registry.upload (county_id, id, account_id, file_name, total_size,"
      "  received_size, declared_sha256, state, create_time, expire_time)"
      " VALUES ($1, $2, $3, $4, $5, 0, $6, 1, $7, $8)",
      county, row.id, row.account, row.file_name, row.upload.total_size, declared, now,
      row.upload.expire_time);
}

std::optional<UploadRow> FindUpload(pg::Transaction& tx, CountyId county, FileId id) {
  return ReadFacts(tx.Run(kFacts, county, id));
}

std::optional<UploadRow> LockUpload(pg::Transaction& tx, CountyId county, FileId id) {
  return ReadFacts(tx.Run(std::string(kFacts) + " FOR UPDATE", county, id));
}

v1::Upload ReadUpload(pg::Transaction& tx, CountyId county, FileId id, Time now) {
  auto message = pg::ReadOne<v1::Upload>(
      tx.Run("SELECT 'counties/' || county_id || '/uploads/' || id AS name, file_name, total_size,"
             "  received_size, state, create_time, expire_time,"
             "  coalesce(encode(declared_sha256, 'hex'), '') AS declared_sha256"
             " FROM registry.upload WHERE county_id = $1 AND id = $2",
             county, id));
  const Upload facts{.state = static_cast<UploadState>(message.value().state()),
                     .total_size = message->total_size(),
                     .received_size = message->received_size(),
                     .declared = {},
                     .expire_time = rpc::ToTime(message->expire_time())};
  message->set_state(static_cast<v1::Upload::State>(StateOf(facts, now)));
  message->set_chunk_limit(kMostChunkBytes);
  message->set_chunk_minimum(kLeastChunkBytes);
  return *std::move(message);
}

std::optional<Chunk> FindChunk(pg::Transaction& tx, CountyId county, FileId id,
                               std::int64_t start) {
  const auto rows = tx.Run(
      "SELECT size, sha256 FROM registry.chunk"
      " WHERE county_id = $1 AND upload_id = $2 AND start = $3",
      county, id, start);
  if (rows.empty()) return std::nullopt;
  return Chunk{.start = start,
               .size = pg::Get<std::int64_t>(rows[0], "size"),
               .sha256 = ToSum(pg::Get<pg::Bytes>(rows[0], "sha256"))};
}

void AddChunk(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, FileId id,
              const Chunk& chunk, std::string_view bytes) {
  const std::string body = crypto::Seal(ring, ChunkPlace(county, id, chunk.start), bytes);
  tx.Run(
      "INSERT INTO registry.chunk (county_id, upload_id, start, size, sha256, body, sealed)"
      " VALUES ($1, $2, $3, $4, $5, $6, true)",
      county, id, chunk.start, chunk.size, pg::Bytes{AsText(chunk.sha256)}, pg::Bytes{body});
  tx.Run("UPDATE registry.upload SET received_size = $3 WHERE county_id = $1 AND id = $2", county,
         id, chunk.start + chunk.size);
}

std::string OpenChunk(const crypto::Keyring& ring, CountyId county, FileId id, std::int64_t start,
                      bool sealed, std::string body) {
  if (!sealed) return body;  // from before chunks were sealed
  auto opened = crypto::Open(ring, ChunkPlace(county, id, start), body);
  if (!opened) throw pg::Trouble("no key at hand opens a part of a file");
  return *std::move(opened);
}

void ForEachChunk(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, FileId id,
                  const std::function<void(std::string_view)>& look) {
  for (std::int64_t start = 0;;) {
    const auto rows = tx.Run(
        "SELECT body, sealed FROM registry.chunk"
        " WHERE county_id = $1 AND upload_id = $2 AND start = $3",
        county, id, start);
    if (rows.empty()) return;
    const std::string body = OpenChunk(ring, county, id, start, pg::Get<bool>(rows[0], "sealed"),
                                       pg::Get<pg::Bytes>(rows[0], "body"));
    look(body);
    start += static_cast<std::int64_t>(body.size());
  }
}

void RemoveChunks(pg::Transaction& tx, CountyId county, FileId id) {
  tx.Run("DELETE FROM registry.chunk WHERE county_id = $1 AND upload_id = $2", county, id);
}

std::vector<ChunkKey> ResealChunks(pg::Transaction& tx, const crypto::Keyring& ring,
                                   CountyId county, const ChunkKey& after, int most) {
  std::vector<ChunkKey> chunks;
  for (const auto& row :
       tx.Run("SELECT upload_id, start, sealed, body FROM registry.chunk"
              " WHERE county_id = $1 AND (upload_id, start) > ($2::uuid, $3::bigint)"
              " ORDER BY upload_id, start LIMIT $4 FOR NO KEY UPDATE",
              county, after.id, after.start, most)) {
    const ChunkKey key{pg::Get<FileId>(row, "upload_id"), pg::Get<std::int64_t>(row, "start")};
    chunks.push_back(key);
    const std::string body = pg::Get<pg::Bytes>(row, "body");
    const std::string place = ChunkPlace(county, key.id, key.start);
    const auto plain =
        pg::Get<bool>(row, "sealed") ? crypto::Open(ring, place, body) : std::optional(body);
    if (!plain) continue;
    tx.Run(
        "UPDATE registry.chunk SET body = $4, sealed = true"
        " WHERE county_id = $1 AND upload_id = $2 AND start = $3",
        county, key.id, key.start, pg::Bytes{crypto::Seal(ring, place, *plain)});
  }
  return chunks;
}

void EndUpload(pg::Transaction& tx, CountyId county, FileId id, UploadState state, Time now) {
  tx.Run("UPDATE registry.upload SET state = $3, end_time = $4 WHERE county_id = $1 AND id = $2",
         county, id, static_cast<int>(state), now);
}

bool RemoveOneExpired(pg::Transaction& tx, CountyId county, Time now) {
  const auto rows = tx.Run(
      "SELECT id FROM registry.upload"
      " WHERE county_id = $1 AND expire_time <= $2 AND state <> 2"
      " ORDER BY expire_time LIMIT 1 FOR UPDATE SKIP LOCKED",
      county, now);
  if (rows.empty()) return false;
  const auto id = pg::Get<FileId>(rows[0], "id");
  RemoveChunks(tx, county, id);
  tx.Run("DELETE FROM registry.upload WHERE county_id = $1 AND id = $2", county, id);
  return true;
}

}  // namespace qianmo::registry

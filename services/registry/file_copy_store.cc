#include "registry/file_copy_store.h"

#include "base/encoding.h"
#include "crypto/digest.h"

namespace qianmo::registry {
namespace {

// As if somebody had uploaded it.
void BringContent(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                  const Uuid& account, const NewFileCopy& copy, const Sha256Sum& sha256, Time now) {
  const auto size = static_cast<std::int64_t>(copy.content.size());
  const UploadRow upload{.id = FileId::Make(now),
                         .account = account,
                         .file_name = "copy",
                         .upload = {.total_size = size, .declared = {}, .expire_time = now}};
  InsertUpload(tx, county, upload, now);
  for (std::int64_t start = 0; start < size; start += kMostChunkBytes) {
    const std::string_view bytes =
        copy.content.substr(static_cast<std::size_t>(start), kMostChunkBytes);
    const Chunk chunk{.start = start,
                      .size = static_cast<std::int64_t>(bytes.size()),
                      .sha256 = crypto::Sha256(bytes)};
    AddChunk(tx, ring, county, upload.id, chunk, bytes);
  }
  EndUpload(tx, county, upload.id, UploadState::kFinished, now);
  if (!AddBlob(tx, county, sha256, size, copy.content_type, upload.id, now)) {
    RemoveChunks(tx, county, upload.id);
  }
}

}  // namespace

void AddFileCopy(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                 const Uuid& account, const NewFileCopy& copy, Time now) {
  const Sha256Sum sha256 = crypto::Sha256(copy.content);
  if (!HoldContent(tx, county, sha256)) BringContent(tx, ring, county, account, copy, sha256, now);
  tx.Run(
      "INSERT INTO registry.file_copy (county_id, sha256, kind, copy_sha256)"
      " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
      county, pg::Bytes{AsText(copy.photo)}, static_cast<int>(copy.kind),
      pg::Bytes{AsText(sha256)});
}

bool HasFileCopy(pg::Transaction& tx, CountyId county, const Sha256Sum& photo, v1::FileCopy kind) {
  return !tx.Run(
                "SELECT FROM registry.file_copy WHERE county_id = $1 AND sha256 = $2 AND kind = $3",
                county, pg::Bytes{AsText(photo)}, static_cast<int>(kind))
              .empty();
}

std::optional<ContentRow> FindFileCopy(pg::Transaction& tx, CountyId county, FileId id,
                                       v1::FileCopy kind) {
  const auto rows = tx.Run(
      "SELECT b.sha256, b.size, b.content_type, f.file_name FROM registry.file f"
      " JOIN registry.file_copy c ON c.county_id = f.county_id AND c.sha256 = f.sha256"
      " JOIN registry.blob b ON b.county_id = c.county_id AND b.sha256 = c.copy_sha256"
      " WHERE f.county_id = $1 AND f.id = $2 AND c.kind = $3",
      county, id, static_cast<int>(kind));
  if (rows.empty()) return std::nullopt;
  return ReadContentRow(rows[0]);
}

void SetPublicFiles(pg::Transaction& tx, CountyId county, const std::string& object,
                    const std::vector<Uuid>& files) {
  tx.Run(
      "DELETE FROM registry.public_file"
      " WHERE county_id = $1 AND object = $2 AND NOT file_id = ANY ($3::uuid[])",
      county, object, pg::Array(files));
  tx.Run(
      "INSERT INTO registry.public_file (county_id, file_id, object)"
      " SELECT DISTINCT $1::integer, file_id, $2::text FROM unnest($3::uuid[]) AS f (file_id)"
      " ON CONFLICT DO NOTHING",
      county, object, pg::Array(files));
}

bool IsPublicFile(pg::Transaction& tx, CountyId county, FileId id) {
  return !tx.Run("SELECT FROM registry.public_file WHERE county_id = $1 AND file_id = $2 LIMIT 1",
                 county, id)
              .empty();
}

}  // namespace qianmo::registry

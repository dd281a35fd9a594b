#include "registry/file_store.h"

#include "base/encoding.h"
#include "pg/reader.h"

namespace qianmo::registry {
namespace {

constexpr char kMessage[] =
    "SELECT 'counties/' || f.county_id || '/files/' || f.id AS name, f.file_name,"
    "  b.content_type, b.size, encode(f.sha256, 'hex') AS sha256, f.create_time"
    " FROM registry.file f"
    " JOIN registry.blob b ON b.county_id = f.county_id AND b.sha256 = f.sha256"
    " WHERE f.county_id = $1 AND ";

}  // namespace

bool HoldContent(pg::Transaction& tx, CountyId county, const Sha256Sum& sha256) {
  return !tx.Run("SELECT FROM registry.blob WHERE county_id = $1 AND sha256 = $2 FOR KEY SHARE",
                 county, pg::Bytes{AsText(sha256)})
              .empty();
}

bool AddBlob(pg::Transaction& tx, CountyId county, const Sha256Sum& sha256, std::int64_t size,
             const std::string& content_type, FileId upload, Time now) {
  // Again where it was there and went before we held it.
  while (!HoldContent(tx, county, sha256)) {
    const auto done = tx.Run(
        "INSERT INTO registry.blob (county_id, sha256, size, content_type, upload_id, create_time)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        county, pg::Bytes{AsText(sha256)}, size, content_type, upload, now);
    if (done.affected_rows() == 1) return true;
  }
  return false;
}

void InsertFile(pg::Transaction& tx, CountyId county, const UploadRow& upload,
                const Sha256Sum& sha256, Time now) {
  tx.Run(
      "INSERT INTO registry.file (county_id, id, account_id, file_name, sha256, create_time)"
      " VALUES ($1, $2, $3, $4, $5, $6)",
      county, upload.id, upload.account, upload.file_name, pg::Bytes{AsText(sha256)}, now);
}

std::optional<Uuid> FindOwner(pg::Transaction& tx, CountyId county, FileId id) {
  const auto rows =
      tx.Run("SELECT account_id FROM registry.file WHERE county_id = $1 AND id = $2", county, id);
  if (rows.empty()) return std::nullopt;
  return pg::Get<Uuid>(rows[0], "account_id");
}

v1::File ReadFile(pg::Transaction& tx, CountyId county, FileId id) {
  return pg::ReadOne<v1::File>(tx.Run(std::string(kMessage) + "f.id = $2", county, id)).value();
}

google::protobuf::RepeatedPtrField<v1::File> SearchFiles(pg::Transaction& tx,
                                                         const FileQuery& query) {
  google::protobuf::RepeatedPtrField<v1::File> files;
  const std::string page = " AND ($3::uuid IS NULL OR f.id < $3) ORDER BY f.id DESC LIMIT $4";
  if (!query.object) {
    pg::ReadAll(tx.Run(std::string(kMessage) + "f.account_id = $2" + page, query.county,
                       query.account, query.after, query.limit),
                &files);
    return files;
  }
  pg::ReadAll(tx.Run(std::string(kMessage) +
                         "f.id IN (SELECT l.file_id FROM registry.file_link l"
                         "  WHERE l.county_id = $1 AND l.object_kind = $5 AND l.object_id = $2)" +
                         page,
                     query.county, query.object->id, query.after, query.limit,
                     static_cast<int>(query.object->kind)),
              &files);
  return files;
}

ContentRow ReadContentRow(const pqxx::row& row) {
  return {.sha256 = ToSum(pg::Get<pg::Bytes>(row, "sha256")),
          .size = pg::Get<std::int64_t>(row, "size"),
          .content_type = pg::Get<std::string>(row, "content_type"),
          .file_name = pg::Get<std::string>(row, "file_name")};
}

ContentRow ContentOf(pg::Transaction& tx, CountyId county, FileId id) {
  const auto rows = tx.Run(
      "SELECT b.sha256, b.size, b.content_type, f.file_name FROM registry.file f"
      " JOIN registry.blob b ON b.county_id = f.county_id AND b.sha256 = f.sha256"
      " WHERE f.county_id = $1 AND f.id = $2",
      county, id);
  return ReadContentRow(rows.at(0));
}

std::string ReadContent(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                        const Sha256Sum& sha256, std::int64_t offset, std::int64_t limit) {
  std::string content;
  const std::int64_t end = offset + limit;
  // Chunk by chunk, since each is opened as a whole.
  for (std::int64_t next = offset; next < end;) {
    const auto rows = tx.Run(
        "SELECT c.upload_id, c.start, c.body, c.sealed FROM registry.blob b"
        " JOIN registry.chunk c ON c.county_id = b.county_id AND c.upload_id = b.upload_id"
        " WHERE b.county_id = $1 AND b.sha256 = $2 AND c.start <= $3::bigint"
        "   AND c.start + c.size > $3::bigint",
        county, pg::Bytes{AsText(sha256)}, next);
    if (rows.empty()) return content;
    const auto start = pg::Get<std::int64_t>(rows[0], "start");
    const std::string body =
        OpenChunk(ring, county, pg::Get<FileId>(rows[0], "upload_id"), start,
                  pg::Get<bool>(rows[0], "sealed"), pg::Get<pg::Bytes>(rows[0], "body"));
    content.append(body, static_cast<std::size_t>(next - start),
                   static_cast<std::size_t>(end - next));
    next = start + static_cast<std::int64_t>(body.size());
  }
  return content;
}

}  // namespace qianmo::registry

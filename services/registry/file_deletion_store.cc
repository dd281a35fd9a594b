#include "registry/file_deletion_store.h"

#include "base/encoding.h"

namespace qianmo::registry {
namespace {

bool IsNeeded(pg::Transaction& tx, CountyId county, const Sha256Sum& sha256) {
  return pg::Get<bool>(
      tx.Run("SELECT EXISTS (SELECT FROM registry.file WHERE county_id = $1 AND sha256 = $2)"
             " OR EXISTS (SELECT FROM registry.file_copy"
             "             WHERE county_id = $1 AND copy_sha256 = $2) AS needed",
             county, pg::Bytes{AsText(sha256)})[0],
      "needed");
}

// What was made of this content, which is forgotten.
std::vector<Sha256Sum> ForgetCopies(pg::Transaction& tx, CountyId county, const Sha256Sum& sha256) {
  std::vector<Sha256Sum> copies;
  for (const auto& row : tx.Run("DELETE FROM registry.file_copy WHERE county_id = $1"
                                "  AND sha256 = $2 RETURNING copy_sha256",
                                county, pg::Bytes{AsText(sha256)})) {
    copies.push_back(ToSum(pg::Get<pg::Bytes>(row, "copy_sha256")));
  }
  return copies;
}

void RemoveContentIfUnneeded(pg::Transaction& tx, CountyId county, const Sha256Sum& sha256) {
  // Whoever is about to have a file of it holds it, too.
  const auto held =
      tx.Run("SELECT upload_id FROM registry.blob WHERE county_id = $1 AND sha256 = $2 FOR UPDATE",
             county, pg::Bytes{AsText(sha256)});
  if (held.empty() || IsNeeded(tx, county, sha256)) return;
  const std::vector<Sha256Sum> copies = ForgetCopies(tx, county, sha256);
  tx.Run("DELETE FROM registry.blob WHERE county_id = $1 AND sha256 = $2", county,
         pg::Bytes{AsText(sha256)});
  RemoveChunks(tx, county, pg::Get<FileId>(held[0], "upload_id"));
  for (const Sha256Sum& copy : copies) RemoveContentIfUnneeded(tx, county, copy);
}

}  // namespace

bool HoldFileInUse(pg::Transaction& tx, CountyId county, FileId id) {
  tx.Run("SELECT FROM registry.file WHERE county_id = $1 AND id = $2 FOR UPDATE", county, id);
  return pg::Get<bool>(
      tx.Run("SELECT EXISTS (SELECT FROM registry.file_link"
             "   WHERE county_id = $1 AND file_id = $2)"
             " OR EXISTS (SELECT FROM registry.public_file WHERE county_id = $1 AND file_id = $2)"
             " OR EXISTS (SELECT FROM registry.import WHERE county_id = $1 AND file_id = $2)"
             " OR EXISTS (SELECT FROM registry.import"
             "   WHERE county_id = $1 AND bad_rows_file_id = $2) AS in_use",
             county, id)[0],
      "in_use");
}

void RemoveFile(pg::Transaction& tx, CountyId county, FileId id) {
  const Sha256Sum content = ContentOf(tx, county, id).sha256;
  tx.Run("DELETE FROM registry.file WHERE county_id = $1 AND id = $2", county, id);
  RemoveContentIfUnneeded(tx, county, content);
}

}  // namespace qianmo::registry

// Uploads and their chunks in the database.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/files.pb.h"
#include "registry/domain/upload.h"

namespace qianmo::registry {

// A file has the id of its upload.
using FileId = Id<struct FileTag>;

// What the rules want of an upload, and whose it is.
struct UploadRow {
  FileId id;
  Uuid account;
  std::string file_name;
  Upload upload;
};

// A SHA-256 as it lies in a row.
Sha256Sum ToSum(const std::string& bytes);

// Lets nobody else count or open uploads of this account, or keep files of it, until the
// transaction ends.
void HoldUploader(pg::Transaction& tx, CountyId county, const Uuid& account);
OpenUploads CountOpen(pg::Transaction& tx, CountyId county, const Uuid& account, Time now);
void InsertUpload(pg::Transaction& tx, CountyId county, const UploadRow& row, Time now);

std::optional<UploadRow> FindUpload(pg::Transaction& tx, CountyId county, FileId id);
std::optional<UploadRow> LockUpload(pg::Transaction& tx, CountyId county, FileId id);
// The upload as people see it. It must exist.
v1::Upload ReadUpload(pg::Transaction& tx, CountyId county, FileId id, Time now);

// The chunk that begins there, without its bytes.
std::optional<Chunk> FindChunk(pg::Transaction& tx, CountyId county, FileId id, std::int64_t start);
// The upload goes on behind it. Sealed: files of households and bidders are personal.
void AddChunk(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, FileId id,
              const Chunk& chunk, std::string_view bytes);
// What lies in a row of registry.chunk, as it was sent.
std::string OpenChunk(const crypto::Keyring& ring, CountyId county, FileId id, std::int64_t start,
                      bool sealed, std::string body);
// Every chunk in its order, with one of them in memory at a time.
void ForEachChunk(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, FileId id,
                  const std::function<void(std::string_view)>& look);
void RemoveChunks(pg::Transaction& tx, CountyId county, FileId id);

// A chunk, in the order of all.
struct ChunkKey {
  FileId id;
  std::int64_t start = -1;
};
// Seals at most `most` chunks after this one under the newest key, those too that were never
// sealed; all of them, the last one at the end.
std::vector<ChunkKey> ResealChunks(pg::Transaction& tx, const crypto::Keyring& ring,
                                   CountyId county, const ChunkKey& after, int most);

// `state` is finished or cancelled.
void EndUpload(pg::Transaction& tx, CountyId county, FileId id, UploadState state, Time now);

// Removes one upload that was not finished in time, and its chunks; whether there was one. Leaves
// out those that a request holds.
bool RemoveOneExpired(pg::Transaction& tx, CountyId county, Time now);

}  // namespace qianmo::registry

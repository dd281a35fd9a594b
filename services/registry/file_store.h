// Files in the database, and the content that they stand for.
#pragma once

#include <optional>
#include <string>

#include "registry/upload_store.h"
#include "rpc/access.h"

namespace qianmo::registry {

// Keeps the chunks of the upload as this content, unless the county has it already; whether they
// are needed now.
bool AddBlob(pg::Transaction& tx, CountyId county, const Sha256Sum& sha256, std::int64_t size,
             const std::string& content_type, FileId upload, Time now);
void InsertFile(pg::Transaction& tx, CountyId county, const UploadRow& upload,
                const Sha256Sum& sha256, Time now);

// Whose the file is.
std::optional<Uuid> FindOwner(pg::Transaction& tx, CountyId county, FileId id);
// It must exist.
v1::File ReadFile(pg::Transaction& tx, CountyId county, FileId id);
// Newest first; `after` is the last of the page before.
google::protobuf::RepeatedPtrField<v1::File> ListFilesOf(pg::Transaction& tx,
                                                         const rpc::ListScope& reach,
                                                         const std::optional<Uuid>& after,
                                                         int limit);
// The bytes from `offset` on, at most `limit` of them. It must exist.
std::string ReadContent(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                        FileId id, std::int64_t offset, std::int64_t limit);

}  // namespace qianmo::registry

// Files in the database, and the content that they stand for.
#pragma once

#include <optional>
#include <string>

#include "registry/file_link_store.h"
#include "registry/upload_store.h"

namespace qianmo::registry {

// Whether the county has this content. It stays until the transaction ends.
bool HoldContent(pg::Transaction& tx, CountyId county, const Sha256Sum& sha256);
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

struct FileQuery {
  CountyId county;
  Uuid account = {};                      // whose files; does not matter where there is an object
  std::optional<FileObject> object = {};  // on which they hang
  std::optional<Uuid> after = {};         // the last of the page before
  int limit = 0;
};
// Newest first.
google::protobuf::RepeatedPtrField<v1::File> SearchFiles(pg::Transaction& tx,
                                                         const FileQuery& query);

// Content, and the name under which it is asked for.
struct ContentRow {
  Sha256Sum sha256{};
  std::int64_t size = 0;
  std::string content_type;
  std::string file_name;
};
// Of columns with these names.
ContentRow ReadContentRow(const pqxx::row& row);
// Of a file, which must exist.
ContentRow ContentOf(pg::Transaction& tx, CountyId county, FileId id);
// The bytes from `offset` on, at most `limit` of them.
std::string ReadContent(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                        const Sha256Sum& sha256, std::int64_t offset, std::int64_t limit);

}  // namespace qianmo::registry

// What is made of photos and kept beside them, and which photos everybody may see.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/file_store.h"

namespace qianmo::registry {

// Kept as content of its own, once however many photos it is a copy of.
struct NewFileCopy {
  Sha256Sum photo{};
  v1::FileCopy kind = v1::FILE_COPY_PUBLIC;
  std::string content_type;
  std::string_view content;
};
// In the name of whoever brought the photo.
void AddFileCopy(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                 const Uuid& account, const NewFileCopy& copy, Time now);
bool HasFileCopy(pg::Transaction& tx, CountyId county, const Sha256Sum& photo, v1::FileCopy kind);

// Nothing where there is no such copy.
std::optional<ContentRow> FindFileCopy(pg::Transaction& tx, CountyId county, FileId id,
                                       v1::FileCopy kind);

// Everybody may see these files for the sake of the object, and no others. All of them must exist.
void SetPublicFiles(pg::Transaction& tx, CountyId county, const std::string& object,
                    const std::vector<Uuid>& files);
// Whether everybody may see it for the sake of some object.
bool IsPublicFile(pg::Transaction& tx, CountyId county, FileId id);

}  // namespace qianmo::registry

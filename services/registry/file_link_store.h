// Which objects a file hangs on: whoever may see one of them may see the file. Every room of the
// registry says here, in the transaction that stores it, which files its objects have.
#pragma once

#include <optional>
#include <vector>

#include "pg/transaction.h"
#include "registry/upload_store.h"
#include "rpc/access.h"

namespace qianmo::registry {

// The numbers are stored.
enum class FileObjectKind { kAsset = 1, kParcel = 2, kRecovery = 3, kBidder = 4 };

struct FileObject {
  FileObjectKind kind = FileObjectKind::kAsset;
  Uuid id = {};
};

// The object has these files from now on, and no others. All of them must exist.
void HangFiles(pg::Transaction& tx, CountyId county, const FileObject& object,
               const std::vector<Uuid>& files);
// One more, which it may have already.
void HangFile(pg::Transaction& tx, CountyId county, const FileObject& object, const Uuid& file);

// An object that files hang on, and where it belongs.
struct FilePlace {
  FileObjectKind kind = FileObjectKind::kAsset;
  rpc::ScopeOf scope;
};
// All that the file hangs on.
std::vector<FilePlace> PlacesOf(pg::Transaction& tx, CountyId county, FileId file);
// Nothing for an object that is not there.
std::optional<FilePlace> FindFilePlace(pg::Transaction& tx, CountyId county,
                                       const FileObject& object);

}  // namespace qianmo::registry

// Who may see a file: the account that brought it, and whoever may see an object that it hangs on,
// by that object's own rules.
#pragma once

#include <string_view>

#include "registry/file_link_store.h"
#include "rpc/call.h"

namespace qianmo::registry {

// The file of this name, which the caller may see. Refuses FILE_NOT_FOUND, OUT_OF_SCOPE.
Result<FileId> RequireFile(pg::Transaction& tx, rpc::Call& call, std::string_view name);

// The same for whoever is about to hang it on an object: a file that the caller may not see is
// FILE_NOT_FOUND to it.
Result<Uuid> RequireFileToHang(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                               std::string_view field);
bool MaySeeFile(pg::Transaction& tx, rpc::Call& call, FileId id);

// The object of this name, which the caller may see. Refuses FILE_OBJECT_NOT_FOUND, OUT_OF_SCOPE.
Result<FileObject> RequireFileObject(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                                     std::string_view field);

}  // namespace qianmo::registry

// Files that go, and their content with the last of them.
#pragma once

#include "registry/file_store.h"

namespace qianmo::registry {

// Whether something needs the file: an object, the public, an import. Nothing comes to need it
// until the transaction ends. It must exist.
bool HoldFileInUse(pg::Transaction& tx, CountyId county, FileId id);

// Under HoldFileInUse. Its content goes, and what was made of it, unless another file has the same.
void RemoveFile(pg::Transaction& tx, CountyId county, FileId id);

}  // namespace qianmo::registry

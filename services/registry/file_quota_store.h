// How many bytes of files are kept, counted as they come.
#pragma once

#include "pg/transaction.h"
#include "registry/domain/file_quota.h"

namespace qianmo::registry {

// At this moment; others may be adding to it.
KeptBytes KeptNow(pg::Transaction& tx, CountyId county, const Uuid& account);
// The same, and nobody adds anything until the transaction ends: call it late. The account must
// have announced an upload.
KeptBytes HoldKept(pg::Transaction& tx, CountyId county, const Uuid& account);
// Under HoldKept. Below zero for a file that goes.
void AddKept(pg::Transaction& tx, CountyId county, const Uuid& account, std::int64_t size);

}  // namespace qianmo::registry

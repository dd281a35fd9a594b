// The list of assets as a file.
#pragma once

#include "base/org_path.h"
#include "pg/transaction.h"
#include "registry/table_file.h"

namespace qianmo::registry {

// What this collective and those below it keep and have not retired, in their order and as they
// came, in the columns that an import reads. Refuses EXPORT_TOO_LARGE.
Result<ExportedFile> ExportAssetList(pg::Transaction& tx, CountyId county, const OrgPath& within,
                                     v1::TableFormat format);

}  // namespace qianmo::registry

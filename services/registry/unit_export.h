// The roll of units as a file.
#pragma once

#include "registry/table_file.h"
#include "registry/unit_roll_store.h"

namespace qianmo::registry {

// One row a holder, by its number, the collective's own units first; and the sums. Shares, not
// hundredths. Refuses EXPORT_TOO_LARGE.
Result<ExportedFile> ExportUnitRoll(pg::Transaction& tx, UnitRollWish wish, v1::TableFormat format);

}  // namespace qianmo::registry

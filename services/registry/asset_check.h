// The check of a table of assets, part by part: what each row says, whether it fits into the
// registry, and what is kept ready to arrive.
#pragma once

#include "registry/checked_part.h"

namespace qianmo::registry {

// Checks some assets from where the table stands, keeps them ready, and adds them to the counts of
// `row`. Refuses IMPORT_MALFORMED, IMPORT_TOO_LARGE.
Result<CheckedPart> CheckAssets(pg::Transaction& tx, const crypto::Keyring& ring,
                                ImportTable* table, ImportRow* row, Time now);

}  // namespace qianmo::registry

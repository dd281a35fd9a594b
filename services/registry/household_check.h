// The check of a table of households, part by part: what each row says, whether its household fits
// into the registry, and what is kept ready to arrive.
#pragma once

#include "registry/checked_part.h"

namespace qianmo::registry {

// Checks some households from where the table stands, keeps them ready, and adds them to the counts
// of `row`; never cuts a household in two. Refuses IMPORT_MALFORMED, IMPORT_TOO_LARGE.
Result<CheckedPart> CheckHouseholds(pg::Transaction& tx, const crypto::Keyring& ring,
                                    ImportTable* table, ImportRow* row, Time now);

}  // namespace qianmo::registry

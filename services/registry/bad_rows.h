// The bad rows of an import as a table of their own, to be put right and imported again.
#pragma once

#include "registry/import_store.h"

namespace qianmo::registry {

// A file of the importer's: the head of the table and the bad rows as they came, with a further
// column that says why, which the next import does not read.
Result<Done> WriteBadRows(pg::Transaction& tx, const crypto::Keyring& ring, const ImportRow& row,
                          const TableColumns& columns, Time now);

}  // namespace qianmo::registry

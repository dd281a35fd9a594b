// How households that are ready arrive, in one transaction and a few statements.
#pragma once

#include "pg/transaction.h"
#include "registry/import_store.h"

namespace qianmo::registry {

// How many of the ready households no longer fit: their collective has ended or moved, or somebody
// took their number or the ID number of one of their members. Lets nobody end or move the
// collectives until the transaction ends.
std::int64_t CountStaleHouseholds(pg::Transaction& tx, const ImportRow& row);

// Households, members, how they are found, and that they joined.
void LoadReadyHouseholds(pg::Transaction& tx, const ImportRow& row, Time now);

// Their units: issued by a change that the maker proposed and the checker approved.
void LoadReadyUnits(pg::Transaction& tx, const ImportRow& row, Time now);

}  // namespace qianmo::registry

// The collectives that keep assets and parcels, and who may own a part of one.
#pragma once

#include <string>

#include "pg/transaction.h"

namespace qianmo::registry {

// The path of a collective that is there, and stays so until the transaction ends: a merger waits.
// Refuses COLLECTIVE_NOT_FOUND, COLLECTIVE_ENDED.
Result<std::string> HoldKeeper(pg::Transaction& tx, CountyId county, const Uuid& collective);

// Also of one that has ended. Refuses COLLECTIVE_NOT_FOUND.
Result<std::string> PathOfKeeper(pg::Transaction& tx, CountyId county, const Uuid& collective);

// Refuses PARTNER_NOT_FOUND, PARTNER_RETIRED.
Result<Done> HoldPartner(pg::Transaction& tx, CountyId county, const Uuid& partner);

}  // namespace qianmo::registry

// Pays villages that have an account at a bank by now.
#pragma once

#include "crypto/keyring.h"
#include "ledger/hold_movements.h"
#include "pg/pool.h"

namespace qianmo::ledger {

// The chore: once through all that villages of the county are owed. One that cannot be paid holds
// up no others; why it could not is kept with it and logged. How many could not.
int PayVillages(pg::Pool& pool, CountyId county, const crypto::Keyring& ring, Time now);

}  // namespace qianmo::ledger

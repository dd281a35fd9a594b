// Households and members go with their collective into its successor; what its meetings have left
// is there the heir's to read.
#pragma once

#include "registry/carry.h"

namespace qianmo::registry {

// Refuses MEETING_AHEAD where voters are frozen for a later day.
Result<Done> CarryAllHouseholds(pg::Transaction& tx, const Carry& carry);
Result<Done> CarrySomeHouseholds(pg::Transaction& tx, const Carry& carry, const PartItems& items);

}  // namespace qianmo::registry

// Households and members go with their collective into its successor.
#pragma once

#include "registry/carry.h"

namespace qianmo::registry {

Result<Done> CarryAllHouseholds(pg::Transaction& tx, const Carry& carry);
Result<Done> CarrySomeHouseholds(pg::Transaction& tx, const Carry& carry, const CarryItems& items);

}  // namespace qianmo::registry

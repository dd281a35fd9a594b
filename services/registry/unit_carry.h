// Income-right units go with their households, and a collective's own with it.
#pragma once

#include "registry/carry.h"

namespace qianmo::registry {

Result<Done> CarryAllUnits(pg::Transaction& tx, const Carry& carry);
Result<Done> CarrySomeUnits(pg::Transaction& tx, const Carry& carry, const CarryItems& items);

}  // namespace qianmo::registry

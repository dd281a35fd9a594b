// Income-right units go with their households, and collective units with their collective: so many
// as a split gives to a part, and the rest to whoever takes the rest.
#pragma once

#include "registry/carry.h"

namespace qianmo::registry {

Result<Done> CarryAllUnits(pg::Transaction& tx, const Carry& carry);
Result<Done> CarrySomeUnits(pg::Transaction& tx, const Carry& carry, const PartItems& items);

}  // namespace qianmo::registry

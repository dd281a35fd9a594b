// Assets, with all that is on the map, go to whoever a split gives them, and the rest to whoever
// takes the rest of a collective.
#pragma once

#include "registry/carry.h"

namespace qianmo::registry {

Result<Done> CarryAllAssets(pg::Transaction& tx, const Carry& carry);
Result<Done> CarrySomeAssets(pg::Transaction& tx, const Carry& carry, const PartItems& items);

}  // namespace qianmo::registry

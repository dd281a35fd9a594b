// Assets, with all that is on the map, go to whoever takes the rest of a collective.
#pragma once

#include "registry/carry.h"

namespace qianmo::registry {

Result<Done> CarryAllAssets(pg::Transaction& tx, const Carry& carry);

}  // namespace qianmo::registry

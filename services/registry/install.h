// Puts the registry into a server.
#pragma once

#include "rpc/server.h"

namespace qianmo::registry {

void Install(rpc::Hosted& hosted);

// One for each room, called by Install.
void InstallCollectives(rpc::Hosted& hosted);
void InstallHouseholds(rpc::Hosted& hosted);
void InstallUnits(rpc::Hosted& hosted);

}  // namespace qianmo::registry

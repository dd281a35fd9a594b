// Puts the registry into a server.
#pragma once

#include "rpc/server.h"

namespace qianmo::registry {

void Install(rpc::Hosted& hosted);

}  // namespace qianmo::registry

// Puts identity into a server.
#pragma once

#include "rpc/server.h"

namespace qianmo::identity {

void Install(rpc::Hosted& hosted);

}  // namespace qianmo::identity

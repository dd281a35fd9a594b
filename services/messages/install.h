// The messages service, put together.
#pragma once

#include "rpc/server.h"

namespace qianmo::messages {

void Install(rpc::Hosted& hosted);

}  // namespace qianmo::messages

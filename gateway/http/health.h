// What a load balancer asks: does the process live, and should it get requests?
#pragma once

#include <functional>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

// 200 as long as the process answers at all.
Serve Healthz();
// 200 while `ready` holds, else 503.
Serve Readyz(std::function<bool()> ready);

}  // namespace qianmo::gateway

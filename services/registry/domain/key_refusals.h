// Refusals around the keys that the registry seals with. Clients translate by reason.
#pragma once

#include <chrono>

#include "base/refusal.h"

namespace qianmo::registry::refusals {

Refusal KeysTooFresh(std::chrono::milliseconds retry_after);

}  // namespace qianmo::registry::refusals

// Refusals around the keys that the ledger seals with. Clients translate by reason.
#pragma once

#include <chrono>

#include "base/refusal.h"

namespace qianmo::ledger::refusals {

Refusal KeysTooFresh(std::chrono::milliseconds retry_after);

}  // namespace qianmo::ledger::refusals

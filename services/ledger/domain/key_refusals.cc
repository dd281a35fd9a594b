#include "ledger/domain/key_refusals.h"

namespace qianmo::ledger::refusals {

Refusal KeysTooFresh(std::chrono::milliseconds retry_after) {
  Refusal refusal{Refusal::Kind::kExhausted, "KEYS_TOO_FRESH",
                  "A key was added just now, and not every server may know it yet."};
  refusal.retry_after = retry_after;
  return refusal;
}

}  // namespace qianmo::ledger::refusals

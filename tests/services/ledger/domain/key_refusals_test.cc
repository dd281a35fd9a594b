#include "ledger/domain/key_refusals.h"

#include <gtest/gtest.h>

namespace qianmo::ledger::refusals {
namespace {

TEST(LedgerKeyRefusals, SayHowLongToWait) {
  const Refusal refusal = KeysTooFresh(std::chrono::milliseconds(1500));
  EXPECT_EQ(refusal.reason, "KEYS_TOO_FRESH");
  EXPECT_EQ(refusal.retry_after, std::chrono::milliseconds(1500));
}

}  // namespace
}  // namespace qianmo::ledger::refusals

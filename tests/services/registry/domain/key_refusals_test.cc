#include "registry/domain/key_refusals.h"

#include <gtest/gtest.h>

namespace qianmo::registry::refusals {
namespace {

TEST(KeyRefusals, SayWhenToComeBack) {
  const Refusal fresh = KeysTooFresh(std::chrono::milliseconds(1500));
  EXPECT_EQ(fresh.kind, Refusal::Kind::kExhausted);
  EXPECT_EQ(fresh.reason, "KEYS_TOO_FRESH");
  EXPECT_EQ(fresh.retry_after, std::chrono::milliseconds(1500));
}

}  // namespace
}  // namespace qianmo::registry::refusals

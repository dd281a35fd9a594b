// Every refusal of deliveries has its kind and its reason, which clients rely on.
#include "messages/domain/delivery_refusals.h"

#include <gtest/gtest.h>

namespace qianmo::messages {
namespace {

TEST(DeliveryRefusals, HaveTheirKindAndReason) {
  using Kind = Refusal::Kind;
  const std::tuple<Refusal, Kind, std::string> table[] = {
      {refusals::DeliveryNotFound(), Kind::kNotFound, "DELIVERY_NOT_FOUND"},
      {refusals::DeliveryNotFailed(), Kind::kPrecondition, "DELIVERY_NOT_FAILED"},
      {refusals::DeliveryMayHaveArrived(), Kind::kPrecondition, "DELIVERY_MAY_HAVE_ARRIVED"},
      {refusals::DeliveryExpired(), Kind::kPrecondition, "DELIVERY_EXPIRED"},
      {refusals::DeliveryContentGone(), Kind::kPrecondition, "DELIVERY_CONTENT_GONE"},
  };
  for (const auto& [refusal, kind, reason] : table) {
    EXPECT_EQ(refusal.kind, kind) << reason;
    EXPECT_EQ(refusal.reason, reason);
    EXPECT_NE(refusal.message, "");
  }
}

}  // namespace
}  // namespace qianmo::messages

#include "messages/domain/delivery_refusals.h"

namespace qianmo::messages::refusals {
namespace {

Refusal Precondition(const char* reason, const char* message) {
  return {Refusal::Kind::kPrecondition, reason, message};
}

}  // namespace

Refusal DeliveryNotFound() {
  return {Refusal::Kind::kNotFound, "DELIVERY_NOT_FOUND", "there is no such delivery"};
}

Refusal DeliveryNotFailed() {
  return Precondition("DELIVERY_NOT_FAILED", "only a delivery that failed is tried again");
}

Refusal DeliveryMayHaveArrived() {
  return Precondition("DELIVERY_MAY_HAVE_ARRIVED",
                      "the provider has not said that it failed: it may have arrived");
}

Refusal DeliveryExpired() {
  return Precondition("DELIVERY_EXPIRED", "the message is pointless by now");
}

Refusal DeliveryContentGone() {
  return Precondition("DELIVERY_CONTENT_GONE",
                      "the code in it was wiped when it left: ask for a new one");
}

}  // namespace qianmo::messages::refusals

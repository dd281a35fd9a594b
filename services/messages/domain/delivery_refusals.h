// The refusals of deliveries. Clients translate by reason.
#pragma once

#include "base/refusal.h"

namespace qianmo::messages::refusals {

Refusal DeliveryNotFound();
Refusal DeliveryNotFailed();
// The provider never said what became of it: sent again, it could arrive twice.
Refusal DeliveryMayHaveArrived();
Refusal DeliveryExpired();
// It carried a code, which is kept only until it has left.
Refusal DeliveryContentGone();

}  // namespace qianmo::messages::refusals

// What leaves the house, for the officers who look after it.
#pragma once

#include "qianmo/messages/v1/deliveries.pb.h"
#include "rpc/call.h"

namespace qianmo::messages {

class DeliveriesService {
 public:
  Result<v1::ListOutboundResponse> ListOutbound(rpc::Call& call,
                                                const v1::ListOutboundRequest& request);
  Result<v1::Delivery> GetDelivery(rpc::Call& call, const v1::GetDeliveryRequest& request);
  Result<v1::Delivery> RetryOutbound(rpc::Call& call, const v1::RetryOutboundRequest& request);
};

}  // namespace qianmo::messages

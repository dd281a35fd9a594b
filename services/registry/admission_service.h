// Admission: a party applies, one officer takes it in, another decides.
#pragma once

#include "qianmo/registry/v1/bidders.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class AdmissionService {
 public:
  Result<v1::Bidder> ApplyForAdmission(rpc::Call& call,
                                       const v1::ApplyForAdmissionRequest& request);
  Result<v1::Bidder> TakeInBidder(rpc::Call& call, const v1::TakeInBidderRequest& request);
  Result<v1::Bidder> AdmitBidder(rpc::Call& call, const v1::AdmitBidderRequest& request);
  Result<v1::Bidder> RejectBidder(rpc::Call& call, const v1::RejectBidderRequest& request);
};

}  // namespace qianmo::registry

// What is said of bidders changes by their proposal and the centre's decision.
#pragma once

#include "qianmo/registry/v1/bidder_details.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class BidderDetailsService {
 public:
  Result<v1::Bidder> ProposeBidderDetails(rpc::Call& call,
                                          const v1::ProposeBidderDetailsRequest& request);
  Result<v1::Bidder> ApproveBidderDetails(rpc::Call& call,
                                          const v1::ApproveBidderDetailsRequest& request);
  Result<v1::Bidder> RejectBidderDetails(rpc::Call& call,
                                         const v1::RejectBidderDetailsRequest& request);
};

}  // namespace qianmo::registry

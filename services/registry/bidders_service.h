// Bidders: looked at, listed, kept from trading and let in again.
#pragma once

#include "qianmo/registry/v1/bidders.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class BiddersService {
 public:
  Result<v1::Bidder> SuspendBidder(rpc::Call& call, const v1::SuspendBidderRequest& request);
  Result<v1::Bidder> BarBidder(rpc::Call& call, const v1::BarBidderRequest& request);
  Result<v1::Bidder> ReinstateBidder(rpc::Call& call, const v1::ReinstateBidderRequest& request);
  Result<v1::Bidder> GetBidder(rpc::Call& call, const v1::GetBidderRequest& request);
  Result<v1::Bidder> RevealBidder(rpc::Call& call, const v1::RevealBidderRequest& request);
  Result<v1::ListBiddersResponse> ListBidders(rpc::Call& call,
                                              const v1::ListBiddersRequest& request);
  Result<v1::ListBidderEventsResponse> ListBidderEvents(rpc::Call& call,
                                                        const v1::ListBidderEventsRequest& request);
};

}  // namespace qianmo::registry

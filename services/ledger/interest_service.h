// The bank's interest, given to those whose money was there.
#pragma once

#include "qianmo/ledger/v1/interest.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class InterestService {
 public:
  Result<v1::InterestRun> AllocateInterest(rpc::Call& call,
                                           const v1::AllocateInterestRequest& request);
  Result<v1::ListInterestSharesResponse> ListInterestShares(
      rpc::Call& call, const v1::ListInterestSharesRequest& request);
};

}  // namespace qianmo::ledger

// The bank's interest, given to those whose money was there: proposed by one person, approved by
// another, and carried out in steps.
#pragma once

#include "qianmo/ledger/v1/interest.pb.h"
#include "rpc/call.h"
#include "rpc/operations.h"

namespace qianmo::ledger {

class InterestService {
 public:
  // Defines the work; both outlive this.
  InterestService(const rpc::Room& room, rpc::Operations& operations);

  Result<v1::InterestRun> ProposeInterest(rpc::Call& call,
                                          const v1::ProposeInterestRequest& request);
  Result<google::longrunning::Operation> ApproveInterest(rpc::Call& call,
                                                         const v1::ApproveInterestRequest& request);
  Result<v1::InterestRun> DeclineInterest(rpc::Call& call,
                                          const v1::DeclineInterestRequest& request);
  Result<v1::InterestRun> GetInterestRun(rpc::Call& call, const v1::GetInterestRunRequest& request);
  Result<v1::ListInterestRunsResponse> ListInterestRuns(rpc::Call& call,
                                                        const v1::ListInterestRunsRequest& request);
  Result<v1::ListInterestSharesResponse> ListInterestShares(
      rpc::Call& call, const v1::ListInterestSharesRequest& request);

 private:
  Result<rpc::Step> Step(pg::Transaction& tx, const rpc::Progress& progress) const;

  const rpc::Room& room_;
  rpc::Operations& operations_;
};

}  // namespace qianmo::ledger

// Merges and splits: proposed, then confirmed, rejected or withdrawn.
#pragma once

#include "qianmo/registry/v1/collective_changes.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class CollectiveChangesService {
 public:
  Result<v1::CollectiveChange> ProposeMerge(rpc::Call& call,
                                            const v1::ProposeMergeRequest& request);
  Result<v1::CollectiveChange> ProposeSplit(rpc::Call& call,
                                            const v1::ProposeSplitRequest& request);
  Result<v1::CollectiveChange> ConfirmCollectiveChange(
      rpc::Call& call, const v1::ConfirmCollectiveChangeRequest& request);
  Result<v1::CollectiveChange> RejectCollectiveChange(
      rpc::Call& call, const v1::RejectCollectiveChangeRequest& request);
  Result<v1::CollectiveChange> WithdrawCollectiveChange(
      rpc::Call& call, const v1::WithdrawCollectiveChangeRequest& request);
  Result<v1::CollectiveChange> GetCollectiveChange(rpc::Call& call,
                                                   const v1::GetCollectiveChangeRequest& request);
  Result<v1::ListCollectiveChangesResponse> ListCollectiveChanges(
      rpc::Call& call, const v1::ListCollectiveChangesRequest& request);
};

}  // namespace qianmo::registry

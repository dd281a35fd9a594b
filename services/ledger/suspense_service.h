// Money in suspense, until people decide; and interest, which comes the same way.
#pragma once

#include "qianmo/ledger/v1/interest.pb.h"
#include "qianmo/ledger/v1/suspense.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class SuspenseService {
 public:
  Result<v1::SuspenseItem> GetSuspenseItem(rpc::Call& call,
                                           const v1::GetSuspenseItemRequest& request);
  Result<v1::ListSuspenseResponse> ListSuspense(rpc::Call& call,
                                                const v1::ListSuspenseRequest& request);
  Result<v1::SuspenseItem> ProposeSuspense(rpc::Call& call,
                                           const v1::ProposeSuspenseRequest& request);
  Result<v1::SuspenseItem> ApplySuspense(rpc::Call& call, const v1::ApplySuspenseRequest& request);
  Result<v1::SuspenseItem> DeclineSuspense(rpc::Call& call,
                                           const v1::DeclineSuspenseRequest& request);
  Result<v1::SuspenseItem> ReturnSuspense(rpc::Call& call,
                                          const v1::ReturnSuspenseRequest& request);
};

}  // namespace qianmo::ledger

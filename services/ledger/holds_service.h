// Deposit holds: opened before the money comes, and resolved part by part.
#pragma once

#include "qianmo/ledger/v1/forfeits.pb.h"
#include "qianmo/ledger/v1/holds.pb.h"
#include "qianmo/ledger/v1/releases.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class HoldsService {
 public:
  Result<v1::Hold> OpenHold(rpc::Call& call, const v1::OpenHoldRequest& request);
  Result<v1::Hold> GetHold(rpc::Call& call, const v1::GetHoldRequest& request);
  Result<v1::ListHoldsResponse> ListHolds(rpc::Call& call, const v1::ListHoldsRequest& request);
  Result<v1::Hold> CaptureHold(rpc::Call& call, const v1::CaptureHoldRequest& request);
  Result<v1::Hold> ReleaseHold(rpc::Call& call, const v1::ReleaseHoldRequest& request);
  Result<v1::Hold> ForfeitHold(rpc::Call& call, const v1::ForfeitHoldRequest& request);
  Result<v1::Hold> DisposeForfeit(rpc::Call& call, const v1::DisposeForfeitRequest& request);
  Result<v1::Hold> DueRelease(rpc::Call& call, const v1::DueReleaseRequest& request);
  Result<v1::ListLateReleasesResponse> ListLateReleases(rpc::Call& call,
                                                        const v1::ListLateReleasesRequest& request);
};

}  // namespace qianmo::ledger

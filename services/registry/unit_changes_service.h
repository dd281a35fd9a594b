// Changes of units: proposed by one person, confirmed by others, or cancelled.
#pragma once

#include "qianmo/registry/v1/units.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class UnitChangesService {
 public:
  Result<v1::UnitCharter> SetUnitCharter(rpc::Call& call, const v1::SetUnitCharterRequest& request);
  Result<v1::UnitChange> IssueUnits(rpc::Call& call, const v1::IssueUnitsRequest& request);
  Result<v1::UnitChange> ProposeTransfer(rpc::Call& call,
                                         const v1::ProposeTransferRequest& request);
  Result<v1::UnitChange> ConfirmTransfer(rpc::Call& call,
                                         const v1::ConfirmTransferRequest& request);
  Result<v1::InheritUnitsResponse> InheritUnits(rpc::Call& call,
                                                const v1::InheritUnitsRequest& request);
  Result<v1::UnitChange> BuyBackUnits(rpc::Call& call, const v1::BuyBackUnitsRequest& request);
  Result<v1::UnitChange> FreezeUnits(rpc::Call& call, const v1::FreezeUnitsRequest& request);
  Result<v1::UnitChange> UnfreezeUnits(rpc::Call& call, const v1::UnfreezeUnitsRequest& request);
  Result<v1::UnitChange> PledgeUnits(rpc::Call& call, const v1::PledgeUnitsRequest& request);
  Result<v1::UnitChange> ReleasePledge(rpc::Call& call, const v1::ReleasePledgeRequest& request);
  Result<v1::UnitChange> ConfirmUnitChange(rpc::Call& call,
                                           const v1::ConfirmUnitChangeRequest& request);
  Result<v1::UnitChange> CancelUnitChange(rpc::Call& call,
                                          const v1::CancelUnitChangeRequest& request);
};

}  // namespace qianmo::registry

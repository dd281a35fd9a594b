// What is known of units: charters, changes on their way, rolls as of any dates, events.
#pragma once

#include "qianmo/registry/v1/units.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class UnitRollsService {
 public:
  Result<v1::UnitCharter> GetUnitCharter(rpc::Call& call, const v1::GetUnitCharterRequest& request);
  Result<v1::UnitChange> GetUnitChange(rpc::Call& call, const v1::GetUnitChangeRequest& request);
  Result<v1::ListUnitChangesResponse> ListUnitChanges(rpc::Call& call,
                                                      const v1::ListUnitChangesRequest& request);
  Result<v1::GetRollResponse> GetRoll(rpc::Call& call, const v1::GetRollRequest& request);
  Result<v1::ListUnitEventsResponse> ListUnitEvents(rpc::Call& call,
                                                    const v1::ListUnitEventsRequest& request);
};

}  // namespace qianmo::registry

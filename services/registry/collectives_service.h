// Collectives: entered, read, changed; their area codes and officers.
#pragma once

#include "qianmo/registry/v1/collectives.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class CollectivesService {
 public:
  Result<v1::Collective> CreateCollective(rpc::Call& call,
                                          const v1::CreateCollectiveRequest& request);
  Result<v1::Collective> GetCollective(rpc::Call& call, const v1::GetCollectiveRequest& request);
  Result<v1::ListCollectivesResponse> ListCollectives(rpc::Call& call,
                                                      const v1::ListCollectivesRequest& request);
  Result<v1::Collective> UpdateCollective(rpc::Call& call,
                                          const v1::UpdateCollectiveRequest& request);
  Result<v1::Collective> SetAreaCode(rpc::Call& call, const v1::SetAreaCodeRequest& request);
  Result<v1::Collective> AppointOfficer(rpc::Call& call, const v1::AppointOfficerRequest& request);
  Result<v1::Collective> EndOffice(rpc::Call& call, const v1::EndOfficeRequest& request);
  Result<v1::ListCollectiveEventsResponse> ListCollectiveEvents(
      rpc::Call& call, const v1::ListCollectiveEventsRequest& request);
};

}  // namespace qianmo::registry

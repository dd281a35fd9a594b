// Households: entered with their heads, read, changed, dissolved.
#pragma once

#include "qianmo/registry/v1/households.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class HouseholdsService {
 public:
  Result<v1::Household> CreateHousehold(rpc::Call& call, const v1::CreateHouseholdRequest& request);
  Result<v1::Household> GetHousehold(rpc::Call& call, const v1::GetHouseholdRequest& request);
  Result<v1::ListHouseholdsResponse> ListHouseholds(rpc::Call& call,
                                                    const v1::ListHouseholdsRequest& request);
  Result<v1::FindHouseholdsResponse> FindHouseholds(rpc::Call& call,
                                                    const v1::FindHouseholdsRequest& request);
  Result<v1::Household> UpdateHousehold(rpc::Call& call, const v1::UpdateHouseholdRequest& request);
  Result<v1::Household> ChangeHead(rpc::Call& call, const v1::ChangeHeadRequest& request);
  Result<v1::Household> DissolveHousehold(rpc::Call& call,
                                          const v1::DissolveHouseholdRequest& request);
  Result<v1::RevealHouseholdResponse> RevealHousehold(rpc::Call& call,
                                                      const v1::RevealHouseholdRequest& request);
};

}  // namespace qianmo::registry

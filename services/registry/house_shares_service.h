// Houses as shares: brought in, taken out, looked at.
#pragma once

#include "qianmo/registry/v1/house_shares.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class HouseSharesService {
 public:
  Result<v1::HouseShare> ContributeHouse(rpc::Call& call,
                                         const v1::ContributeHouseRequest& request);
  Result<v1::HouseShare> WithdrawHouse(rpc::Call& call, const v1::WithdrawHouseRequest& request);
  Result<v1::HouseShare> GetHouseShare(rpc::Call& call, const v1::GetHouseShareRequest& request);
  Result<v1::ListHouseSharesResponse> ListHouseShares(rpc::Call& call,
                                                      const v1::ListHouseSharesRequest& request);
};

}  // namespace qianmo::registry

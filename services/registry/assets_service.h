// Assets: registered, looked at, changed, disputed, listed and let, retired.
#pragma once

#include "qianmo/registry/v1/asset_resources.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class AssetsService {
 public:
  Result<v1::Asset> CreateAsset(rpc::Call& call, const v1::CreateAssetRequest& request);
  Result<v1::Asset> GetAsset(rpc::Call& call, const v1::GetAssetRequest& request);
  Result<v1::ListAssetsResponse> ListAssets(rpc::Call& call, const v1::ListAssetsRequest& request);
  Result<v1::Asset> UpdateAsset(rpc::Call& call, const v1::UpdateAssetRequest& request);
  Result<v1::Asset> RetireAsset(rpc::Call& call, const v1::RetireAssetRequest& request);
  Result<v1::Asset> DisputeAsset(rpc::Call& call, const v1::DisputeAssetRequest& request);
  Result<v1::Asset> SettleAsset(rpc::Call& call, const v1::SettleAssetRequest& request);
  Result<v1::Asset> ChangeAssetState(rpc::Call& call, const v1::ChangeAssetStateRequest& request);
  Result<v1::ListAssetEventsResponse> ListAssetEvents(rpc::Call& call,
                                                      const v1::ListAssetEventsRequest& request);
};

}  // namespace qianmo::registry

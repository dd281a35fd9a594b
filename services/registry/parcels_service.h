// Parcels: drawn, corrected, settled, and shown as a map.
#pragma once

#include "google/api/httpbody.pb.h"
#include "qianmo/registry/v1/parcels.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class ParcelsService {
 public:
  Result<v1::Parcel> CreateParcel(rpc::Call& call, const v1::CreateParcelRequest& request);
  Result<v1::Parcel> GetParcel(rpc::Call& call, const v1::GetParcelRequest& request);
  Result<v1::ListParcelsResponse> ListParcels(rpc::Call& call,
                                              const v1::ListParcelsRequest& request);
  Result<v1::Parcel> UpdateParcel(rpc::Call& call, const v1::UpdateParcelRequest& request);
  Result<v1::Parcel> RetireParcel(rpc::Call& call, const v1::RetireParcelRequest& request);
  Result<v1::Parcel> ConfirmBoundary(rpc::Call& call, const v1::ConfirmBoundaryRequest& request);
  Result<google::api::HttpBody> GetTile(rpc::Call& call, const v1::GetTileRequest& request);
};

}  // namespace qianmo::registry

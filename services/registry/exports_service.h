// Rolls as files, masked for everybody who may read them, in full for a reason.
#pragma once

#include "google/api/httpbody.pb.h"
#include "qianmo/registry/v1/exports.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class ExportsService {
 public:
  Result<google::api::HttpBody> ExportHouseholds(rpc::Call& call,
                                                 const v1::ExportHouseholdsRequest& request);
  Result<google::api::HttpBody> ExportAssets(rpc::Call& call,
                                             const v1::ExportAssetsRequest& request);
  Result<google::api::HttpBody> ExportUnits(rpc::Call& call, const v1::ExportUnitsRequest& request);
  Result<google::api::HttpBody> RevealHouseholds(rpc::Call& call,
                                                 const v1::RevealHouseholdsRequest& request);
};

}  // namespace qianmo::registry

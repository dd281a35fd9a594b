// Recovery cases: opened, taken step by step, looked at.
#pragma once

#include "qianmo/registry/v1/recoveries.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class RecoveriesService {
 public:
  Result<v1::RecoveryCase> OpenRecovery(rpc::Call& call, const v1::OpenRecoveryRequest& request);
  Result<v1::RecoveryCase> AdvanceRecovery(rpc::Call& call,
                                           const v1::AdvanceRecoveryRequest& request);
  Result<v1::RecoveryCase> GetRecovery(rpc::Call& call, const v1::GetRecoveryRequest& request);
  Result<v1::ListRecoveriesResponse> ListRecoveries(rpc::Call& call,
                                                    const v1::ListRecoveriesRequest& request);
};

}  // namespace qianmo::registry

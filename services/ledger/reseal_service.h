// Long work after a rotation of keys: everything that the ledger keeps comes under the newest.
#pragma once

#include "qianmo/ledger/v1/keys.pb.h"
#include "rpc/call.h"
#include "rpc/operations.h"

namespace qianmo::ledger {

class ResealService {
 public:
  // Defines the work; both outlive this.
  ResealService(const rpc::Room& room, rpc::Operations& operations);

  Result<google::longrunning::Operation> StartReseal(rpc::Call& call,
                                                     const v1::StartResealRequest& request);

 private:
  rpc::Operations& operations_;
};

}  // namespace qianmo::ledger

// Long work after a rotation of keys: everything that messages keeps comes under the newest ones.
#pragma once

#include "qianmo/messages/v1/messages.pb.h"
#include "rpc/call.h"
#include "rpc/operations.h"

namespace qianmo::messages {

class ResealService {
 public:
  // Defines the work; both outlive this.
  ResealService(const rpc::Room& room, rpc::Operations& operations);

  Result<google::longrunning::Operation> StartReseal(rpc::Call& call,
                                                     const v1::StartResealRequest& request);

 private:
  rpc::Operations& operations_;
};

}  // namespace qianmo::messages

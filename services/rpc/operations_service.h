// The RPCs over long work, for all the services of one process.
#pragma once

#include <map>
#include <string>

#include "google/longrunning/operations.pb.h"
#include "qianmo/rpc/v1/operations.pb.h"
#include "rpc/call.h"

namespace qianmo::rpc {

class OperationsService {
 public:
  // Before the server starts only.
  void Add(const Room& room) { rooms_[room.service] = &room; }

  Result<google::longrunning::Operation> GetOperation(Call& call,
                                                      const v1::GetOperationRequest& request);
  Result<v1::ListOperationsResponse> ListOperations(Call& call,
                                                    const v1::ListOperationsRequest& request);
  Result<google::longrunning::Operation> CancelOperation(Call& call,
                                                         const v1::CancelOperationRequest& request);

 private:
  // Makes `call` work on the data of the service that the operation belongs to.
  Result<Done> Enter(Call& call, const std::string& service) const;

  std::map<std::string, const Room*> rooms_;
};

}  // namespace qianmo::rpc

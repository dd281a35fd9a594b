// The one place where refusals become gRPC statuses, and back.
#pragma once

#include <string>

#include <grpcpp/support/status.h>

#include "base/refusal.h"
#include "google/rpc/status.pb.h"

namespace qianmo::rpc {

// Initial metadata of a stream that was let in: it may be long before its first message comes.
inline constexpr char kAdmittedKey[] = "x-admitted";

// The ErrorInfo domain of every refusal.
inline constexpr char kErrorDomain[] = "qianmo.cn";

google::rpc::Status ToProto(const Refusal& refusal);
// The refusal that ToProto made this of.
Refusal FromProto(const google::rpc::Status& status);
grpc::Status ToStatus(const google::rpc::Status& status);
grpc::Status ToStatus(const Refusal& refusal);

// Trouble, not a refusal: `incident` is what an operator finds in the log.
grpc::Status Trouble(grpc::StatusCode code, const std::string& message,
                     const std::string& incident);

// The reason in a status's ErrorInfo, or "" where there is none.
std::string ReasonOf(const grpc::Status& status);

}  // namespace qianmo::rpc

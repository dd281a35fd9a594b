// Every error as AIP-193 JSON: {"error": {"code", "message", "status", "details": [...]}}. Nothing
// of upstream's addresses or internals gets out.
#pragma once

#include <string>
#include <vector>

#include <grpcpp/support/status.h>

#include "base/refusal.h"
#include "gateway/http/exchange.h"
#include "gateway/transcode/route.h"
#include "google/rpc/status.pb.h"

namespace qianmo::gateway {

// The HTTP status of a gRPC code (google/rpc/code.proto).
int HttpCodeOf(int grpc_code);

// What upstream answered, fit for the outside: only our own services' words and details pass; what
// the transport says is replaced. UNAVAILABLE always says when to come back.
google::rpc::Status ForOutside(const grpc::Status& status);
// The same for who called by this route: the fields of its request are named as in JSON.
google::rpc::Status ForOutside(const grpc::Status& status, const Route& route);

// {"error": …} with the trace id as RequestInfo. `http_code` 0 takes the code's own.
std::string ErrorJson(const google::rpc::Status& status, const std::string& trace_id,
                      int http_code = 0);

// The whole answer, with Retry-After where the details know it and WWW-Authenticate for 401.
HttpResponse ErrorResponse(const google::rpc::Status& status, const std::string& trace_id,
                           int http_code = 0);
HttpResponse ErrorResponse(const Refusal& refusal, const std::string& trace_id, int http_code = 0);

}  // namespace qianmo::gateway

// One HTTP binding of one method as an OpenAPI operation.
#pragma once

#include <string>

#include "gateway/openapi/schema.h"
#include "google/api/http.pb.h"

namespace qianmo::gateway {

struct Operation {
  std::string path;    // "/v1/counties/{county}/accounts/{account}"
  std::string method;  // "get"
  Json json;
};

// `serial` is 1 for the binding itself and counts the additional ones on.
Operation OperationOf(const google::protobuf::MethodDescriptor& method,
                      const google::api::HttpRule& rule, int serial, const Comments& comments,
                      Schemas* schemas);

}  // namespace qianmo::gateway

// What an operation answers: its message, its bytes or its stream, and errors in one form.
#pragma once

#include <string>

#include "gateway/openapi/schema.h"

namespace qianmo::gateway {

// `response_body` is that of the HTTP rule, mostly "".
Json ResponsesOf(const google::protobuf::MethodDescriptor& method, const std::string& response_body,
                 Schemas* schemas);
// Errors as AIP-193 has them, for components/schemas and components/responses.
Json ErrorSchema();
Json ErrorResponseComponent();

}  // namespace qianmo::gateway

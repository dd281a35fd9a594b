// The whole API as an OpenAPI 3.1 document.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "gateway/openapi/comments.h"
#include "gateway/openapi/json.h"

namespace qianmo::gateway {

// Every service of ours in this program that has an HTTP binding, by name.
std::vector<const google::protobuf::ServiceDescriptor*> PublishedServices(const Comments& comments);

// Throws std::runtime_error when two methods have the same binding.
Json OpenApiDocument(const std::vector<const google::protobuf::ServiceDescriptor*>& services,
                     const Comments& comments);

}  // namespace qianmo::gateway

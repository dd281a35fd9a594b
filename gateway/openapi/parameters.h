// The parameters of an operation: parts of its path, its query, and headers with a meaning.
#pragma once

#include <string>

#include "gateway/openapi/path.h"
#include "gateway/openapi/schema.h"

namespace qianmo::gateway {

// The field that a dotted path leads to; null where there is none.
const google::protobuf::FieldDescriptor* FieldAt(const google::protobuf::Descriptor& message,
                                                 const std::string& path);
// Whether the method answers google.api.HttpBody and is read in windows.
bool IsDownload(const google::protobuf::MethodDescriptor& method);

// `body` is that of the HTTP rule: "", "*" or a field.
Json ParametersOf(const google::protobuf::MethodDescriptor& method, const OpenPath& path,
                  const std::string& body, Schemas* schemas);

}  // namespace qianmo::gateway

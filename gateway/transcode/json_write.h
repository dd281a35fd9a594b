// Protobuf messages as JSON, in proto3's mapping: int64 as text, enums by name, scalars always
// present so that a browser needs no defaults, absent messages left out.
#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace qianmo::gateway {

// Appends the message as one JSON value without blanks.
void WriteJson(const google::protobuf::Message& message, std::string* out);
// Appends only one field of it, for google.api.http's response_body.
void WriteFieldJson(const google::protobuf::Message& message,
                    const google::protobuf::FieldDescriptor* field, std::string* out);
// Appends a JSON string, quotes included; what is not UTF-8 becomes U+FFFD.
void WriteJsonString(std::string_view text, std::string* out);

}  // namespace qianmo::gateway

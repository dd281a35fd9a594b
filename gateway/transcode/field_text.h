// One field from text, as a path, a query or a JSON string or number holds it.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/message.h>

namespace qianmo::gateway {

// Sets the field, or adds to it where it is repeated. Takes what proto3's JSON mapping takes as a
// string: whole numbers (also "1e3"), "NaN" and "Infinity", base64 of both alphabets, enums by name
// and number, Timestamp, Duration, FieldMask, wrappers. False for what does not fit; `problem` is
// then a sentence about it.
bool SetFieldFromText(google::protobuf::Message* message,
                      const google::protobuf::FieldDescriptor* field, std::string_view text,
                      std::string* problem);

// How many characters at the beginning are a number of RFC 8259; 0 for none.
std::size_t NumberLength(std::string_view text);

// Whether SetFieldFromText knows how to fill a message of this type.
bool HasTextForm(const google::protobuf::Descriptor* type);

}  // namespace qianmo::gateway

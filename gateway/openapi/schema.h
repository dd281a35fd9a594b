// Messages and enums as JSON Schema, in the form that protobuf's JSON has.
#pragma once

#include <set>
#include <string>

#include <google/protobuf/descriptor.h>

#include "gateway/openapi/comments.h"
#include "gateway/openapi/json.h"

namespace qianmo::gateway {

class Schemas {
 public:
  explicit Schemas(const Comments& comments) : comments_(comments) {}

  // The value of a field, with its rules, its comment and its marks. Messages and enums are
  // referred to, and kept for Components.
  Json OfField(const google::protobuf::FieldDescriptor& field);
  // A reference to a message, or the schema of a well-known one.
  Json OfMessage(const google::protobuf::Descriptor& message);
  // The fields of a message without those named, for bodies whose other fields are in the path.
  Json OfFields(const google::protobuf::Descriptor& message, const std::set<std::string>& without);

  // Every message and enum that somebody referred to, by full name.
  Json Components();

 private:
  Json OfOneValue(const google::protobuf::FieldDescriptor& field);
  Json OfEnum(const google::protobuf::EnumDescriptor& one) const;
  std::string Describe(const google::protobuf::FieldDescriptor& field) const;

  const Comments& comments_;
  std::set<std::string> messages_;  // referred to
  std::set<std::string> enums_;
};

// Whether the message is one JSON string, such as a Timestamp: it can stand in a query.
bool IsTextInJson(const google::protobuf::Descriptor& message);

}  // namespace qianmo::gateway

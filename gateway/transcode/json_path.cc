#include "gateway/transcode/json_path.h"

#include <algorithm>

#include "google/rpc/error_details.pb.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const FieldDescriptor* NamedField(const Descriptor* type, const std::string& name) {
  if (type == nullptr) return nullptr;
  const FieldDescriptor* field = type->FindFieldByName(name);
  return field != nullptr ? field : type->FindFieldByCamelcaseName(name);
}

// What lies below a field, or below one of its items or values.
const Descriptor* TypeBelow(const FieldDescriptor* field) {
  if (field == nullptr) return nullptr;
  const Descriptor* type = field->message_type();
  return field->is_map() ? type->FindFieldByNumber(2)->message_type() : type;
}

}  // namespace

std::string JsonPath(const Descriptor& message, std::string_view path) {
  const Descriptor* type = &message;
  std::string json;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    const std::string name(path.substr(0, end));
    const FieldDescriptor* field = NamedField(type, name);
    json += field == nullptr ? name : field->json_name();
    path.remove_prefix(end);
    if (path.starts_with('[')) {
      const std::size_t close = std::min(path.find(']'), path.size() - 1) + 1;
      json += path.substr(0, close);
      path.remove_prefix(close);
    }
    type = TypeBelow(field);
    if (type == nullptr || !path.starts_with('.')) break;
    json += '.';
    path.remove_prefix(1);
  }
  return json.append(path);
}

google::rpc::Status InJsonNames(google::rpc::Status status, const Descriptor& request) {
  for (auto& detail : *status.mutable_details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (auto& violation : *bad.mutable_field_violations()) {
      const std::string proto = violation.field();
      violation.set_field(JsonPath(request, proto));
      std::string* message = status.mutable_message();
      const bool ends = message->size() > proto.size() &&
                        ((*message)[proto.size()] == ':' || (*message)[proto.size()] == ' ');
      if (!proto.empty() && ends && message->starts_with(proto)) {
        message->replace(0, proto.size(), violation.field());
      }
    }
    detail.PackFrom(bad);
  }
  return status;
}

}  // namespace qianmo::gateway

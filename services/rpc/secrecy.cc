#include "rpc/secrecy.h"

#include <functional>
#include <memory>
#include <set>

#include <google/protobuf/util/json_util.h>

#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

v1::Secrecy SecrecyOf(const FieldDescriptor& field) {
  return field.options().GetExtension(v1::secrecy);
}

// Calls `touch` for every set field that is marked; it may change the field. What it leaves is
// searched for more.
void ForEachMarked(
    Message* message,
    const std::function<void(Message*, const FieldDescriptor*, v1::Secrecy)>& touch) {
  const auto& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const v1::Secrecy secrecy = SecrecyOf(*field);
    if (secrecy != v1::SECRECY_UNSPECIFIED) touch(message, field, secrecy);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
        ForEachMarked(reflection.MutableRepeatedMessage(message, field, i), touch);
      }
    } else if (reflection.HasField(*message, field)) {
      ForEachMarked(reflection.MutableMessage(message, field), touch);
    }
  }
}

bool CarriesPersonal(const Descriptor& message, std::set<const Descriptor*>* seen) {
  if (!seen->insert(&message).second) return false;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (SecrecyOf(field) == v1::SECRECY_PERSONAL) return true;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        CarriesPersonal(*field.message_type(), seen)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string MaskedJson(const Message& message) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  ForEachMarked(copy.get(), [](Message* holder, const FieldDescriptor* field, v1::Secrecy) {
    const auto& reflection = *holder->GetReflection();
    const bool is_text = field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated();
    reflection.ClearField(holder, field);
    if (is_text) reflection.SetString(holder, field, "***");
  });
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto status = google::protobuf::util::MessageToJsonString(*copy, &json, options);
  return status.ok() ? json : "{}";
}

void RemoveSecrets(Message* message) {
  ForEachMarked(message, [](Message* holder, const FieldDescriptor* field, v1::Secrecy secrecy) {
    if (secrecy == v1::SECRECY_SECRET) holder->GetReflection()->ClearField(holder, field);
  });
}

bool CarriesPersonal(const Descriptor& message) {
  std::set<const Descriptor*> seen;
  return CarriesPersonal(message, &seen);
}

}  // namespace qianmo::rpc

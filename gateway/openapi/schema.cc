#include "gateway/openapi/schema.h"

#include <map>

#include "google/api/field_behavior.pb.h"
#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

Json Typed(const char* type, const char* format = nullptr) {
  Json schema;
  schema.Set("type", type);
  if (format != nullptr) schema.Set("format", format);
  return schema;
}

// JSON has no room for 64 bits in a number.
Json LongInteger(const char* format, const char* pattern) {
  return Typed("string", format).Set("pattern", pattern);
}

Json AnySchema() {
  Json type = Typed("string").Set("description", "Which message it is.");
  Json schema = Typed("object");
  schema.At("properties").Set("@type", std::move(type));
  return schema.Set("required", Json::Items{"@type"}).Set("additionalProperties", true);
}

// Of messages that have a JSON form of their own.
const std::map<std::string, Json>& WellKnown() {
  static const std::map<std::string, Json> known = {
      {"google.protobuf.Timestamp", Typed("string", "date-time")},
      {"google.protobuf.Duration", Typed("string").Set("pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$")},
      {"google.protobuf.FieldMask",
       Typed("string").Set("description", "Names of fields in lowerCamelCase, with commas.")},
      {"google.protobuf.Any", AnySchema()},
      {"google.protobuf.Empty", Typed("object")},
      {"google.protobuf.Struct", Typed("object").Set("additionalProperties", true)},
      {"google.protobuf.Value", Json()},
      {"google.protobuf.ListValue", Typed("array")},
      {"google.protobuf.StringValue", Typed("string")},
      {"google.protobuf.BoolValue", Typed("boolean")},
      {"google.protobuf.Int32Value", Typed("integer", "int32")},
      {"google.protobuf.Int64Value", LongInteger("int64", "^-?[0-9]+$")},
      {"google.api.HttpBody", Typed("string", "binary")}};
  return known;
}

std::string Whole(const std::string& pattern) { return "^(?:" + pattern + ")$"; }

// Rules of a text; a byte string's bounds are of bytes and not of its base64.
void AddTextRules(const rpc::v1::FieldRules& rules, const FieldDescriptor& field, Json* schema) {
  if (field.type() == FieldDescriptor::TYPE_STRING) {
    if (rules.min_length() > 0) schema->Set("minLength", rules.min_length());
    if (rules.max_length() > 0) schema->Set("maxLength", rules.max_length());
  }
  if (rules.uuid7()) schema->Set("format", "uuid");
  if (!rules.pattern().empty()) schema->Set("pattern", Whole(rules.pattern()));
}

void AddRules(const rpc::v1::FieldRules& rules, const FieldDescriptor& field, Json* schema) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) AddTextRules(rules, field, schema);
  const bool in_text = field.cpp_type() == FieldDescriptor::CPPTYPE_INT64;
  if (rules.has_min()) schema->Set(in_text ? "x-minimum" : "minimum", rules.min());
  if (rules.has_max()) schema->Set(in_text ? "x-maximum" : "maximum", rules.max());
}

void AddItemRules(const rpc::v1::FieldRules& rules, Json* schema) {
  if (rules.min_items() > 0) schema->Set("minItems", rules.min_items());
  if (rules.max_items() > 0) schema->Set("maxItems", rules.max_items());
}

void AddMarks(const FieldDescriptor& field, Json* schema) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    const auto behavior = options.GetExtension(google::api::field_behavior, i);
    if (behavior == google::api::OUTPUT_ONLY) schema->Set("readOnly", true);
    if (behavior == google::api::INPUT_ONLY) schema->Set("writeOnly", true);
  }
  const auto secrecy = options.GetExtension(rpc::v1::secrecy);
  if (secrecy == rpc::v1::SECRECY_PERSONAL) schema->Set("x-qianmo-secrecy", "personal");
  if (secrecy == rpc::v1::SECRECY_SECRET) schema->Set("x-qianmo-secrecy", "secret");
  const auto cookie = options.GetExtension(rpc::v1::cookie);
  if (cookie == rpc::v1::COOKIE_SESSION) schema->Set("x-qianmo-cookie", "session");
  if (cookie == rpc::v1::COOKIE_DEVICE) schema->Set("x-qianmo-cookie", "device");
  if (const auto* oneof = field.real_containing_oneof()) schema->Set("x-oneof", oneof->name());
}

Json Reference(const std::string& name) {
  Json reference;
  reference.Set("$ref", "#/components/schemas/" + name);
  return reference;
}

void AddParagraph(const std::string& paragraph, std::string* text) {
  if (!text->empty()) *text += "\n\n";
  *text += paragraph;
}

}  // namespace

bool IsTextInJson(const Descriptor& message) {
  for (const char* name : {"Timestamp", "Duration", "FieldMask", "StringValue", "BoolValue",
                           "Int32Value", "Int64Value"}) {
    if (message.full_name() == std::string("google.protobuf.") + name) return true;
  }
  return false;
}

Json Schemas::OfMessage(const Descriptor& message) {
  const auto known = WellKnown().find(message.full_name());
  if (known != WellKnown().end()) return known->second;
  messages_.insert(message.full_name());
  return Reference(message.full_name());
}

Json Schemas::OfOneValue(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_BOOL:
      return Typed("boolean");
    case FieldDescriptor::TYPE_DOUBLE:
      return Typed("number", "double");
    case FieldDescriptor::TYPE_FLOAT:
      return Typed("number", "float");
    case FieldDescriptor::TYPE_STRING:
      return Typed("string");
    case FieldDescriptor::TYPE_BYTES:
      return Typed("string").Set("contentEncoding", "base64");
    case FieldDescriptor::TYPE_ENUM:
      enums_.insert(field.enum_type()->full_name());
      return Reference(field.enum_type()->full_name());
    case FieldDescriptor::TYPE_MESSAGE:
    case FieldDescriptor::TYPE_GROUP:
      return OfMessage(*field.message_type());
    default:
      break;
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      return LongInteger("int64", "^-?[0-9]+$");
    case FieldDescriptor::CPPTYPE_UINT64:
      return LongInteger("uint64", "^[0-9]+$");
    case FieldDescriptor::CPPTYPE_UINT32:
      return Typed("integer", "uint32").Set("minimum", 0);
    default:
      return Typed("integer", "int32");
  }
}

Json Schemas::OfField(const FieldDescriptor& field) {
  const auto& rules = field.options().GetExtension(rpc::v1::rules);
  Json schema;
  if (field.is_map()) {
    schema = Typed("object");
    schema.Set("additionalProperties", OfOneValue(*field.message_type()->map_value()));
    if (rules.max_items() > 0) schema.Set("maxProperties", rules.max_items());
  } else if (field.is_repeated()) {
    Json item = OfOneValue(field);
    AddRules(rules, field, &item);
    schema = Typed("array").Set("items", std::move(item));
    AddItemRules(rules, &schema);
  } else {
    schema = OfOneValue(field);
    AddRules(rules, field, &schema);
  }
  const std::string description = Describe(field);
  if (!description.empty()) schema.Set("description", description);
  AddMarks(field, &schema);
  return schema;
}

std::string Schemas::Describe(const FieldDescriptor& field) const {
  std::string text = comments_.Of(field.full_name());
  const auto& rules = field.options().GetExtension(rpc::v1::rules);
  if (!rules.pattern_hint().empty()) AddParagraph("Form: " + rules.pattern_hint() + ".", &text);
  if (const auto* oneof = field.real_containing_oneof()) {
    AddParagraph("At most one of the fields of " + oneof->name() + " is given.", &text);
  }
  const auto secrecy = field.options().GetExtension(rpc::v1::secrecy);
  if (secrecy == rpc::v1::SECRECY_SECRET) AddParagraph("Secret: never logged or stored.", &text);
  if (field.options().GetExtension(rpc::v1::cookie) != rpc::v1::COOKIE_UNSPECIFIED) {
    AddParagraph("Browsers neither send nor see it: the gateway keeps it in a cookie.", &text);
  }
  return text;
}

Json Schemas::OfFields(const Descriptor& message, const std::set<std::string>& without) {
  Json schema = Typed("object");
  const std::string& comment = comments_.Of(message.full_name());
  if (!comment.empty()) schema.Set("description", comment);
  Json& properties = schema.At("properties");
  Json required = Json::Array();
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (without.contains(field.name())) continue;
    properties.Set(field.json_name(), OfField(field));
    const bool in_cookie =
        field.options().GetExtension(rpc::v1::cookie) != rpc::v1::COOKIE_UNSPECIFIED;
    if (field.options().GetExtension(rpc::v1::rules).required() && !in_cookie) {
      required.Add(field.json_name());
    }
  }
  if (!required.Empty()) schema.Set("required", std::move(required));
  return schema;
}

Json Schemas::OfEnum(const google::protobuf::EnumDescriptor& one) const {
  Json values = Json::Array();
  std::string text = comments_.Of(one.full_name());
  for (int i = 0; i < one.value_count(); ++i) {
    const auto& value = *one.value(i);
    values.Add(value.name());
    const std::string& comment = comments_.Of(value.full_name());
    if (comment.empty()) continue;
    const bool listed = text.find("- `") != text.npos;
    if (!text.empty()) text += listed ? "\n" : "\n\n";
    text += "- `" + value.name() + "`: " + comment;
  }
  Json schema = Typed("string");
  if (!text.empty()) schema.Set("description", text);
  return schema.Set("enum", std::move(values));
}

Json Schemas::Components() {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  std::map<std::string, Json> made;
  for (bool more = true; more;) {
    more = false;
    for (const std::string& name : std::set<std::string>(messages_)) {
      if (made.contains(name)) continue;
      made[name] = OfFields(*pool->FindMessageTypeByName(name), {});
      more = true;
    }
  }
  for (const std::string& name : enums_) made[name] = OfEnum(*pool->FindEnumTypeByName(name));
  Json components;
  for (auto& [name, schema] : made) components.Set(name, std::move(schema));
  return components;
}

}  // namespace qianmo::gateway

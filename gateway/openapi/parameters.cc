#include "gateway/openapi/parameters.h"

#include <algorithm>

#include "google/api/field_behavior.pb.h"
#include "qianmo/rpc/v1/content.pb.h"
#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// A message within itself has no end.
constexpr int kMostNesting = 4;

bool IsWindow(const FieldDescriptor& field) {
  return field.message_type() == rpc::v1::ContentWindow::descriptor();
}

Json PathParameter(const OpenPathParameter& one) {
  Json schema;
  schema.Set("type", "string");
  if (!one.pattern.empty()) schema.Set("pattern", "^(?:" + one.pattern + ")$");
  Json json;
  json.Set("name", one.name).Set("in", "path").Set("required", true);
  json.Set("description", "Part of `" + one.field + "`: `" + one.shape + "`.");
  return json.Set("schema", std::move(schema)).Set("x-qianmo-field", one.field);
}

Json HeaderParameter(const char* name, const char* description) {
  Json json;
  json.Set("name", name).Set("in", "header").Set("description", description);
  return json.Set("schema", Json().Set("type", "string"));
}

// Collects the fields that a query may carry.
class Query {
 public:
  Query(const OpenPath& path, const std::string& body, bool download, Schemas* schemas)
      : path_(path), body_(body), download_(download), schemas_(*schemas) {}

  void AddFields(const Descriptor& message) { AddFields(message, Place(), true); }

  Json all = Json::Array();

 private:
  // Where a message lies within the request.
  struct Place {
    std::string path;  // "on_date."
    std::string name;  // "onDate."
    int depth = 0;
  };

  void AddFields(const Descriptor& message, const Place& place, bool required) {
    for (int i = 0; i < message.field_count(); ++i) {
      AddField(*message.field(i), place, required);
    }
  }

  bool IsElsewhere(const FieldDescriptor& field, const std::string& path) const {
    if (path == body_ || field.is_map()) return true;
    if (download_ && IsWindow(field)) return true;  // Range says it
    return std::any_of(path_.parameters.begin(), path_.parameters.end(),
                       [&](const auto& one) { return one.field == path; });
  }

  void AddField(const FieldDescriptor& field, const Place& place, bool required) {
    const std::string path = place.path + field.name();
    const std::string name = place.name + field.json_name();
    if (IsElsewhere(field, path)) return;
    const bool wanted = required && field.options().GetExtension(rpc::v1::rules).required();
    const Descriptor* message = field.message_type();
    if (message != nullptr && !IsTextInJson(*message)) {
      if (field.is_repeated() || place.depth >= kMostNesting) return;
      return AddFields(*message, {path + ".", name + ".", place.depth + 1}, wanted);
    }
    Json json;
    json.Set("name", name).Set("in", "query");
    if (wanted) json.Set("required", true);
    Json schema = schemas_.OfField(field);
    if (const Json* description = schema.Find("description")) {
      json.Set("description", *description);
    }
    all.Add(json.Set("schema", std::move(schema)));
  }

  const OpenPath& path_;
  const std::string& body_;
  const bool download_;
  Schemas& schemas_;
};

// Whether a change may say which state it means.
bool KeepsEtag(const google::protobuf::MethodDescriptor& method, const std::string& body) {
  using google::protobuf::MethodOptions;
  if (method.options().idempotency_level() == MethodOptions::NO_SIDE_EFFECTS) return false;
  const FieldDescriptor* etag = FieldAt(*method.input_type(), "etag");
  if (etag == nullptr) etag = FieldAt(*method.input_type(), body + ".etag");
  if (etag == nullptr) return false;
  const auto behaviors = etag->options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(behaviors.begin(), behaviors.end(), google::api::OUTPUT_ONLY) == behaviors.end();
}

}  // namespace

const FieldDescriptor* FieldAt(const Descriptor& message, const std::string& path) {
  const std::size_t dot = path.find('.');
  const FieldDescriptor* field = message.FindFieldByName(path.substr(0, dot));
  if (dot == path.npos || field == nullptr) return field;
  if (field->message_type() == nullptr) return nullptr;
  return FieldAt(*field->message_type(), path.substr(dot + 1));
}

bool IsDownload(const google::protobuf::MethodDescriptor& method) {
  if (method.output_type()->full_name() != "google.api.HttpBody") return false;
  for (int i = 0; i < method.input_type()->field_count(); ++i) {
    if (IsWindow(*method.input_type()->field(i))) return true;
  }
  return false;
}

Json ParametersOf(const google::protobuf::MethodDescriptor& method, const OpenPath& path,
                  const std::string& body, Schemas* schemas) {
  Json all = Json::Array();
  for (const auto& one : path.parameters) all.Add(PathParameter(one));
  if (body != "*") {
    Query query(path, body, IsDownload(method), schemas);
    query.AddFields(*method.input_type());
    query.all.MoveItemsTo(&all);
  }
  if (IsDownload(method)) {
    all.Add(HeaderParameter("Range", "`bytes=…`: one part of the content."));
    all.Add(HeaderParameter("If-Range", "The etag for which Range is meant."));
    all.Add(HeaderParameter("If-None-Match", "The etag that is here already."));
    all.Add(HeaderParameter("If-Match", "The etag of the only content that is wanted."));
  } else if (KeepsEtag(method, body)) {
    all.Add(HeaderParameter("If-Match", "The same as `etag`, in quotes."));
  }
  if (method.server_streaming()) {
    all.Add(HeaderParameter("Last-Event-ID", "Where server-sent events go on: the last `id`."));
  }
  return all;
}

}  // namespace qianmo::gateway

#include "gateway/openapi/operation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/openapi/access_words.h"
#include "gateway/openapi/parameters.h"
#include "gateway/openapi/path.h"
#include "gateway/openapi/responses.h"
#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

std::pair<std::string, std::string> MethodAndTemplate(const google::api::HttpRule& rule) {
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      return {"get", rule.get()};
    case google::api::HttpRule::kPut:
      return {"put", rule.put()};
    case google::api::HttpRule::kPost:
      return {"post", rule.post()};
    case google::api::HttpRule::kDelete:
      return {"delete", rule.delete_()};
    case google::api::HttpRule::kPatch:
      return {"patch", rule.patch()};
    default: {
      std::string method = rule.custom().kind();
      for (char& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      return {method, rule.custom().path()};
    }
  }
}

std::string DescriptionOf(const MethodDescriptor& method, const Comments& comments) {
  std::string text = comments.Of(method.full_name());
  text += "\n\n**Who may call it**\n\n" +
          AccessInWords(method.options().GetExtension(rpc::v1::access), comments);
  const auto& reasons = method.options().GetExtension(rpc::v1::refusals).reasons();
  if (!reasons.empty()) text += "\n\n**Reasons of its refusals**\n";
  for (const std::string& reason : reasons) text += "\n- `" + reason + "`";
  return text;
}

bool IsPublic(const MethodDescriptor& method) {
  const auto& grants = method.options().GetExtension(rpc::v1::access).grants();
  return std::any_of(grants.begin(), grants.end(),
                     [](const auto& grant) { return grant.scope() == rpc::v1::SCOPE_PUBLIC; });
}

// Signed in by the cookie or by a token.
Json SecurityOf(const MethodDescriptor& method) {
  if (IsPublic(method)) return Json::Array();
  Json cookie, bearer;
  cookie.Set("cookie", Json::Array());
  bearer.Set("bearer", Json::Array());
  return Json::Items{cookie, bearer};
}

Json ReasonsOf(const MethodDescriptor& method) {
  Json reasons = Json::Array();
  for (const auto& reason : method.options().GetExtension(rpc::v1::refusals).reasons()) {
    reasons.Add(reason);
  }
  return reasons;
}

Json BodyOf(const MethodDescriptor& method, const std::string& body,
            const std::set<std::string>& in_path, Schemas* schemas) {
  const auto& request = *method.input_type();
  const FieldDescriptor* field = body == "*" ? nullptr : request.FindFieldByName(body);
  const bool raw = field != nullptr && field->message_type() != nullptr &&
                   field->message_type()->full_name() == "google.api.HttpBody";
  Json content;
  if (raw) {
    content.At("application/octet-stream").Set("schema", schemas->OfField(*field));
  } else if (field != nullptr) {
    content.At("application/json").Set("schema", schemas->OfField(*field));
  } else if (in_path.empty()) {
    content.At("application/json").Set("schema", schemas->OfMessage(request));
  } else {
    content.At("application/json").Set("schema", schemas->OfFields(request, in_path));
  }
  Json json;
  return json.Set("required", true).Set("content", std::move(content));
}

}  // namespace

Operation OperationOf(const MethodDescriptor& method, const google::api::HttpRule& rule, int serial,
                      const Comments& comments, Schemas* schemas) {
  const auto [http_method, path_template] = MethodAndTemplate(rule);
  const OpenPath path = OpenPathOf(path_template, [&](const std::string& field) {
    const FieldDescriptor* found = FieldAt(*method.input_type(), field);
    return found == nullptr ? "" : found->options().GetExtension(rpc::v1::rules).pattern();
  });
  std::set<std::string> in_path;
  for (const auto& parameter : path.parameters) in_path.insert(parameter.field);

  Json json;
  json.Set("operationId", method.service()->name() + "_" + method.name() +
                              (serial > 1 ? "_" + std::to_string(serial) : ""));
  json.Set("tags", Json::Items{method.service()->name()});
  json.Set("summary", FirstSentence(comments.Of(method.full_name())));
  json.Set("description", DescriptionOf(method, comments));
  Json parameters = ParametersOf(method, path, rule.body(), schemas);
  if (!IsPublic(method)) {
    parameters.Add(Json().Set("$ref", "#/components/parameters/OnBehalfOf"));
  }
  if (!parameters.Empty()) json.Set("parameters", std::move(parameters));
  if (!rule.body().empty()) json.Set("requestBody", BodyOf(method, rule.body(), in_path, schemas));
  json.Set("responses", ResponsesOf(method, rule.response_body(), schemas));
  json.Set("security", SecurityOf(method));
  json.Set("x-qianmo-method", method.full_name());
  json.Set("x-qianmo-access", AccessAsJson(method.options().GetExtension(rpc::v1::access)));
  json.Set("x-qianmo-refusals", ReasonsOf(method));
  return {path.path, http_method, std::move(json)};
}

}  // namespace qianmo::gateway

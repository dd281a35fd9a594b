#include "gateway/transcode/bind_route.h"

#include <set>
#include <stdexcept>

namespace qianmo::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

[[noreturn]] void Fail(const MethodDescriptor* method, const std::string& why) {
  throw std::runtime_error(method->full_name() + ": its google.api.http binding " + why);
}

void SetMethodAndPath(const google::api::HttpRule& rule, Route* route) {
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      route->http_method = "GET";
      route->pattern = rule.get();
      return;
    case google::api::HttpRule::kPut:
      route->http_method = "PUT";
      route->pattern = rule.put();
      return;
    case google::api::HttpRule::kPost:
      route->http_method = "POST";
      route->pattern = rule.post();
      return;
    case google::api::HttpRule::kDelete:
      route->http_method = "DELETE";
      route->pattern = rule.delete_();
      return;
    case google::api::HttpRule::kPatch:
      route->http_method = "PATCH";
      route->pattern = rule.patch();
      return;
    case google::api::HttpRule::kCustom:
      route->http_method = rule.custom().kind();
      route->pattern = rule.custom().path();
      return;
    case google::api::HttpRule::PATTERN_NOT_SET:
      Fail(route->method, "has no path");
  }
}

bool IsMessage(const FieldDescriptor* field, const char* type) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated() &&
         field->message_type()->full_name() == type;
}

// "account.name" as fields; the last must be able to hold a part of a path.
FieldPath ResolvePath(const MethodDescriptor* method, const std::string& text) {
  FieldPath path;
  const Descriptor* type = method->input_type();
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t dot = std::min(text.find('.', from), text.size());
    const FieldDescriptor* field =
        type == nullptr ? nullptr : type->FindFieldByName(text.substr(from, dot - from));
    if (field == nullptr || field->is_repeated()) Fail(method, "cannot bind " + text);
    path.push_back(field);
    type = field->message_type();
    from = dot + 1;
  }
  if (type != nullptr) Fail(method, "cannot bind " + text + ", which is a message");
  return path;
}

void BindVariables(const PathTemplate& shape, Route* route) {
  std::set<std::string> seen;
  for (const auto& variable : shape.variables) {
    if (!seen.insert(variable.field).second) Fail(route->method, "binds a field twice");
    PathVariable bound;
    bound.field = ResolvePath(route->method, variable.field);
    bound.first = variable.first;
    bound.count = variable.count;
    bound.open_ended = variable.open_ended;
    bound.is_name = variable.open_ended || variable.count > 1;
    route->variables.push_back(std::move(bound));
  }
}

void BindBody(const google::api::HttpRule& rule, Route* route) {
  if (rule.body().empty()) return;
  if (route->http_method == "GET") Fail(route->method, "has a body with GET");
  if (rule.body() == "*") {
    route->body = BodyKind::kWhole;
    return;
  }
  route->body_field = route->method->input_type()->FindFieldByName(rule.body());
  if (route->body_field == nullptr) Fail(route->method, "has an unknown body " + rule.body());
  route->body =
      IsMessage(route->body_field, "google.api.HttpBody") ? BodyKind::kRaw : BodyKind::kField;
}

std::vector<CookieField> CookiesOf(const Descriptor* type) {
  std::vector<CookieField> cookies;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const rpc::v1::Cookie cookie = field->options().GetExtension(rpc::v1::cookie);
    if (cookie != rpc::v1::COOKIE_UNSPECIFIED) cookies.push_back({field, cookie});
  }
  return cookies;
}

// What follows from the method itself, whatever its path.
void BindMethod(Route* route) {
  const MethodDescriptor* method = route->method;
  route->grpc_path = "/" + method->service()->full_name() + "/" + method->name();
  route->answers_content = method->output_type()->full_name() == "google.api.HttpBody";
  route->reads_only =
      method->options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
  for (const auto& grant : method->options().GetExtension(rpc::v1::access).grants()) {
    route->is_public = route->is_public || grant.scope() == rpc::v1::SCOPE_PUBLIC;
  }
  // The only methods that end the session they are called with.
  route->ends_session = method->full_name() == "qianmo.identity.v1.IdentityService.SignOut" ||
                        method->full_name() == "qianmo.identity.v1.IdentityService.ChangePassword";
  route->names_caller = method->full_name() == "qianmo.identity.v1.IdentityService.WhoAmI";
  route->cookies_in = CookiesOf(method->input_type());
  route->cookies_out = CookiesOf(method->output_type());
  for (int i = 0; i < method->input_type()->field_count(); ++i) {
    const FieldDescriptor* field = method->input_type()->field(i);
    if (route->answers_content && IsMessage(field, "qianmo.rpc.v1.ContentWindow")) {
      route->window = field;
    }
  }
}

void BindResource(Route* route) {
  const FieldDescriptor* field = route->body_field;
  if (route->body == BodyKind::kWhole && route->http_method == "PATCH") {
    for (const PathVariable& variable : route->variables) {
      if (variable.field.size() > 1) field = variable.field.front();
    }
  }
  if (field == nullptr || route->body == BodyKind::kRaw) return;
  if (field->message_type() != nullptr && !field->is_repeated()) route->resource = field;
}

void BindMask(Route* route) {
  if (route->http_method != "PATCH" || route->resource == nullptr) return;
  const FieldDescriptor* mask = route->method->input_type()->FindFieldByName("update_mask");
  if (mask != nullptr && IsMessage(mask, "google.protobuf.FieldMask")) route->mask = mask;
}

}  // namespace

Route BindRoute(const MethodDescriptor* method, const google::api::HttpRule& rule,
                PathTemplate* shape) {
  if (method->client_streaming()) Fail(method, "is on a client stream");
  Route route;
  route.method = method;
  SetMethodAndPath(rule, &route);
  *shape = PathTemplate::Parse(route.pattern);
  BindMethod(&route);
  BindVariables(*shape, &route);
  BindBody(rule, &route);
  BindResource(&route);
  BindMask(&route);
  if (!rule.response_body().empty()) {
    route.response_field = method->output_type()->FindFieldByName(rule.response_body());
    if (route.response_field == nullptr) Fail(method, "has an unknown response_body");
  }
  return route;
}

}  // namespace qianmo::gateway

#include "gateway/openapi/document.h"

#include <stdexcept>

#include "gateway/openapi/operation.h"
#include "gateway/openapi/responses.h"
#include "google/api/annotations.pb.h"
#include "rpc/reasons.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

std::string Introduction() {
  std::string text =
      "The exchange of a Chinese county for rural property rights (县域农村产权交易).\n\n"
      "Names such as `counties/7/accounts/0192…` are written into the paths part by part. 64-bit "
      "integers are strings. Every change carries a `requestId` (a UUID of version 7): sent again, "
      "it gets the same answer and has no further effect. Lists are read page by page with "
      "`pageSize` and `pageToken`.\n\n"
      "Errors have the form of google.aip.dev/193; clients translate them by the `reason` of their "
      "ErrorInfo. Each method lists its own reasons; besides those, any method may answer:\n";
  for (const auto& one : rpc::ReasonsOfAnyMethod()) {
    text += "\n- `" + std::string(one.reason) + "`: " + std::string(one.meaning);
  }
  return text;
}

Json SecuritySchemes() {
  Json cookie;
  cookie.Set("type", "apiKey").Set("in", "cookie").Set("name", "__Host-qianmo-session");
  cookie.Set("description",
             "Browsers: set by SignIn when the request carries `X-Qianmo-Client: web`, which all "
             "requests but GET and HEAD must carry then.");
  Json bearer;
  bearer.Set("type", "http").Set("scheme", "bearer");
  bearer.Set("description", "Programs: the session token of SignIn, or a caller token.");
  Json schemes;
  return schemes.Set("cookie", std::move(cookie)).Set("bearer", std::move(bearer));
}

Json OnBehalfOf() {
  Json json;
  json.Set("name", "X-Qianmo-On-Behalf-Of").Set("in", "header");
  json.Set("description", "`counties/…/accounts/…`: whom the caller acts for, as its agent.");
  return json.Set("schema", Json().Set("type", "string"));
}

void AddOperation(const MethodDescriptor& method, const google::api::HttpRule& rule, int serial,
                  const Comments& comments, Schemas* schemas, Json* paths) {
  Operation operation = OperationOf(method, rule, serial, comments, schemas);
  Json& item = paths->At(operation.path);
  if (item.Find(operation.method) != nullptr) {
    throw std::runtime_error(method.full_name() + " has the binding of another method");
  }
  item.Set(operation.method, std::move(operation.json));
}

void AddMethod(const MethodDescriptor& method, const Comments& comments, Schemas* schemas,
               Json* paths) {
  if (!method.options().HasExtension(google::api::http)) return;
  const auto& rule = method.options().GetExtension(google::api::http);
  AddOperation(method, rule, 1, comments, schemas, paths);
  for (int i = 0; i < rule.additional_bindings_size(); ++i) {
    AddOperation(method, rule.additional_bindings(i), i + 2, comments, schemas, paths);
  }
}

bool HasBinding(const ServiceDescriptor& service) {
  for (int i = 0; i < service.method_count(); ++i) {
    if (service.method(i)->options().HasExtension(google::api::http)) return true;
  }
  return false;
}

}  // namespace

std::vector<const ServiceDescriptor*> PublishedServices(const Comments& comments) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  std::vector<const ServiceDescriptor*> services;
  for (const std::string& name : comments.services()) {
    const ServiceDescriptor* service = pool->FindServiceByName(name);
    if (service != nullptr && HasBinding(*service)) services.push_back(service);
  }
  return services;
}

Json OpenApiDocument(const std::vector<const ServiceDescriptor*>& services,
                     const Comments& comments) {
  Schemas schemas(comments);
  Json tags = Json::Array();
  Json paths;
  for (const ServiceDescriptor* service : services) {
    Json tag;
    tags.Add(
        tag.Set("name", service->name()).Set("description", comments.Of(service->full_name())));
    for (int i = 0; i < service->method_count(); ++i) {
      AddMethod(*service->method(i), comments, &schemas, &paths);
    }
  }
  Json document;
  document.Set("openapi", "3.1.0");
  Json& info = document.At("info");
  info.Set("title", "阡陌 Qianmo").Set("version", "v1").Set("description", Introduction());
  document.Set("servers", Json::Items{Json().Set("url", "/")});
  document.Set("tags", std::move(tags)).Set("paths", std::move(paths));
  Json& components = document.At("components");
  components.Set("schemas", schemas.Components().Set("Error", ErrorSchema()));
  components.At("responses").Set("Error", ErrorResponseComponent());
  components.At("parameters").Set("OnBehalfOf", OnBehalfOf());
  components.Set("securitySchemes", SecuritySchemes());
  return document;
}

}  // namespace qianmo::gateway

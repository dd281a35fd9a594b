#include "gateway/openapi/responses.h"

#include "gateway/openapi/parameters.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::MethodDescriptor;

Json Described(const char* description) { return Json().Set("description", description); }

Json Header(const char* description) {
  return Described(description).Set("schema", Json().Set("type", "string"));
}

Json ContentOf(const MethodDescriptor& method, const Json& schema) {
  Json content;
  if (method.output_type()->full_name() == "google.api.HttpBody") {
    content.At("*/*").Set("schema", schema);
  } else if (method.server_streaming()) {
    const std::string item = method.output_type()->full_name();
    Json text;
    text.Set("type", "string");
    text.Set("description",
             "Server-sent events: each `data` is one " + item +
                 " as JSON, `id` is where Last-Event-ID goes on. A comment every 15 seconds keeps "
                 "the line open; `event: error` carries an error.");
    content.At("text/event-stream").Set("schema", text);
    content.At("application/x-ndjson").Set("schema", schema);
    Json array;
    array.Set("type", "array").Set("items", schema);
    content.At("application/json").Set("schema", array);
  } else {
    content.At("application/json").Set("schema", schema);
  }
  return content;
}

void AddDownload(const Json& content, Json* responses) {
  Json headers;
  headers.Set("ETag", Header("Changes with the content."));
  headers.Set("Content-Disposition", Header("The name of the file."));
  headers.Set("Accept-Ranges", Header("bytes"));
  responses->At("200").Set("headers", headers);
  headers.Set("Content-Range", Header("Which part of how much."));
  responses->Set(
      "206",
      Described("The part that Range asked for.").Set("headers", headers).Set("content", content));
  responses->Set("304", Described("The content is the one that the client has."));
  responses->Set("406", Json().Set("$ref", "#/components/responses/Error"));
  responses->Set("412", Json().Set("$ref", "#/components/responses/Error"));
  responses->Set("416", Json().Set("$ref", "#/components/responses/Error"));
}

}  // namespace

Json ResponsesOf(const MethodDescriptor& method, const std::string& response_body,
                 Schemas* schemas) {
  const auto* field =
      response_body.empty() ? nullptr : method.output_type()->FindFieldByName(response_body);
  const Json schema =
      field == nullptr ? schemas->OfMessage(*method.output_type()) : schemas->OfField(*field);
  const Json content = ContentOf(method, schema);
  Json responses;
  responses.Set("200", Described("Done.").Set("content", content));
  if (IsDownload(method)) AddDownload(content, &responses);
  return responses.Set("default", Json().Set("$ref", "#/components/responses/Error"));
}

Json ErrorSchema() {
  Json details;
  details.Set("type", "array");
  details.Set("description",
              "ErrorInfo with the reason, and where it helps BadRequest with the fields, RetryInfo "
              "with the time to wait, RequestInfo with the trace id.");
  Json& item = details.At("items");
  item.Set("type", "object");
  item.At("properties").Set("@type", Json().Set("type", "string"));
  item.Set("required", Json::Items{"@type"}).Set("additionalProperties", true);
  Json error;
  error.Set("type", "object");
  Json& properties = error.At("properties");
  properties.Set("code", Described("The HTTP status.").Set("type", "integer"));
  properties.Set("message",
                 Described("One English sentence for developers.").Set("type", "string"));
  properties.Set("status", Described("The gRPC code, such as NOT_FOUND.").Set("type", "string"));
  properties.Set("details", std::move(details));
  error.Set("required", Json::Items{"code", "message", "status"});
  Json schema;
  schema.Set("type", "object");
  schema.Set("description", "Every error, as google.aip.dev/193 has it.");
  schema.At("properties").Set("error", std::move(error));
  return schema.Set("required", Json::Items{"error"});
}

Json ErrorResponseComponent() {
  Json response = Described("Refused, or trouble.");
  response.At("headers").Set("Retry-After", Header("Seconds to wait, where that helps."));
  response.At("content")
      .At("application/json")
      .Set("schema", Json().Set("$ref", "#/components/schemas/Error"));
  return response;
}

}  // namespace qianmo::gateway

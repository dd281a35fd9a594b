#include "gateway/transcode/request.h"

#include <google/protobuf/field_mask.pb.h>

#include "base/text.h"
#include "gateway/transcode/field_text.h"
#include "gateway/transcode/json_read.h"
#include "gateway/transcode/percent.h"
#include "gateway/transcode/query.h"
#include "google/api/httpbody.pb.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Dotted(const FieldPath& path) {
  std::string text;
  for (const FieldDescriptor* field : path) {
    if (!text.empty()) text += '.';
    text += field->name();
  }
  return text;
}

// The part of the path that the variable takes, with slashes between its segments.
std::string Encoded(const PathVariable& variable, const std::vector<std::string_view>& segments) {
  const std::size_t end = variable.open_ended ? segments.size() : variable.first + variable.count;
  std::string text;
  for (std::size_t i = variable.first; i < end; ++i) {
    if (i > variable.first) text += '/';
    text += segments[i];
  }
  return text;
}

Result<Done> ReadPath(const RouteMatch& match, Message* request) {
  for (const PathVariable& variable : match.route->variables) {
    const auto value = PercentDecode(Encoded(variable, match.segments),
                                     variable.is_name ? Decoding::kName : Decoding::kSegment);
    if (!value) {
      return Refusal{Refusal::Kind::kInvalid, "PATH_INVALID",
                     "the path is not percent-encoded UTF-8"};
    }
    Message* message = request;
    for (std::size_t i = 0; i + 1 < variable.field.size(); ++i) {
      message = message->GetReflection()->MutableMessage(message, variable.field[i]);
    }
    std::string problem;
    message->GetReflection()->ClearField(message, variable.field.back());
    if (!SetFieldFromText(message, variable.field.back(), *value, &problem)) {
      return Refusal::InvalidField(Dotted(variable.field), problem);
    }
  }
  return Done{};
}

Result<Done> ReadRaw(const HttpRequest& http, const FieldDescriptor* field, Message* request) {
  if (!IsUtf8(http.headers.Get("Content-Type"))) {
    return Refusal{Refusal::Kind::kInvalid, "CONTENT_TYPE_INVALID",
                   "the Content-Type is no media type"};
  }
  auto* body = google::protobuf::DynamicCastToGenerated<google::api::HttpBody>(
      request->GetReflection()->MutableMessage(request, field));
  body->set_content_type(std::string(http.headers.Get("Content-Type")));
  body->set_data(http.body);
  return Done{};
}

Result<Done> ReadBody(const HttpRequest& http, const Route& route, Message* request,
                      std::vector<std::string>* members) {
  switch (route.body) {
    case BodyKind::kNone:
      if (http.body.empty()) return Done{};
      return Refusal{Refusal::Kind::kInvalid, "BODY_NOT_WANTED", "this method takes no body"};
    case BodyKind::kRaw:
      return ReadRaw(http, route.body_field, request);
    case BodyKind::kWhole:
      // A POST without anything to say needs no "{}".
      if (http.body.empty()) return Done{};
      return ReadJson(http.body, request, "", members);
    case BodyKind::kField:
      return ReadFieldJson(http.body, request, route.body_field, members);
  }
  return Done{};
}

// What the body mentions of the resource is what changes, unless the request says so itself.
void FillMask(const Route& route, const std::vector<std::string>& members, Message* request) {
  const auto* reflection = request->GetReflection();
  if (reflection->HasField(*request, route.mask)) return;
  auto* mask = google::protobuf::DynamicCastToGenerated<google::protobuf::FieldMask>(
      reflection->MutableMessage(request, route.mask));
  const std::string own = route.resource->name() + ".";
  for (const std::string& member : members) {
    const bool whole = route.body == BodyKind::kWhole;
    if (whole && !member.starts_with(own)) continue;  // of the request, beside the resource
    const std::string path = whole ? member.substr(own.size()) : member;
    bool in_path = false;  // a name that the path repeats is no change
    for (const PathVariable& variable : route.variables) {
      in_path = in_path || Dotted(variable.field) == own + path;
    }
    if (!in_path) mask->add_paths(path);
  }
}

}  // namespace

Result<Done> ReadRequest(const HttpRequest& http, const RouteMatch& match, Message* request) {
  const Route& route = *match.route;
  std::vector<std::string> members;
  QM_TRY(ReadBody(http, route, request, route.mask == nullptr ? nullptr : &members));
  if (!http.query.empty()) QM_TRY(ReadQuery(http.query, route, request));
  QM_TRY(ReadPath(match, request));
  if (route.mask != nullptr) FillMask(route, members, request);
  return Done{};
}

}  // namespace qianmo::gateway

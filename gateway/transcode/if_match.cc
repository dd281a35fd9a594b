#include "gateway/transcode/if_match.h"

#include "gateway/transcode/content.h"
#include "google/api/field_behavior.pb.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsOutputOnly(const FieldDescriptor* field) {
  for (const int behavior : field->options().GetRepeatedExtension(google::api::field_behavior)) {
    if (behavior == google::api::OUTPUT_ONLY) return true;
  }
  return false;
}

// Null where no etag can be said.
const FieldDescriptor* EtagOf(const Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("etag");
  const bool fits = field != nullptr && !field->is_repeated() &&
                    field->type() == FieldDescriptor::TYPE_STRING && !IsOutputOnly(field);
  return fits ? field : nullptr;
}

}  // namespace

Result<Done> ReadIfMatch(const HttpRequest& http, const Route& route, Message* request) {
  const std::string_view header = http.headers.Get("If-Match");
  if (header.empty() || header == "*" || route.reads_only) return Done{};
  Message* keeper = request;
  if (EtagOf(*request) == nullptr && route.resource != nullptr) {
    keeper = request->GetReflection()->MutableMessage(request, route.resource);
  }
  const FieldDescriptor* field = EtagOf(*keeper);
  const auto etag = SoleTag(header);
  if (field == nullptr || !etag) {
    return Refusal{Refusal::Kind::kPrecondition, "IF_MATCH_UNFIT",
                   field == nullptr ? "what this method changes keeps no etag"
                                    : "If-Match must be one etag in quotes"};
  }
  const auto* reflection = keeper->GetReflection();
  if (reflection->GetString(*keeper, field).empty()) {
    reflection->SetString(keeper, field, std::string(*etag));
  }
  return Done{};
}

}  // namespace qianmo::gateway

#include "gateway/transcode/query.h"

#include <algorithm>
#include <set>

#include "gateway/transcode/field_text.h"
#include "gateway/transcode/percent.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kMostParameters = 500;
constexpr std::size_t kDeepest = 32;

Refusal Wrong(const std::string& name, std::string why) {
  constexpr std::size_t kMostShown = 100;
  std::string shown = name.substr(0, kMostShown);
  while (!shown.empty() && (shown.back() & 0xC0) == 0x80) shown.pop_back();
  return Refusal::InvalidField(name.size() <= kMostShown ? name : shown, std::move(why));
}

const FieldDescriptor* FieldByEitherName(const Descriptor* type, std::string_view name) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->name() == name || field->json_name() == name) return field;
  }
  return nullptr;
}

// Why the path cannot be a parameter, or "".
std::string Resolve(const Descriptor* type, std::string_view name, FieldPath* path) {
  for (std::size_t from = 0; from <= name.size();) {
    const std::size_t dot = std::min(name.find('.', from), name.size());
    const FieldDescriptor* field =
        type == nullptr ? nullptr : FieldByEitherName(type, name.substr(from, dot - from));
    if (field == nullptr) return "there is no such parameter";
    path->push_back(field);
    const bool nests = field->message_type() != nullptr && !field->is_repeated() &&
                       !HasTextForm(field->message_type());
    type = nests ? field->message_type() : nullptr;
    from = dot + 1;
    if (path->size() > kDeepest) return "there is no such parameter";
  }
  const FieldDescriptor* last = path->back();
  if (last->message_type() != nullptr && !HasTextForm(last->message_type())) {
    return "is an object and cannot be a parameter as a whole";
  }
  return "";
}

// Whether one of two paths lies within the other.
bool Meet(const FieldPath& a, const FieldPath& b) {
  return std::equal(a.begin(), a.begin() + static_cast<long>(std::min(a.size(), b.size())),
                    b.begin());
}

bool IsBound(const Route& route, const FieldPath& path) {
  if (route.body == BodyKind::kWhole) return true;
  if (route.body_field == path.front()) return true;
  return std::any_of(route.variables.begin(), route.variables.end(),
                     [&](const PathVariable& variable) { return Meet(variable.field, path); });
}

Result<Done> ReadParameter(const std::string& name, const std::string& value, const Route& route,
                           Message* request, std::set<FieldPath>* seen) {
  FieldPath path;
  if (std::string why = Resolve(request->GetDescriptor(), name, &path); !why.empty()) {
    return Wrong(name, std::move(why));
  }
  if (IsBound(route, path)) return Wrong(name, "comes with the path or the body");
  const FieldDescriptor* field = path.back();
  if (!seen->insert(path).second && !field->is_repeated()) return Wrong(name, "is given twice");
  Message* message = request;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message, path[i]);
  }
  const auto* oneof = field->real_containing_oneof();
  if (oneof != nullptr && message->GetReflection()->HasOneof(*message, oneof)) {
    return Wrong(name, "only one of " + oneof->name() + " may be given");
  }
  std::string problem;
  if (!SetFieldFromText(message, field, value, &problem)) return Wrong(name, problem);
  return Done{};
}

}  // namespace

Result<Done> ReadQuery(std::string_view query, const Route& route, Message* request) {
  std::set<FieldPath> seen;
  std::size_t count = 0;
  for (std::size_t from = 0; from < query.size();) {
    const std::size_t end = std::min(query.find('&', from), query.size());
    const std::string_view pair = query.substr(from, end - from);
    from = end + 1;
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const auto name = PercentDecode(pair.substr(0, equals), Decoding::kQuery);
    const auto value = PercentDecode(
        equals == pair.npos ? std::string_view() : pair.substr(equals + 1), Decoding::kQuery);
    if (!name || !value || ++count > kMostParameters) {
      return Refusal{Refusal::Kind::kInvalid, "QUERY_INVALID",
                     count > kMostParameters ? "the query has too many parameters"
                                             : "the query is not percent-encoded UTF-8"};
    }
    QM_TRY(ReadParameter(*name, *value, route, request, &seen));
  }
  return Done{};
}

}  // namespace qianmo::gateway

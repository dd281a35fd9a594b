#include "rpc/policy.h"

#include "rpc/field_rules.h"
#include "rpc/secrecy.h"

namespace qianmo::rpc {
namespace {

Refusal Unfit(const google::protobuf::MethodDescriptor& method, const std::string& why) {
  return {Refusal::Kind::kPrecondition, "METHOD_UNFIT", method.full_name() + " " + why};
}

bool HasRequestId(const google::protobuf::Descriptor& request) {
  const auto* field = request.FindFieldByName("request_id");
  if (field == nullptr || field->is_repeated()) return false;
  if (field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) return false;
  const auto& rules = field->options().GetExtension(v1::rules);
  return rules.required() && rules.uuid7();
}

}  // namespace

Result<MethodPolicy> PolicyOf(const google::protobuf::MethodDescriptor& method) {
  MethodPolicy policy;
  policy.full_name = method.full_name();
  policy.path = "/" + method.service()->full_name() + "/" + method.name();
  policy.reads_only =
      method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
  policy.access = method.options().GetExtension(v1::access);
  const auto& reasons = method.options().GetExtension(v1::refusals).reasons();
  policy.refusals.insert(reasons.begin(), reasons.end());
  policy.reply_is_personal = CarriesPersonal(*method.output_type());

  if (policy.access.grants().empty()) return Unfit(method, "declares no access");
  for (const auto& grant : policy.access.grants()) {
    if (grant.scope() == v1::SCOPE_UNSPECIFIED) return Unfit(method, "has a grant without scope");
    if (grant.scope() == v1::SCOPE_PUBLIC) policy.is_public = true;
    for (const int role : grant.roles()) {
      if (role == v1::ROLE_UNSPECIFIED) return Unfit(method, "grants access to no role");
    }
  }
  if (!policy.reads_only && !HasRequestId(*method.input_type())) {
    return Unfit(method, "changes something but its request has no required UUIDv7 request_id");
  }
  if (method.client_streaming()) return Unfit(method, "streams requests, which no handler takes");
  if (method.server_streaming() && !policy.reads_only) {
    return Unfit(method, "streams answers but declares side effects");
  }
  QM_TRY(CompileFieldRules(*method.input_type()));
  return policy;
}

bool NeedsSecondFactor(v1::Role role) {
  const auto* value = v1::Role_descriptor()->FindValueByNumber(role);
  return value != nullptr && value->options().GetExtension(v1::second_factor);
}

}  // namespace qianmo::rpc

#include "ledger/domain/template_refusals.h"

#include <utility>

namespace qianmo::ledger::refusals {
namespace {

Refusal OfTemplate(const std::string& field, std::string reason, std::string description) {
  Refusal refusal = Refusal::InvalidField(field, std::move(description));
  refusal.reason = std::move(reason);
  return refusal;
}

}  // namespace

Refusal TemplateNotFound() {
  return {Refusal::Kind::kNotFound, "TEMPLATE_NOT_FOUND", "These books have no such template."};
}

Refusal TemplateAccountUnfit(const std::string& field) {
  return OfTemplate(field, "TEMPLATE_ACCOUNT_UNFIT",
                    "The template does not go through this account.");
}

Refusal TemplateFieldMissing(const std::string& field) {
  return OfTemplate(field, "TEMPLATE_FIELD_MISSING", "The template asks for it.");
}

Refusal TemplateFieldUnfit(const std::string& field) {
  return OfTemplate(field, "TEMPLATE_FIELD_UNFIT", "The template does not ask for it.");
}

}  // namespace qianmo::ledger::refusals

// What templates refuse, beside what vouchers do.
#pragma once

#include <string>

#include "base/refusal.h"

namespace qianmo::ledger::refusals {

Refusal TemplateNotFound();
// One that the template does not go through.
Refusal TemplateAccountUnfit(const std::string& field);
Refusal TemplateFieldMissing(const std::string& field);
// One that the template does not ask for.
Refusal TemplateFieldUnfit(const std::string& field);

}  // namespace qianmo::ledger::refusals

// Refusals of what a request says, whichever room of the registry it is for. `field` is the proto
// path of the offending field.
#pragma once

#include <string_view>

#include "base/refusal.h"

namespace qianmo::registry::refusals {

Refusal NameUnreadable(std::string_view field);
Refusal IdNumberMalformed(std::string_view field);
Refusal CreditCodeMalformed(std::string_view field);
Refusal PhoneMalformed(std::string_view field);
Refusal BankAccountMalformed(std::string_view field);
Refusal MaskUnknown(std::string_view path);
Refusal EtagStale();

}  // namespace qianmo::registry::refusals

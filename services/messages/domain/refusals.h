// Every refusal of messages, in the order of the life of a message. Clients translate by reason.
#pragma once

#include <chrono>
#include <string_view>

#include "base/refusal.h"

namespace qianmo::messages::refusals {

// Taking a message in. `field` is the proto path of the offending field.
Refusal RecipientMalformed(std::string_view field);
Refusal RecipientMissing();
// This kind of message does not go to this kind of recipient.
Refusal RecipientUnfit(std::string_view field, std::string_view why);
Refusal TemplateUnknown();
Refusal ParameterUnknown(std::string_view name);
Refusal ParameterMissing(std::string_view name);
Refusal ParameterMalformed(std::string_view name, std::string_view why);
Refusal CodeUnfit(std::string_view field, std::string_view why);
// Another sender took this request_id.
Refusal MessageExists();

// Keys. Not every server may know them yet; try again then.
Refusal KeysTooFresh(std::chrono::milliseconds retry_after);

// The inbox.
Refusal MessageNotFound();
Refusal NothingNamed();

// Preferences.
Refusal MaskUnknown(std::string_view path);
Refusal EtagStale();
Refusal ChoiceUnfit(std::string_view field, std::string_view why);
Refusal QuietHoursUnfit();

}  // namespace qianmo::messages::refusals

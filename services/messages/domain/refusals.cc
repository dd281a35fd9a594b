#include "messages/domain/refusals.h"

#include <string>
#include <utility>

namespace qianmo::messages::refusals {
namespace {

using Kind = Refusal::Kind;

Refusal Field(std::string_view field, std::string reason, std::string_view description) {
  Refusal refusal = Refusal::InvalidField(std::string(field), std::string(description));
  refusal.reason = std::move(reason);
  return refusal;
}

Refusal Parameter(std::string_view name, std::string reason, std::string_view description) {
  return Field("parameters." + std::string(name), std::move(reason), description);
}

}  // namespace

Refusal RecipientMalformed(std::string_view field) {
  return Field(field, "RECIPIENT_MALFORMED", "names nobody of this county");
}

Refusal RecipientMissing() {
  return Field("recipient", "RECIPIENT_MALFORMED", "the message is for nobody");
}

Refusal RecipientUnfit(std::string_view field, std::string_view why) {
  return Field(field, "RECIPIENT_UNFIT", why);
}

Refusal TemplateUnknown() { return Field("template", "TEMPLATE_UNKNOWN", "there is no such text"); }

Refusal ParameterUnknown(std::string_view name) {
  return Parameter(name, "PARAMETER_UNKNOWN", "the template has no such blank");
}

Refusal ParameterMissing(std::string_view name) {
  return Parameter(name, "PARAMETER_MISSING", "the template has a blank for it");
}

Refusal ParameterMalformed(std::string_view name, std::string_view why) {
  return Parameter(name, "PARAMETER_MALFORMED", why);
}

Refusal CodeUnfit(std::string_view field, std::string_view why) {
  return Field(field, "CODE_UNFIT", why);
}

Refusal MessageExists() {
  return {Kind::kExists, "MESSAGE_EXISTS", "Another sender used this request_id for a message."};
}

Refusal KeysTooFresh(std::chrono::milliseconds retry_after) {
  Refusal refusal{Kind::kExhausted, "KEYS_TOO_FRESH",
                  "A key was added just now, and not every server may know it yet."};
  refusal.retry_after = retry_after;
  return refusal;
}

Refusal MessageNotFound() {
  return {Kind::kNotFound, "MESSAGE_NOT_FOUND", "There is no such message in this inbox."};
}

Refusal NothingNamed() {
  return Field("names", "NOTHING_NAMED", "name messages or give until_time, not both");
}

Refusal MaskUnknown(std::string_view path) {
  return Field("update_mask", "MASK_UNKNOWN", std::string(path) + " cannot be changed");
}

Refusal EtagStale() {
  return {Kind::kConflict, "ETAG_STALE",
          "The preferences were changed meanwhile; read them again."};
}

Refusal ChoiceUnfit(std::string_view field, std::string_view why) {
  return Field(field, "CHOICE_UNFIT", why);
}

Refusal QuietHoursUnfit() {
  return Field("preferences.quiet_hours", "QUIET_HOURS_UNFIT",
               "would leave less than six hours of the day in which anything can be sent");
}

}  // namespace qianmo::messages::refusals

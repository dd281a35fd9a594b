#include "registry/domain/request_refusals.h"

#include <string>

#include "registry/domain/field_refusal.h"

namespace qianmo::registry::refusals {

Refusal NameUnreadable(std::string_view field) {
  return OfField(field, "NAME_UNREADABLE", "Nothing in it can be read.");
}

Refusal IdNumberMalformed(std::string_view field) {
  return OfField(field, "ID_NUMBER_MALFORMED",
                 "The birth date in it does not exist or the last character does not fit.");
}

Refusal CreditCodeMalformed(std::string_view field) {
  return OfField(field, "CREDIT_CODE_MALFORMED",
                 "A credit code has 18 characters, of which the last checks the others.");
}

Refusal PhoneMalformed(std::string_view field) {
  return OfField(field, "PHONE_MALFORMED", "This is no telephone number, or a masked one.");
}

Refusal BankAccountMalformed(std::string_view field) {
  return OfField(field, "BANK_ACCOUNT_MALFORMED",
                 "A bank account has 8 to 32 digits; this has others, or is masked.");
}

Refusal MaskUnknown(std::string_view path) {
  return OfField("update_mask", "MASK_UNKNOWN", std::string(path) + " cannot be changed");
}

Refusal EtagStale() {
  return {Refusal::Kind::kConflict, "ETAG_STALE",
          "Somebody else changed it meanwhile: read it again, then change it."};
}

}  // namespace qianmo::registry::refusals

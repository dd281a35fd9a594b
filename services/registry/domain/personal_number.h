// Numbers that people type and answers show masked: a mask that comes back is no number.
#pragma once

#include <string_view>

#include "base/result.h"

namespace qianmo::registry {

// All are content with nothing. `field` is named in the refusal.
// A mobile number of 11 digits. Refuses PHONE_MALFORMED.
Result<Done> CheckMobile(std::string_view field, std::string_view phone);
// Any telephone, as it is dialled. Refuses PHONE_MALFORMED.
Result<Done> CheckTelephone(std::string_view field, std::string_view phone);
// Refuses BANK_ACCOUNT_MALFORMED.
Result<Done> CheckBankAccount(std::string_view field, std::string_view account);

}  // namespace qianmo::registry

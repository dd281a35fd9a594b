// The citizen's identity number (身份证号, GB 11643): it tells which accounts are one person's.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace qianmo::identity {

// The 18 characters in their only form. Refuses IDENTITY_NUMBER_MALFORMED when the birth date does
// not exist or the check character does not fit.
Result<std::string> ParseIdentityNumber(std::string_view field, std::string_view typed);

}  // namespace qianmo::identity

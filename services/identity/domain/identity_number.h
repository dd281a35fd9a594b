// The citizen's identity number: it tells which accounts are one person's.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace qianmo::identity {

// In its only form. Refuses IDENTITY_NUMBER_MALFORMED.
Result<std::string> ParseIdentityNumber(std::string_view field, std::string_view typed);

}  // namespace qianmo::identity

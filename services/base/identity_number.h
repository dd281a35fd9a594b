// The citizen's identity number (身份证号, GB 11643): it tells which accounts are one person's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace qianmo {

// The 18 characters in their only form. Nothing when the birth date does not exist or the check
// character does not fit.
std::optional<std::string> ReadIdentityNumber(std::string_view typed);
// Of a number that was read.
Date BirthDateOf(std::string_view identity_number);

}  // namespace qianmo

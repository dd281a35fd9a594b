// What people may choose as a password or a PIN.
#pragma once

#include <string_view>

#include "base/result.h"

namespace qianmo::identity {

inline constexpr int kMinPasswordLength = 8;  // code points
inline constexpr int kMaxPasswordLength = 128;
inline constexpr int kPinLength = 6;

// `field` is the proto path for the refusal; `handle` is normalised. Refuses PASSWORD_LENGTH,
// PASSWORD_IS_HANDLE, PASSWORD_COMMON.
Result<Done> CheckPassword(std::string_view field, std::string_view password,
                           std::string_view handle);

// Refuses PIN_MALFORMED, or PIN_GUESSABLE: a run such as 345678 or 210987, or a repetition such as
// 888888, 121212 or 123123.
Result<Done> CheckPin(std::string_view field, std::string_view pin);

}  // namespace qianmo::identity

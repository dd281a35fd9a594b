// One-time codes of authenticator apps: RFC 6238 over HMAC-SHA-1, 6 digits, steps of 30 seconds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace qianmo::crypto {

// The number of the 30-second step that `time` falls in.
std::int64_t TotpStep(Time time);

// 0 … 999999; people type it with leading zeros. The caller decides which steps around the present
// one it accepts, and that none is accepted twice.
std::uint32_t TotpCode(std::string_view secret, std::int64_t step);

// otpauth:// address for the QR code that enrols an app. It contains the secret.
std::string TotpUri(std::string_view issuer, std::string_view account, std::string_view secret);

}  // namespace qianmo::crypto

// Bytes as text: hex, base64url and base32 (RFC 4648). A byte string has exactly one text form.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace qianmo {

// Bytes travel in strings; this is for digests, keys and ids, which are arrays.
inline std::string_view AsText(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Lower case out; lower case only in.
std::string ToHex(std::string_view bytes);
std::optional<std::string> FromHex(std::string_view text);

// No padding, neither out nor in.
std::string ToBase64Url(std::string_view bytes);
std::optional<std::string> FromBase64Url(std::string_view text);

// Upper case without padding, the form that authenticator apps take as a secret.
std::string ToBase32(std::string_view bytes);
std::optional<std::string> FromBase32(std::string_view text);

}  // namespace qianmo

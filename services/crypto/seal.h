// Authenticated encryption of single fields, and blind indexes to find a sealed field by its value.
//
// A sealed value is: 1 byte version (1), 4 bytes key id (big-endian), 12 bytes random nonce, the
// AES-256-GCM ciphertext, 16 bytes tag; authenticated with it are the first 5 bytes and the
// context, in this order. Random nonces allow 2^32 values per data key; rotate before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/digest.h"
#include "crypto/keyring.h"

namespace qianmo::crypto {

inline constexpr std::size_t kSealOverhead = 1 + 4 + 12 + 16;

// `context` names the one place the value belongs to, e.g. "identity.account.phone/7/<id>": moved
// elsewhere, it does not open. It is not stored.
std::string Seal(const Keyring& ring, std::string_view context, std::string_view plain);

// Nothing when the value was tampered with, belongs to another context, or was sealed under a key
// that the ring does not have. The reasons are not told apart.
std::optional<std::string> Open(const Keyring& ring, std::string_view context,
                                std::string_view sealed);

// The id of the data key, to find what is to be sealed anew after a rotation; 0 when these bytes
// were not made by Seal. Says nothing about whether the value opens.
std::uint32_t SealedUnder(std::string_view sealed);

// A keyed digest of a normalised value, equal for equal values of the same field, e.g.
// "identity.account.phone". Write BlindIndex; look up by any of BlindIndexes (newest key first),
// because rows written before a rotation carry the digest of an older key.
Digest BlindIndex(const Keyring& ring, std::string_view field, std::string_view normalised);
std::vector<Digest> BlindIndexes(const Keyring& ring, std::string_view field,
                                 std::string_view normalised);

}  // namespace qianmo::crypto

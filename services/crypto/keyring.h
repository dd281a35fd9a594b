// The key ring: every secret the exchange holds, as files outside the tree. Losing it loses
// personal data and proofs, so keys are only ever added, never overwritten or removed.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/key.h"

namespace qianmo::crypto {

class KeyDirectory;

// Immutable once loaded, so it may be shared between threads. Holds keys 1..n of every purpose.
//
// Refusals: KEYRING_MISSING, KEYRING_UNREADABLE, KEYRING_EXPOSED (others than the owner may enter
// or read), KEYRING_CORRUPT (names the file), KEYRING_INCOMPLETE (names the missing key),
// KEYRING_EXISTS, KEYRING_UNWRITABLE. Each message is a sentence for the operator.
class Keyring {
 public:
  // Makes a ring with key 1 of every purpose. All of it appears at once or nothing does; a folder
  // that holds anything already is refused. The parent folder must exist.
  static Result<Keyring> Create(const std::filesystem::path& directory, Time now);
  static Result<Keyring> Load(const std::filesystem::path& directory);
  // Adds the next key of `purpose` and returns its id. Older keys stay, to open and to verify.
  // Rotations by several processes at once each add a key of their own.
  static Result<std::uint32_t> Rotate(const std::filesystem::path& directory, KeyPurpose purpose,
                                      Time now);

  const Key& newest(KeyPurpose purpose) const;
  const Key* find(KeyPurpose purpose, std::uint32_t id) const;  // null when there is none
  std::span<const Key> all(KeyPurpose purpose) const;           // newest first
  // Whether every key of `other` is here, byte for byte.
  bool Contains(const Keyring& other) const;

  // JSON of every public key that ever signed: purpose, id, created time, hex. Create and Rotate
  // write the same text to public-keys.json in the folder.
  std::string PublicHistory() const;

 private:
  Keyring() = default;
  static Result<Keyring> LoadFrom(const KeyDirectory& directory);

  std::array<std::vector<Key>, kKeyPurposes.size()> keys_;  // by purpose, newest first
};

}  // namespace qianmo::crypto

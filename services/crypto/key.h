// One key of the ring: what it is for, its number, its birth, its 32 secret bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "crypto/signature.h"

namespace qianmo::crypto {

enum class KeyPurpose {
  kData,         // seals personal data (AES-256-GCM)
  kIndex,        // blind indexes over sealed data
  kToken,        // signs caller tokens
  kReceipt,      // signs receipts
  kCertificate,  // signs certificates
  kDerive,       // further keys, by HKDF
  kJournal,      // keyed digests of journaled request bodies
  kDatabase,     // passwords of the database roles
};

inline constexpr std::array kKeyPurposes{
    KeyPurpose::kData,        KeyPurpose::kIndex,  KeyPurpose::kToken,   KeyPurpose::kReceipt,
    KeyPurpose::kCertificate, KeyPurpose::kDerive, KeyPurpose::kJournal, KeyPurpose::kDatabase};

std::string_view Name(KeyPurpose purpose);  // "data", "index", …
std::optional<KeyPurpose> KeyPurposeNamed(std::string_view name);
bool Signs(KeyPurpose purpose);  // an Ed25519 seed; otherwise a symmetric key

// Wiped from memory on destruction; moves, never copies.
class Key {
 public:
  static constexpr std::size_t kSize = 32;

  // A fresh random key.
  static Key Make(KeyPurpose purpose, std::uint32_t id, Time now);
  // Throws std::invalid_argument unless `bytes` has 32 bytes.
  Key(KeyPurpose purpose, std::uint32_t id, Time created, std::string_view bytes);
  ~Key();
  Key(Key&& other) noexcept;
  Key& operator=(Key&& other) noexcept;

  KeyPurpose purpose() const { return purpose_; }
  std::uint32_t id() const { return id_; }  // 1 and up within its purpose
  Time created() const { return created_; }
  // The secret itself; valid as long as the key.
  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  // Throws std::logic_error for a symmetric key.
  const SigningKey& signer() const;

 private:
  KeyPurpose purpose_;
  std::uint32_t id_;
  Time created_;
  std::array<std::uint8_t, kSize> bytes_;
  std::optional<SigningKey> signer_;
};

}  // namespace qianmo::crypto

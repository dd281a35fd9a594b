// Ed25519 signatures (RFC 8032): caller tokens, receipts, certificates.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace qianmo::crypto {

// A private key. Sign may be called from several threads at once; the key is wiped with the object.
class SigningKey {
 public:
  // Throws std::invalid_argument unless `seed` has 32 bytes.
  static SigningKey FromSeed(std::string_view seed);
  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;

  std::string Sign(std::string_view message) const;  // 64 bytes, the same each time
  const std::string& public_key() const;             // 32 bytes

 private:
  struct State;
  explicit SigningKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// False for a wrong signature and for a key or signature of the wrong size.
bool Verify(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace qianmo::crypto

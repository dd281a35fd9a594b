#include "crypto/signature.h"

#include <stdexcept>

#include "crypto/openssl.h"

namespace qianmo::crypto {
namespace {
constexpr std::size_t kKeySize = 32;
constexpr std::size_t kSignatureSize = 64;
}  // namespace

struct SigningKey::State {
  PublicOrPrivateKey key;
  std::string public_key;
};

SigningKey::SigningKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

SigningKey SigningKey::FromSeed(std::string_view seed) {
  if (seed.size() != kKeySize) throw std::invalid_argument("an Ed25519 seed has 32 bytes");
  auto state = std::make_unique<State>();
  state->key.reset(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  Check(state->key != nullptr, "load Ed25519 seed");
  state->public_key.resize(kKeySize);
  std::size_t size = kKeySize;
  Check(EVP_PKEY_get_raw_public_key(state->key.get(), Bytes(state->public_key), &size) == 1 &&
            size == kKeySize,
        "derive Ed25519 public key");
  return SigningKey(std::move(state));
}

std::string SigningKey::Sign(std::string_view message) const {
  const DigestContext context(EVP_MD_CTX_new());
  std::string signature(kSignatureSize, '\0');
  std::size_t size = kSignatureSize;
  EVP_PKEY* const key = state_->key.get();
  Check(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
            EVP_DigestSign(context.get(), Bytes(signature), &size, Bytes(message),
                           message.size()) == 1 &&
            size == kSignatureSize,
        "sign");
  return signature;
}

const std::string& SigningKey::public_key() const { return state_->public_key; }

bool Verify(std::string_view public_key, std::string_view message, std::string_view signature) {
  if (public_key.size() != kKeySize || signature.size() != kSignatureSize) return false;
  const PublicOrPrivateKey key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key), public_key.size()));
  Check(key != nullptr, "load Ed25519 public key");
  const DigestContext context(EVP_MD_CTX_new());
  Check(context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1,
        "begin verifying");
  const bool valid = EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                                      Bytes(message), message.size()) == 1;
  ERR_clear_error();  // a wrong signature leaves its reason in the thread's error queue
  return valid;
}

}  // namespace qianmo::crypto

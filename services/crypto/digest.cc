#include "crypto/digest.h"

#include <algorithm>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

#include "base/encoding.h"
#include "crypto/openssl.h"
#include "crypto/wipe.h"

namespace qianmo::crypto {
namespace {

// Looking an algorithm up by name costs more than hashing a short message, so it is done once.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Check(algorithm != nullptr, "find SHA256");
  return algorithm;
}

EVP_MAC_CTX* MakeKeylessMac() {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  Check(mac != nullptr, "find HMAC");
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(mac);
  EVP_MAC_free(mac);
  char name[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                   OSSL_PARAM_construct_end()};
  Check(context != nullptr && EVP_MAC_CTX_set_params(context, parameters) == 1, "set up HMAC");
  return context;
}

}  // namespace

struct Sha256Stream::State {
  DigestContext context{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  Check(state_->context && EVP_DigestInit_ex(state_->context.get(), Algorithm(), nullptr) == 1,
        "begin SHA-256");
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::Add(std::string_view piece) {
  if (!state_) throw std::logic_error("Sha256Stream was finished already");
  Check(EVP_DigestUpdate(state_->context.get(), piece.data(), piece.size()) == 1, "add to SHA-256");
}

Digest Sha256Stream::Finish() {
  if (!state_) throw std::logic_error("Sha256Stream was finished already");
  Digest digest;
  Check(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1, "finish SHA-256");
  state_.reset();
  return digest;
}

Digest Sha256(std::string_view message) {
  Digest digest;
  Check(EVP_Digest(message.data(), message.size(), digest.data(), nullptr, Algorithm(), nullptr),
        "SHA-256");
  return digest;
}

Digest HmacSha256(std::string_view key, std::string_view message) {
  static EVP_MAC_CTX* const keyless = MakeKeylessMac();
  const MacContext context(EVP_MAC_CTX_dup(keyless));
  Digest digest;
  std::size_t size = 0;
  Check(context && EVP_MAC_init(context.get(), Bytes(key), key.size(), nullptr) == 1 &&
            EVP_MAC_update(context.get(), Bytes(message), message.size()) == 1 &&
            EVP_MAC_final(context.get(), digest.data(), &size, digest.size()) == 1,
        "HMAC-SHA-256");
  return digest;
}

std::string HkdfSha256(std::string_view key, std::string_view info, std::size_t length) {
  if (length > 255 * sizeof(Digest)) throw std::invalid_argument("HkdfSha256: too many bytes");
  Digest extracted = HmacSha256(std::string(sizeof(Digest), '\0'), key);
  std::string output;
  output.reserve(length);
  std::string block;
  for (unsigned char round = 1; output.size() < length; ++round) {
    block.append(info).push_back(static_cast<char>(round));
    Digest expanded = HmacSha256(AsText(extracted), block);
    output.append(AsText(expanded).substr(0, length - output.size()));
    Wipe(block);
    block.assign(AsText(expanded));
    Wipe(expanded);
  }
  Wipe(block);
  Wipe(extracted);
  return output;
}

bool Equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(Bytes(a), Bytes(b), a.size()) == 0;
}

bool Equal(const Digest& a, const Digest& b) { return Equal(AsText(a), AsText(b)); }

}  // namespace qianmo::crypto

#include "crypto/seal.h"

#include <limits>
#include <stdexcept>

#include "crypto/openssl.h"
#include "crypto/random.h"
#include "crypto/wipe.h"

namespace qianmo::crypto {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kHeader = 1 + 4;
constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;
static_assert(kSealOverhead == kHeader + kNonce + kTag);

std::string BigEndian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
  return bytes;
}

const EVP_CIPHER* Algorithm() {
  static const EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  Check(algorithm != nullptr, "find AES-256-GCM");
  return algorithm;
}

enum Direction { kDecrypt = 0, kEncrypt = 1 };

// Ready for the text: key and nonce set, header and context authenticated.
CipherContext Begin(Direction direction, const Key& key, std::string_view header,
                    std::string_view nonce, std::string_view context) {
  CipherContext cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  Check(cipher &&
            EVP_CipherInit_ex2(cipher.get(), Algorithm(), Bytes(key.bytes()), Bytes(nonce),
                               direction, nullptr) == 1 &&
            EVP_CipherUpdate(cipher.get(), nullptr, &size, Bytes(header),
                             static_cast<int>(header.size())) == 1 &&
            EVP_CipherUpdate(cipher.get(), nullptr, &size, Bytes(context),
                             static_cast<int>(context.size())) == 1,
        "set up AES-256-GCM");
  return cipher;
}

// OpenSSL counts in int.
void CheckSize(std::string_view text) {
  if (text.size() > std::numeric_limits<int>::max()) {
    throw std::invalid_argument("too long for one sealed value");
  }
}

Digest IndexUnder(const Key& key, std::string_view field, std::string_view normalised) {
  // The length first, so that no two pairs of field and value make the same message.
  std::string message = BigEndian(static_cast<std::uint32_t>(field.size()));
  message.append(field).append(normalised);
  const Digest digest = HmacSha256(key.bytes(), message);
  Wipe(message);
  return digest;
}

}  // namespace

std::string Seal(const Keyring& ring, std::string_view context, std::string_view plain) {
  CheckSize(context);
  CheckSize(plain);
  const Key& key = ring.newest(KeyPurpose::kData);
  const std::string header = kVersion + BigEndian(key.id());
  const std::string nonce = RandomBytes(kNonce);
  const CipherContext cipher = Begin(kEncrypt, key, header, nonce, context);
  std::string text(plain.size() + kTag, '\0');
  int size = 0;
  int rest = 0;
  Check(EVP_CipherUpdate(cipher.get(), Bytes(text), &size, Bytes(plain),
                         static_cast<int>(plain.size())) == 1 &&
            EVP_CipherFinal_ex(cipher.get(), Bytes(text) + size, &rest) == 1 &&
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, kTag,
                                Bytes(text) + plain.size()) == 1,
        "seal");
  return header + nonce + text;
}

std::optional<std::string> Open(const Keyring& ring, std::string_view context,
                                std::string_view sealed) {
  CheckSize(context);
  CheckSize(sealed);
  const Key* const key = ring.find(KeyPurpose::kData, SealedUnder(sealed));
  if (key == nullptr) return std::nullopt;
  const std::string_view text = sealed.substr(kHeader + kNonce, sealed.size() - kSealOverhead);
  std::string tag(sealed.substr(sealed.size() - kTag));
  const CipherContext cipher =
      Begin(kDecrypt, *key, sealed.substr(0, kHeader), sealed.substr(kHeader, kNonce), context);
  std::string plain(text.size(), '\0');
  int size = 0;
  Check(EVP_CipherUpdate(cipher.get(), Bytes(plain), &size, Bytes(text),
                         static_cast<int>(text.size())) == 1 &&
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, kTag, tag.data()) == 1,
        "open");
  if (EVP_CipherFinal_ex(cipher.get(), Bytes(plain) + size, &size) == 1) return plain;
  ERR_clear_error();
  Wipe(plain);
  return std::nullopt;
}

std::uint32_t SealedUnder(std::string_view sealed) {
  if (sealed.size() < kSealOverhead || sealed[0] != kVersion) return 0;
  std::uint32_t id = 0;
  for (const unsigned char byte : sealed.substr(1, 4)) id = id << 8 | byte;
  return id;
}

Digest BlindIndex(const Keyring& ring, std::string_view field, std::string_view normalised) {
  return IndexUnder(ring.newest(KeyPurpose::kIndex), field, normalised);
}

std::vector<Digest> BlindIndexes(const Keyring& ring, std::string_view field,
                                 std::string_view normalised) {
  std::vector<Digest> digests;
  for (const Key& key : ring.all(KeyPurpose::kIndex)) {
    digests.push_back(IndexUnder(key, field, normalised));
  }
  return digests;
}

}  // namespace qianmo::crypto

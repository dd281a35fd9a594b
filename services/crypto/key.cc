#include "crypto/key.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "crypto/random.h"
#include "crypto/wipe.h"

namespace qianmo::crypto {

std::string_view Name(KeyPurpose purpose) {
  switch (purpose) {
    case KeyPurpose::kData:
      return "data";
    case KeyPurpose::kIndex:
      return "index";
    case KeyPurpose::kToken:
      return "token";
    case KeyPurpose::kReceipt:
      return "receipt";
    case KeyPurpose::kCertificate:
      return "certificate";
    case KeyPurpose::kDerive:
      return "derive";
    case KeyPurpose::kJournal:
      return "journal";
    case KeyPurpose::kDatabase:
      return "database";
  }
  throw std::logic_error("unknown key purpose");
}

std::optional<KeyPurpose> KeyPurposeNamed(std::string_view name) {
  for (const KeyPurpose purpose : kKeyPurposes) {
    if (Name(purpose) == name) return purpose;
  }
  return std::nullopt;
}

bool Signs(KeyPurpose purpose) {
  return purpose == KeyPurpose::kToken || purpose == KeyPurpose::kReceipt ||
         purpose == KeyPurpose::kCertificate;
}

Key Key::Make(KeyPurpose purpose, std::uint32_t id, Time now) {
  std::string bytes = RandomBytes(kSize);
  Key key(purpose, id, now, bytes);
  Wipe(bytes);
  return key;
}

Key::Key(KeyPurpose purpose, std::uint32_t id, Time created, std::string_view bytes)
    : purpose_(purpose), id_(id), created_(created) {
  if (bytes.size() != kSize) throw std::invalid_argument("a key has 32 bytes");
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
  if (Signs(purpose)) signer_ = SigningKey::FromSeed(bytes);
}

Key::~Key() { Wipe(bytes_); }

Key::Key(Key&& other) noexcept
    : purpose_(other.purpose_),
      id_(other.id_),
      created_(other.created_),
      bytes_(other.bytes_),
      signer_(std::move(other.signer_)) {
  Wipe(other.bytes_);
}

Key& Key::operator=(Key&& other) noexcept {
  if (this == &other) return *this;
  purpose_ = other.purpose_;
  id_ = other.id_;
  created_ = other.created_;
  bytes_ = other.bytes_;
  signer_ = std::move(other.signer_);
  Wipe(other.bytes_);
  return *this;
}

const SigningKey& Key::signer() const {
  if (!signer_) throw std::logic_error(std::string(Name(purpose_)) + " keys do not sign");
  return *signer_;
}

}  // namespace qianmo::crypto

#include "crypto/keyring.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/encoding.h"
#include "base/time_text.h"
#include "crypto/digest.h"
#include "crypto/key_directory.h"
#include "crypto/key_file.h"
#include "crypto/wipe.h"

namespace qianmo::crypto {
namespace {

constexpr char kPublicKeys[] = "public-keys.json";

std::size_t Slot(KeyPurpose purpose) { return static_cast<std::size_t>(purpose); }

Result<Done> WriteKey(const KeyDirectory& directory, const Key& key) {
  std::string text = FormatKey(key);
  Result<Done> written = directory.WriteNew(KeyFileName{key.purpose(), key.id()}.ToString(), text);
  Wipe(text);
  return written;
}

Refusal Corrupt(const KeyDirectory& directory, const std::string& name, const char* how) {
  return {Refusal::Kind::kPrecondition, "KEYRING_CORRUPT",
          (directory.path() / name).string() + " " + how + "; restore it from backup"};
}

Result<Key> ReadKey(const KeyDirectory& directory, const std::string& name) {
  const auto expected = KeyFileName::Parse(name);
  if (!expected) return Corrupt(directory, name, "does not have the name of a key file");
  QM_ASSIGN(std::string text, directory.Read(name));
  std::optional<Key> key = ParseKey(text);
  Wipe(text);
  if (!key) return Corrupt(directory, name, "is cut short or damaged");
  if (key->purpose() != expected->purpose || key->id() != expected->id) {
    return Corrupt(directory, name, "holds another key than its name says");
  }
  return std::move(*key);
}

}  // namespace

Result<Keyring> Keyring::Create(const std::filesystem::path& directory, Time now) {
  const auto fill = [now](const KeyDirectory& staging) -> Result<Done> {
    for (const KeyPurpose purpose : kKeyPurposes) {
      QM_TRY(WriteKey(staging, Key::Make(purpose, 1, now)));
    }
    QM_ASSIGN(const Keyring ring, LoadFrom(staging));
    return staging.Publish(kPublicKeys, ring.PublicHistory());
  };
  QM_TRY(KeyDirectory::Build(directory, fill));
  return Load(directory);
}

Result<Keyring> Keyring::Load(const std::filesystem::path& directory) {
  QM_ASSIGN(const KeyDirectory opened, KeyDirectory::Open(directory));
  return LoadFrom(opened);
}

Result<Keyring> Keyring::LoadFrom(const KeyDirectory& directory) {
  QM_ASSIGN(const std::vector<std::string> names, directory.Names());
  Keyring ring;
  for (const std::string& name : names) {
    if (!name.ends_with(".key")) continue;
    QM_ASSIGN(Key key, ReadKey(directory, name));
    ring.keys_[Slot(key.purpose())].push_back(std::move(key));
  }
  for (const KeyPurpose purpose : kKeyPurposes) {
    std::vector<Key>& keys = ring.keys_[Slot(purpose)];
    std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.id() > b.id(); });
    std::uint32_t next = 1;
    for (auto key = keys.rbegin(); key != keys.rend() && key->id() == next; ++key) ++next;
    if (keys.empty() || next <= keys.front().id()) {
      return Refusal{Refusal::Kind::kPrecondition, "KEYRING_INCOMPLETE",
                     "the key ring in " + directory.path().string() + " lacks " +
                         KeyFileName{purpose, next}.ToString() + "; restore it from backup"};
    }
  }
  return ring;
}

Result<std::uint32_t> Keyring::Rotate(const std::filesystem::path& directory, KeyPurpose purpose,
                                      Time now) {
  QM_ASSIGN(const KeyDirectory opened, KeyDirectory::Open(directory));
  QM_ASSIGN(const FileDescriptor lock, opened.LockForWriting());
  QM_ASSIGN(Keyring ring, LoadFrom(opened));
  const std::uint32_t id = ring.newest(purpose).id() + 1;
  QM_TRY(WriteKey(opened, Key::Make(purpose, id, now)));
  QM_ASSIGN(ring, LoadFrom(opened));
  QM_TRY(opened.Publish(kPublicKeys, ring.PublicHistory()));
  return id;
}

const Key& Keyring::newest(KeyPurpose purpose) const { return keys_[Slot(purpose)].front(); }

const Key* Keyring::find(KeyPurpose purpose, std::uint32_t id) const {
  const std::vector<Key>& keys = keys_[Slot(purpose)];
  if (id == 0 || id > keys.size()) return nullptr;
  return &keys[keys.size() - id];
}

std::span<const Key> Keyring::all(KeyPurpose purpose) const { return keys_[Slot(purpose)]; }

bool Keyring::Contains(const Keyring& other) const {
  for (const std::vector<Key>& keys : other.keys_) {
    for (const Key& key : keys) {
      const Key* const ours = find(key.purpose(), key.id());
      if (ours == nullptr || !Equal(ours->bytes(), key.bytes())) return false;
    }
  }
  return true;
}

std::string Keyring::PublicHistory() const {
  std::string json = "{\"keys\":[";
  const char* separator = "\n";
  for (const KeyPurpose purpose : kKeyPurposes) {
    if (!Signs(purpose)) continue;
    for (const Key& key : all(purpose)) {
      json.append(separator).append("{\"purpose\":\"").append(Name(purpose));
      json.append("\",\"id\":").append(std::to_string(key.id()));
      json.append(",\"created\":\"").append(FormatRfc3339(key.created()));
      json.append("\",\"algorithm\":\"Ed25519\",\"public_key\":\"");
      json.append(ToHex(key.signer().public_key())).append("\"}");
      separator = ",\n";
    }
  }
  return json + "\n]}\n";
}

}  // namespace qianmo::crypto

#include "crypto/live_keyring.h"

#include <utility>

#include "crypto/key_directory.h"

namespace qianmo::crypto {
namespace {

Result<std::string> StampOf(const std::filesystem::path& path) {
  QM_ASSIGN(const KeyDirectory directory, KeyDirectory::Open(path));
  return directory.Stamp();
}

}  // namespace

Result<std::unique_ptr<LiveKeyring>> LiveKeyring::Open(const std::filesystem::path& directory) {
  // The stamp first: what changes while the ring is read is then seen by the next poll.
  QM_ASSIGN(std::string stamp, StampOf(directory));
  QM_ASSIGN(Keyring ring, Keyring::Load(directory));
  return std::unique_ptr<LiveKeyring>(
      new LiveKeyring(directory, std::move(stamp), std::move(ring)));
}

LiveKeyring::LiveKeyring(std::filesystem::path directory, std::string stamp, Keyring ring)
    : directory_(std::move(directory)),
      stamp_(std::move(stamp)),
      current_(std::make_shared<const Keyring>(std::move(ring))) {}

std::shared_ptr<const Keyring> LiveKeyring::Current() const {
  std::lock_guard lock(pointer_);
  return current_;
}

Result<bool> LiveKeyring::ReloadIfChanged() {
  std::lock_guard one_reload(reload_);
  QM_ASSIGN(std::string stamp, StampOf(directory_));
  if (stamp == stamp_) return false;
  QM_ASSIGN(Keyring ring, Keyring::Load(directory_));
  if (!ring.Contains(*Current())) {
    return Refusal{Refusal::Kind::kPrecondition, "KEYRING_SHRUNK",
                   "the key ring in " + directory_.string() +
                       " lost or changed a key that is in use; the server keeps the old ring, "
                       "restore the folder from backup"};
  }
  stamp_ = std::move(stamp);
  auto next = std::make_shared<const Keyring>(std::move(ring));
  std::lock_guard lock(pointer_);
  current_.swap(next);
  return true;
}

}  // namespace qianmo::crypto

// The ring of a running server, which follows rotations without a restart.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "crypto/keyring.h"

namespace qianmo::crypto {

class LiveKeyring {
 public:
  static Result<std::unique_ptr<LiveKeyring>> Open(const std::filesystem::path& directory);

  // Take it once per piece of work, so that the work sees one ring throughout.
  std::shared_ptr<const Keyring> Current() const;

  // True: the folder had changed and Current() is the new ring. False: nothing changed. A refusal:
  // the folder is now unreadable or lacks a key that is in use (KEYRING_SHRUNK); the old ring
  // stays, and every further call tries again. Cheap when nothing changed; meant to be polled.
  Result<bool> ReloadIfChanged();

 private:
  LiveKeyring(std::filesystem::path directory, std::string stamp, Keyring ring);

  const std::filesystem::path directory_;
  std::mutex reload_;           // one reload at a time
  std::string stamp_;           // of the files that current_ was read from; guarded by reload_
  mutable std::mutex pointer_;  // guards current_
  std::shared_ptr<const Keyring> current_;
};

}  // namespace qianmo::crypto

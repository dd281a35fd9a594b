// Files that the registry makes itself, kept as if somebody had uploaded them.
#pragma once

#include <string>
#include <string_view>

#include "crypto/digest.h"
#include "registry/file_store.h"

namespace qianmo::registry {

class MadeFile {
 public:
  // For this account, which alone may read it, and whose room it takes. There is always room for
  // it: what the house makes is part of what was brought.
  MadeFile(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, const Uuid& account,
           const std::string& file_name, Time now);

  // At most a gigabyte in all, and something.
  void Write(std::string_view piece);
  FileId Finish(const std::string& content_type);

 private:
  void Flush(std::size_t size);

  pg::Transaction& tx_;
  const crypto::Keyring& ring_;
  const CountyId county_;
  const Time now_;
  const UploadRow row_;
  std::string waiting_;  // less than a chunk
  std::int64_t size_ = 0;
  crypto::Sha256Stream hash_;
};

}  // namespace qianmo::registry

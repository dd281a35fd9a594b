// Files that people uploaded to the registry, fetched for those who own them.
#pragma once

#include <string>

#include "rpc/call.h"
#include "rpc/channels.h"

namespace qianmo::ledger {

struct FetchedFile {
  std::string file_name;
  std::string bytes;
};

// The whole file, if whoever calls may have it. Not inside a transaction: it can take
// long. Refuses FILE_NOT_FOUND, BANK_FILE_EMPTY, BANK_FILE_TOO_LARGE before it is read,
// BANK_FILE_UNREADABLE, FILES_OUT_OF_REACH.
Result<FetchedFile> FetchFile(const rpc::Call& call, const rpc::Channels& channels,
                              const std::string& name, std::int64_t most_bytes);

}  // namespace qianmo::ledger

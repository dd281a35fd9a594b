// The journal: at once the record of who did what and the memory that makes a retry harmless.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "pg/transaction.h"
#include "qianmo/rpc/v1/journal.pb.h"
#include "rpc/call.h"

namespace qianmo::rpc {

// The row of one request: its key and the keyed digest of its body.
struct JournalEntry {
  CountyId county;
  Uuid caller;  // nil for a stranger
  Uuid request_id;
  std::string body;  // what the digest is taken over: the method and the canonical request

  static JournalEntry Of(const Call& call);
};

// What the journal has under this key; a kExists refusal (REQUEST_ID_REUSED) when it was given to
// another body.
Result<std::optional<v1::StoredAnswer>> FindAnswer(pg::Transaction& tx, const Call& call,
                                                   const JournalEntry& entry);

// False when another transaction recorded this key first.
bool RecordAnswer(pg::Transaction& tx, const Call& call, const JournalEntry& entry, int code,
                  const v1::StoredAnswer& answer, bool yields);

}  // namespace qianmo::rpc

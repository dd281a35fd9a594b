// The journal: at once the record of who did what and the memory that makes a retry harmless.
#pragma once

#include <optional>
#include <string>
#include <vector>

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

// What the journal has under these keys, in their order: a kExists refusal (REQUEST_ID_REUSED)
// where it was given to another body. All calls are of one room and county.
using Known = Result<std::optional<v1::StoredAnswer>>;
struct Asked {
  const Call* call;
  const JournalEntry* entry;
};
std::vector<Known> FindAnswers(pg::Transaction& tx, const std::vector<Asked>& asked);
Known FindAnswer(pg::Transaction& tx, const Call& call, const JournalEntry& entry);

// What is repeated must be safe first: a commit that writes waits for the standbys, and so for
// everything before it, also for a first answer whose own wait was cut short.
void WaitForAllBefore(pg::Transaction& tx);

// False when another transaction recorded one of the keys first; unless `yields`, that is an error
// of the database.
struct Answered {
  Asked asked;
  int code;
  const v1::StoredAnswer* answer;
};
bool RecordAnswers(pg::Transaction& tx, const std::vector<Answered>& answered, bool yields = false);

}  // namespace qianmo::rpc

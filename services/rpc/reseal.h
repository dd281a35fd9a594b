// Long work after a rotation of keys, the same for every service: what it keeps sealed comes under
// the newest ones, a piece a step.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "rpc/operations.h"

namespace qianmo::rpc {

// How long until every server knows the newest keys that things are brought under. What is brought
// under a key that some of them do not know yet, they could not read.
Duration TimeUntilKnown(const crypto::Keyring& ring, Time now);

struct Resealed {
  std::int64_t values;
  std::string cursor;  // where the next piece goes on
};

// What a service has.
struct Resealing {
  std::function<std::int64_t(pg::Transaction&, CountyId)> count;
  // Brings the next piece after the cursor under the newest keys; nothing when none is left.
  std::function<std::optional<Resealed>(pg::Transaction&, const crypto::Keyring&, CountyId,
                                        const std::string& cursor)>
      next;
  // The operation's result, after so many values.
  std::function<google::protobuf::Any(std::int64_t)> outcome;
};
// Waits in steps while keys are too fresh. `room` must outlive it.
Job ResealJob(const Room& room, Resealing work);

}  // namespace qianmo::rpc

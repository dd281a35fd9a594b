// Counted failures in the database, kept under keyed digests of what they are counted by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/digest.h"
#include "crypto/keyring.h"
#include "identity/domain/throttle.h"
#include "pg/transaction.h"

namespace qianmo::identity {

struct BucketKey {
  BucketKind kind;
  crypto::Digest key;
};

// The buckets of one attempt, in the order in which they are locked. A rotation of the index key
// lets all counts begin anew.
using BucketKeys = std::vector<BucketKey>;

// `device` is that of kSignInOnKnownDevice.
BucketKeys BucketKeysAtTheDoor(const crypto::Keyring& keyring, Attempt attempt,
                               std::string_view handle, std::string_view address,
                               const crypto::Digest& device = {});
// One bucket for `subject`, such as "session/0192…".
BucketKeys BucketKeysOf(const crypto::Keyring& keyring, BucketKind kind, std::string_view subject);

// Counts the attempt as failed, unless it is refused (TOO_MANY_FAILURES). To be committed before
// the attempt is judged.
Result<Done> ChargeBuckets(pg::Transaction& tx, const BucketKeys& keys, Time now);
// The attempt was right.
void RefundBuckets(pg::Transaction& tx, const BucketKeys& keys, Time now);
// Writes the rows as they are.
void TouchBuckets(pg::Transaction& tx, const BucketKeys& keys);

}  // namespace qianmo::identity

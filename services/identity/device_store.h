// Devices that have signed in to an account before, by the digest of the token that they keep.
#pragma once

#include "crypto/digest.h"
#include "identity/domain/account.h"
#include "pg/transaction.h"

namespace qianmo::identity {

bool IsKnownDevice(pg::Transaction& tx, CountyId county, AccountId account,
                   const crypto::Digest& token_hash);

// Gives the device that showed `shown` (known or not) a new token. Only so many devices of an
// account are remembered; the one that was away longest is forgotten.
void RememberDevice(pg::Transaction& tx, CountyId county, AccountId account,
                    const crypto::Digest& shown, const crypto::Digest& token_hash, Time now);

}  // namespace qianmo::identity

// What a new password or PIN brings with it, however its owner came to choose it.
#pragma once

#include <string>

#include "identity/account_store.h"
#include "rpc/call.h"

namespace qianmo::identity {

// Ends all sessions and all codes on their way, and tells the owner. `account` is held.
void ReplaceSecret(pg::Transaction& tx, rpc::Call& call, const AccountRow& account,
                   const std::string& hash);

}  // namespace qianmo::identity

// The caller's own account, for what only its owner does.
#pragma once

#include <vector>

#include "identity/account_store.h"
#include "rpc/call.h"

namespace qianmo::identity {

// Both ask whether the caller may touch it.
Result<AccountRow> FindOwn(rpc::Call& call);
Result<AccountRow> LockOwn(pg::Transaction& tx, rpc::Call& call);

// What the owner still has to do.
std::vector<NextStep> StepsOf(const AccountRow& account);

}  // namespace qianmo::identity

// Puts identity into a server.
#pragma once

#include <memory>

#include "crypto/password.h"
#include "rpc/server.h"

namespace qianmo::identity {

void Install(rpc::Hosted& hosted);
// With a hasher that costs a test less time.
void InstallWith(rpc::Hosted& hosted, std::shared_ptr<crypto::PasswordHasher> hasher);

}  // namespace qianmo::identity

// Bidders make their accounts themselves.
#pragma once

#include "crypto/password.h"
#include "qianmo/identity/v1/accounts.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class BiddersService {
 public:
  explicit BiddersService(crypto::PasswordHasher& hasher) : hasher_(hasher) {}

  Result<v1::Account> SignUpBidder(rpc::Call& call, const v1::SignUpBidderRequest& request);

 private:
  crypto::PasswordHasher& hasher_;
};

}  // namespace qianmo::identity

// Coming in: a handle and proofs become a session, a session becomes caller tokens.
#pragma once

#include "crypto/password.h"
#include "identity/account_store.h"
#include "qianmo/identity/v1/sign_in.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class SignInService {
 public:
  explicit SignInService(crypto::PasswordHasher& hasher) : hasher_(hasher) {}

  // An unknown handle, a wrong password and an account that may not come in: one answer after the
  // same work. They are not journaled, because nobody knows in which county.
  Result<v1::SignInResponse> SignIn(rpc::Call& call, const v1::SignInRequest& request);
  Result<v1::IssueTokenResponse> IssueToken(rpc::Call& call, const v1::IssueTokenRequest& request);

 private:
  Result<v1::SignInResponse> Enter(pg::Transaction& tx, rpc::Call& call,
                                   const v1::SignInRequest& request, const AccountRow& verified,
                                   const std::string& rehash);

  crypto::PasswordHasher& hasher_;
};

}  // namespace qianmo::identity

// Passwords: changed by those who know them, chosen anew with a code by those who do not.
#pragma once

#include "crypto/password.h"
#include "identity/account_store.h"
#include "qianmo/identity/v1/sign_in.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class PasswordService {
 public:
  explicit PasswordService(crypto::PasswordHasher& hasher) : hasher_(hasher) {}

  Result<v1::Account> ChangePassword(rpc::Call& call, const v1::ChangePasswordRequest& request);
  Result<v1::RequestPasswordResetResponse> RequestPasswordReset(
      rpc::Call& call, const v1::RequestPasswordResetRequest& request);
  Result<v1::StartPasswordResetResponse> StartPasswordReset(
      rpc::Call& call, const v1::StartPasswordResetRequest& request);
  Result<v1::ResetPasswordResponse> ResetPassword(rpc::Call& call,
                                                  const v1::ResetPasswordRequest& request);

 private:
  crypto::PasswordHasher& hasher_;
};

}  // namespace qianmo::identity

// The second factor of an account: enrolled, proved, and taken away when it is lost.
#pragma once

#include "crypto/password.h"
#include "qianmo/identity/v1/sign_in.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class SecondFactorService {
 public:
  explicit SecondFactorService(crypto::PasswordHasher& hasher) : hasher_(hasher) {}

  Result<v1::EnrolOneTimeCodeResponse> EnrolOneTimeCode(rpc::Call& call,
                                                        const v1::EnrolOneTimeCodeRequest& request);
  Result<v1::Account> ConfirmOneTimeCode(rpc::Call& call,
                                         const v1::ConfirmOneTimeCodeRequest& request);
  Result<v1::Account> RemoveOneTimeCode(rpc::Call& call,
                                        const v1::RemoveOneTimeCodeRequest& request);

 private:
  crypto::PasswordHasher& hasher_;
};

}  // namespace qianmo::identity

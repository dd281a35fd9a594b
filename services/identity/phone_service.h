// The telephone of an account, proved to be its owner's.
#pragma once

#include "qianmo/identity/v1/sign_in.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class PhoneService {
 public:
  Result<v1::Account> SendPhoneCode(rpc::Call& call, const v1::SendPhoneCodeRequest& request);
  Result<v1::Account> ConfirmPhone(rpc::Call& call, const v1::ConfirmPhoneRequest& request);
};

}  // namespace qianmo::identity

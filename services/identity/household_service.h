// Households: invited by letter, they open their account with its code and a PIN.
#pragma once

#include "crypto/password.h"
#include "qianmo/identity/v1/accounts.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class HouseholdService {
 public:
  explicit HouseholdService(crypto::PasswordHasher& hasher) : hasher_(hasher) {}

  Result<v1::IssueHouseholdCodeResponse> IssueHouseholdCode(
      rpc::Call& call, const v1::IssueHouseholdCodeRequest& request);
  Result<v1::Account> ActivateHousehold(rpc::Call& call,
                                        const v1::ActivateHouseholdRequest& request);

 private:
  crypto::PasswordHasher& hasher_;
};

}  // namespace qianmo::identity

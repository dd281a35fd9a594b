// Officers' accounts: made by one person, confirmed by another, read, shut and opened again.
#pragma once

#include "qianmo/identity/v1/accounts.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class AccountsService {
 public:
  Result<v1::Account> CreateAccount(rpc::Call& call, const v1::CreateAccountRequest& request);
  Result<v1::ConfirmAccountResponse> ConfirmAccount(rpc::Call& call,
                                                    const v1::ConfirmAccountRequest& request);
  Result<v1::Account> GetAccount(rpc::Call& call, const v1::GetAccountRequest& request);
  Result<v1::ListAccountsResponse> ListAccounts(rpc::Call& call,
                                                const v1::ListAccountsRequest& request);
  Result<v1::Account> DisableAccount(rpc::Call& call, const v1::DisableAccountRequest& request);
  Result<v1::Account> EnableAccount(rpc::Call& call, const v1::EnableAccountRequest& request);
};

}  // namespace qianmo::identity

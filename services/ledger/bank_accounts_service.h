// Accounts at banks.
#pragma once

#include "qianmo/ledger/v1/bank_accounts.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class BankAccountsService {
 public:
  Result<v1::BankAccount> CreateBankAccount(rpc::Call& call,
                                            const v1::CreateBankAccountRequest& request);
  Result<v1::BankAccount> GetBankAccount(rpc::Call& call, const v1::GetBankAccountRequest& request);
  Result<v1::ListBankAccountsResponse> ListBankAccounts(rpc::Call& call,
                                                        const v1::ListBankAccountsRequest& request);
  Result<v1::BankAccount> UpdateBankAccount(rpc::Call& call,
                                            const v1::UpdateBankAccountRequest& request);
  Result<v1::BankAccount> CloseBankAccount(rpc::Call& call,
                                           const v1::CloseBankAccountRequest& request);
};

}  // namespace qianmo::ledger

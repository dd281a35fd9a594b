// What calls about accounts at banks say in the terms of their rules.
#pragma once

#include <string>

#include "ledger/bankfile/profile.h"
#include "ledger/callers.h"
#include "ledger/payment_store.h"

namespace qianmo::ledger {

Result<BankAccountId> BankAccountAtHome(rpc::Call& call, const std::string& name,
                                        const std::string& field);

Result<PaymentId> PaymentAtHome(rpc::Call& call, const std::string& name,
                                const std::string& field = "name");

// An account whose books the caller may touch.
struct TouchedAccount {
  BankAccountRow account;
  BooksRow books;
};
Result<TouchedAccount> TouchAccount(rpc::Call& call, pg::Transaction& tx, BankAccountId id);
// Held, and not closed. Refuses BANK_ACCOUNT_CLOSED.
Result<TouchedAccount> TouchOpenAccount(rpc::Call& call, pg::Transaction& tx, BankAccountId id);

// What the files of its bank look like.
Result<bankfile::Profile> ProfileOf(const BankAccountRow& account);

}  // namespace qianmo::ledger

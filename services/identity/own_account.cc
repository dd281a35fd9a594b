#include "identity/own_account.h"

#include "identity/callers.h"

namespace qianmo::identity {
namespace {

AccountId Own(const rpc::Call& call) {
  return AccountId::Parse(call.caller().account_id()).value_or(AccountId());
}

}  // namespace

Result<AccountRow> FindOwn(rpc::Call& call) {
  return call.Read([&](pg::Transaction& tx) -> Result<AccountRow> {
    QM_ASSIGN(AccountRow account,
              FindAccount(tx, *call.room().keyring.Current(), call.county(), Own(call)));
    QM_TRY(call.MayTouch(ScopeOf(account)));
    return account;
  });
}

Result<AccountRow> LockOwn(pg::Transaction& tx, rpc::Call& call) {
  QM_ASSIGN(AccountRow account,
            LockAccount(tx, *call.room().keyring.Current(), call.county(), Own(call)));
  QM_TRY(call.MayTouch(ScopeOf(account)));
  return account;
}

std::vector<NextStep> StepsOf(const AccountRow& account) {
  return NextSteps(account.facts, !account.phone.empty() && !account.phone_confirmed);
}

}  // namespace qianmo::identity

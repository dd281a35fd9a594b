#include "ledger/bank_callers.h"

#include "ledger/domain/bank_refusals.h"

namespace qianmo::ledger {
namespace {

Result<TouchedAccount> WithBooks(rpc::Call& call, pg::Transaction& tx, BankAccountRow account) {
  QM_ASSIGN(BooksRow books, FindBooks(tx, call.county(), account.books));
  QM_TRY(MayTouchBooks(call, books));
  return TouchedAccount{std::move(account), std::move(books)};
}

}  // namespace

Result<BankAccountId> BankAccountAtHome(rpc::Call& call, const std::string& name,
                                        const std::string& field) {
  return rpc::IdAtHome<BankAccountTag>(call, "counties/*/bankAccounts/*", name, field);
}

Result<PaymentId> PaymentAtHome(rpc::Call& call, const std::string& name,
                                const std::string& field) {
  return rpc::IdAtHome<PaymentTag>(call, "counties/*/payments/*", name, field);
}

Result<TouchedAccount> TouchAccount(rpc::Call& call, pg::Transaction& tx, BankAccountId id) {
  QM_ASSIGN(BankAccountRow account, FindBankAccount(tx, call.county(), *call.keyring(), id));
  return WithBooks(call, tx, std::move(account));
}

Result<TouchedAccount> TouchOpenAccount(rpc::Call& call, pg::Transaction& tx, BankAccountId id) {
  QM_ASSIGN(BankAccountRow account, HoldBankAccount(tx, call.county(), *call.keyring(), id));
  QM_ASSIGN(TouchedAccount touched, WithBooks(call, tx, std::move(account)));
  if (touched.account.closed) return refusals::BankAccountClosed();
  return touched;
}

Result<bankfile::Profile> ProfileOf(const BankAccountRow& account) {
  QM_ASSIGN(bankfile::Profile profile, bankfile::ParseProfile(account.profile));
  if (profile.bank.empty()) profile.bank = account.bank_name;
  if (profile.payout.bank_code.empty()) profile.payout.bank_code = account.bank_code;
  return profile;
}

}  // namespace qianmo::ledger

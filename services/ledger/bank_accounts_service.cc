#include "ledger/bank_accounts_service.h"

#include <algorithm>

#include "ledger/bank_callers.h"
#include "ledger/domain/bank_refusals.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

constexpr char kBankChartCode[] = "102";
constexpr std::size_t kFewestDigits = 8;
constexpr std::size_t kMostDigits = 32;

// Without the blanks that people write between groups of digits.
Result<std::string> ParseBankNumber(const std::string& field, std::string typed) {
  std::erase(typed, ' ');
  const bool fits = typed.size() >= kFewestDigits && typed.size() <= kMostDigits &&
                    std::ranges::all_of(typed, [](char c) { return c >= '0' && c <= '9'; });
  if (!fits) return refusals::BankAccountMalformed(field);
  return typed;
}

Result<NewBankAccount> ParseNewAccount(rpc::Call& call, BooksId books,
                                       const v1::BankAccount& wanted) {
  QM_ASSIGN(const AccountCode code, ParseCode("bank_account.code", wanted.code()));
  const bool at_bank = AccountCode::Parse(kBankChartCode)->Contains(code);
  if (!at_bank) return refusals::BankAccountCodeUnfit();
  NewBankAccount account{.id = BankAccountId::Make(call.now()),
                         .books = books,
                         .code = code,
                         .display_name = {},
                         .number = {},
                         .bank_name = {},
                         .bank_code = wanted.bank_code(),
                         .profile = wanted.profile()};
  QM_ASSIGN(account.display_name, ParseWords("bank_account.display_name", wanted.display_name()));
  QM_ASSIGN(account.bank_name, ParseWords("bank_account.bank_name", wanted.bank_name()));
  QM_ASSIGN(account.number, ParseBankNumber("bank_account.number", wanted.number()));
  if (account.bank_code.empty()) return refusals::BankAccountMalformed("bank_account.bank_code");
  QM_TRY(bankfile::ParseProfile(account.profile));
  return account;
}

Result<Done> CheckAccountMask(const google::protobuf::FieldMask& mask) {
  if (mask.paths().empty()) return refusals::MaskUnknown("nothing");
  for (const std::string& path : mask.paths()) {
    if (path != "display_name" && path != "profile") return refusals::MaskUnknown(path);
  }
  return Done{};
}

// Locked, and not closed.
Result<BankAccountRow> LockOpenAccount(rpc::Call& call, pg::Transaction& tx, BankAccountId id) {
  QM_ASSIGN(BankAccountRow account, LockBankAccount(tx, call.county(), *call.keyring(), id));
  QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), account.books));
  QM_TRY(MayTouchBooks(call, books));
  if (account.closed) return refusals::BankAccountClosed();
  return account;
}

}  // namespace

Result<v1::BankAccount> BankAccountsService::CreateBankAccount(
    rpc::Call& call, const v1::CreateBankAccountRequest& request) {
  QM_ASSIGN(const BooksId books_id, BooksAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const NewBankAccount account, ParseNewAccount(call, books_id, request.bank_account()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::BankAccount> {
    QM_ASSIGN(const BooksRow books, HoldBooks(tx, call.county(), books_id));
    QM_TRY(MayTouchBooks(call, books));
    QM_TRY(CheckPostable(books.chart(), SubAccountsOf(tx, call.county(), books_id), account.code));
    QM_TRY(InsertBankAccount(tx, call.county(), *call.keyring(), account, call.now()));
    return ReadBankAccount(tx, call.county(), *call.keyring(), account.id);
  });
}

Result<v1::BankAccount> BankAccountsService::GetBankAccount(
    rpc::Call& call, const v1::GetBankAccountRequest& request) {
  QM_ASSIGN(const BankAccountId id, BankAccountAtHome(call, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::BankAccount> {
    QM_TRY(TouchAccount(call, tx, id));
    return ReadBankAccount(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::ListBankAccountsResponse> BankAccountsService::ListBankAccounts(
    rpc::Call& call, const v1::ListBankAccountsRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListBankAccountsResponse> {
    v1::ListBankAccountsResponse response;
    *response.mutable_bank_accounts() = ListBankAccountsIn(
        tx, county, *call.keyring(), rpc::PathsOf(call.Reach()), page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_bank_accounts()));
    return response;
  });
}

Result<v1::BankAccount> BankAccountsService::UpdateBankAccount(
    rpc::Call& call, const v1::UpdateBankAccountRequest& request) {
  const v1::BankAccount& wanted = request.bank_account();
  QM_ASSIGN(const BankAccountId id, BankAccountAtHome(call, wanted.name(), "bank_account.name"));
  QM_TRY(CheckAccountMask(request.update_mask()));
  std::optional<std::string> name, profile;
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "profile") {
      QM_TRY(bankfile::ParseProfile(wanted.profile()));
      profile = wanted.profile();
    } else {
      QM_ASSIGN(name, ParseWords("bank_account.display_name", wanted.display_name()));
    }
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::BankAccount> {
    QM_ASSIGN(const BankAccountRow account, LockOpenAccount(call, tx, id));
    const bool is_stale =
        !wanted.etag().empty() && wanted.etag() != std::to_string(account.version);
    if (is_stale) return refusals::EtagStale();
    SaveBankAccount(tx, call.county(), id, name, profile);
    return ReadBankAccount(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::BankAccount> BankAccountsService::CloseBankAccount(
    rpc::Call& call, const v1::CloseBankAccountRequest& request) {
  QM_ASSIGN(const BankAccountId id, BankAccountAtHome(call, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::BankAccount> {
    QM_ASSIGN(const BankAccountRow account, LockOpenAccount(call, tx, id));
    if (IsInUse(tx, call.county(), account)) return refusals::BankAccountInUse();
    SetBankAccountClosed(tx, call.county(), id, call.now());
    return ReadBankAccount(tx, call.county(), *call.keyring(), id);
  });
}

}  // namespace qianmo::ledger

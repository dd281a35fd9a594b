#include "identity/accounts_service.h"

#include "identity/account_search_store.h"
#include "identity/callers.h"
#include "identity/code_store.h"
#include "identity/domain/code_text.h"
#include "identity/domain/confirm.h"
#include "identity/domain/handle.h"
#include "identity/domain/identity_number.h"
#include "identity/domain/refusals.h"
#include "identity/notices.h"
#include "identity/person_store.h"
#include "identity/session_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

namespace qianmo::identity {
namespace {

std::string FirstCode(const rpc::Call& call) {
  return PrintedCode(call.Derive("first password", kPrintedCodeBytes));
}

void MaskUnlessLookedAfter(const rpc::Call& call, v1::Account* account) {
  if (call.by_service()) return;
  const auto id = AccountId::Parse(account->name().substr(account->name().rfind('/') + 1));
  const auto path = OrgPath::Parse(account->org_path());
  if (!LooksAfter(ActorOf(call.caller()), id.value(), path.value())) MaskPersonal(account);
}

void TellState(pg::Transaction& tx, rpc::Call& call, const AccountRow& account, AccountState state,
               const std::string& reason) {
  TellOwner(tx, call, account, messages::v1::TEMPLATE_ACCOUNT_STATE_CHANGED,
            {{"state", std::string(Name(state))}, {"reason", reason}});
}

// A filter whose value no account can have is a mistake of the caller's.
Result<Done> CheckFilters(const v1::ListAccountsRequest& request) {
  if (!rpc::v1::Role_IsValid(request.role())) {
    return Refusal::InvalidField("role", "is no role");
  }
  if (!v1::Account::State_IsValid(request.state())) {
    return Refusal::InvalidField("state", "is no state");
  }
  if (!v1::AccountKind_IsValid(request.kind())) {
    return Refusal::InvalidField("kind", "is no kind");
  }
  return Done{};
}

template <class Domain, class Proto>
std::optional<Domain> Given(Proto value) {
  return value == 0 ? std::nullopt : std::optional(static_cast<Domain>(value));
}

std::vector<std::string> Within(const rpc::ListScope& reach) {
  if (reach.whole_county) return {OrgPath::Of(reach.county).text()};
  return reach.org_prefixes;
}

}  // namespace

Result<v1::Account> AccountsService::CreateAccount(rpc::Call& call,
                                                   const v1::CreateAccountRequest& request) {
  QM_ASSIGN(const CountyId county, ParentCounty(call, request.parent()));
  QM_ASSIGN(const Handle handle, ParseChosenHandle("handle", request.handle()));
  QM_ASSIGN(const std::string display_name,
            ParseDisplayName("display_name", request.display_name()));
  QM_ASSIGN(const std::string number,
            ParseIdentityNumber("identity_number", request.identity_number()));
  QM_ASSIGN(const OrgPath org_path, ParseOrgPath(county, "org_path", request.org_path()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    QM_TRY(call.MayTouch({.county = county, .org_path = org_path.text()}));
    const Actor actor = ActorOf(call.caller());
    QM_TRY(CheckMayCreate(actor, org_path));
    const auto current = call.room().keyring.Current();
    const crypto::Keyring& ring = *current;
    if (FindByHandle(tx, ring, handle.text)) return refusals::HandleTaken();
    const auto index = PersonIndex::Of(ring, county, number);
    const auto id = AccountId::Make(call.now());
    InsertAccount(tx, ring,
                  {.county = county,
                   .id = id,
                   .kind = AccountKind::kOfficer,
                   .state = AccountState::kPending,
                   .person = PersonOf(tx, county, index, call.now()),
                   .person_index = index.bytes(),
                   .display_name = display_name,
                   .handle = handle.text,
                   .phone = request.phone(),
                   .org_path = org_path,
                   .creator = actor.account,
                   .create_time = call.now()});
    return ReadAccount(tx, ring, county, id);
  });
}

Result<v1::ConfirmAccountResponse> AccountsService::ConfirmAccount(
    rpc::Call& call, const v1::ConfirmAccountRequest& request) {
  QM_ASSIGN(const AccountId id, AccountAtHome(call, request.name(), "name"));
  QM_ASSIGN(const std::string number,
            ParseIdentityNumber("identity_number", request.identity_number()));
  const Actor actor = ActorOf(call.caller());
  auto reply = call.Write([&](pg::Transaction& tx) -> Result<v1::ConfirmAccountResponse> {
    QM_TRY(call.MayTouch({.county = call.county()}));
    const auto current = call.room().keyring.Current();
    const crypto::Keyring& ring = *current;
    HoldAccounts(tx, call.county(), {actor.account, id});
    QM_ASSIGN(const AccountRow confirmer, FindAccount(tx, ring, call.county(), actor.account));
    QM_ASSIGN(const AccountRow account, FindAccount(tx, ring, call.county(), id));
    QM_ASSIGN(const AccountState state,
              DecideConfirm(confirmer.facts, call.caller().second_factor(), account.facts));
    if (!HasNumber(tx, call.county(), id, PersonIndex::Of(ring, call.county(), number))) {
      return refusals::IdentityNumberMismatch("identity_number");
    }
    SetConfirmed(tx, call.county(), id, state, actor.account, call.now());
    v1::ConfirmAccountResponse confirmed;
    if (account.password_hash.empty()) {
      *confirmed.mutable_expire_time() = rpc::ToTimestamp(
          PutOfficerCode(tx, ring, call.county(), id, FirstCode(call), call.now()));
    }
    QM_ASSIGN(*confirmed.mutable_account(), ReadAccount(tx, ring, call.county(), id));
    return confirmed;
  });
  if (reply && reply->has_expire_time()) reply->set_one_time_code(FirstCode(call));
  return reply;
}

Result<v1::Account> AccountsService::GetAccount(rpc::Call& call,
                                                const v1::GetAccountRequest& request) {
  QM_ASSIGN(const AccountId id, AccountAtHome(call, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Account> {
    const auto current = call.room().keyring.Current();
    const crypto::Keyring& ring = *current;
    QM_ASSIGN(const AccountRow row, FindAccount(tx, ring, call.county(), id));
    QM_TRY(call.MayTouch(ScopeOf(row)));
    QM_ASSIGN(v1::Account account, ReadAccount(tx, ring, call.county(), id));
    MaskUnlessLookedAfter(call, &account);
    return account;
  });
}

Result<v1::ListAccountsResponse> AccountsService::ListAccounts(
    rpc::Call& call, const v1::ListAccountsRequest& request) {
  QM_ASSIGN(const CountyId county, ParentCounty(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  QM_TRY(CheckFilters(request));
  AccountQuery query{.county = county,
                     .within = Within(call.Reach()),
                     .org_path = {},
                     .role = Given<Role>(request.role()),
                     .state = Given<AccountState>(request.state()),
                     .kind = Given<AccountKind>(request.kind()),
                     .text = request.text(),
                     .after = page.after,
                     .limit = page.limit()};
  if (!request.org_path().empty()) {
    QM_ASSIGN(const OrgPath path, ParseOrgPath(county, "org_path", request.org_path()));
    query.org_path = path.text();
  }
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListAccountsResponse> {
    v1::ListAccountsResponse response;
    *response.mutable_accounts() = SearchAccounts(tx, *call.room().keyring.Current(), query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_accounts()));
    for (auto& account : *response.mutable_accounts()) MaskUnlessLookedAfter(call, &account);
    return response;
  });
}

Result<v1::Account> AccountsService::DisableAccount(rpc::Call& call,
                                                    const v1::DisableAccountRequest& request) {
  QM_ASSIGN(const AccountId id, AccountAtHome(call, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    const auto current = call.room().keyring.Current();
    const crypto::Keyring& ring = *current;
    QM_ASSIGN(const AccountRow row, LockAccount(tx, ring, call.county(), id));
    QM_TRY(call.MayTouch(ScopeOf(row)));
    QM_ASSIGN(const AccountState state, DecideDisable(ActorOf(call.caller()), row.facts));
    SetDisabled(tx, call.county(), id, request.reason(), call.now());
    RevokeAllSessions(tx, call.county(), id, call.now());
    TellState(tx, call, row, state, request.reason());
    return ReadAccount(tx, ring, call.county(), id);
  });
}

Result<v1::Account> AccountsService::EnableAccount(rpc::Call& call,
                                                   const v1::EnableAccountRequest& request) {
  QM_ASSIGN(const AccountId id, AccountAtHome(call, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    const auto current = call.room().keyring.Current();
    const crypto::Keyring& ring = *current;
    QM_ASSIGN(const AccountRow found, FindAccount(tx, ring, call.county(), id));
    QM_TRY(call.MayTouch(ScopeOf(found)));
    HoldPerson(tx, call.county(), found.facts.person);
    QM_ASSIGN(const AccountRow row, FindAccount(tx, ring, call.county(), id));
    QM_ASSIGN(const AccountState state, DecideEnable(ActorOf(call.caller()), row.facts));
    // While it was shut its roles did not count, and the person's other accounts may have got more.
    QM_TRY(CheckAllCompatible(row.facts.roles, RolesOfPerson(tx, call.county(), row.facts.person)));
    SetEnabled(tx, call.county(), id, state);
    TellState(tx, call, row, state, request.reason());
    return ReadAccount(tx, ring, call.county(), id);
  });
}

}  // namespace qianmo::identity

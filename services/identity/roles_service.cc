#include "identity/roles_service.h"

#include "identity/callers.h"
#include "identity/domain/grant.h"
#include "identity/domain/refusals.h"
#include "identity/grant_store.h"
#include "identity/person_store.h"

namespace qianmo::identity {

Result<v1::RoleGrant> RolesService::GrantRole(rpc::Call& call,
                                              const v1::GrantRoleRequest& request) {
  QM_ASSIGN(const AccountId id, AccountAtHome(call, request.parent(), "parent"));
  if (!rpc::v1::Role_IsValid(request.role())) return Refusal::InvalidField("role", "is no role");
  QM_ASSIGN(const OrgPath org_path, ParseOrgPath(call.county(), "org_path", request.org_path()));
  const RoleHeld wanted{static_cast<Role>(request.role()), org_path};
  return call.Write([&](pg::Transaction& tx) -> Result<v1::RoleGrant> {
    const auto current = call.room().keyring.Current();
    const crypto::Keyring& ring = *current;
    QM_ASSIGN(const AccountRow found, FindAccount(tx, ring, call.county(), id));
    QM_TRY(call.MayTouch(ScopeOf(found)));
    // What must not meet in one hand is judged over all accounts of the person.
    HoldPerson(tx, call.county(), found.facts.person);
    QM_ASSIGN(const AccountRow account, FindAccount(tx, ring, call.county(), id));
    const Actor actor = ActorOf(call.caller());
    QM_TRY(DecideGrant(actor, account.facts, wanted,
                       RolesOfPerson(tx, call.county(), account.facts.person)));
    const auto grant = InsertGrant(tx, call.county(), id, wanted, actor.account, call.now());
    MoveVersion(tx, call.county(), id);
    return ReadGrant(tx, call.county(), grant);
  });
}

Result<v1::RoleGrant> RolesService::RevokeRole(rpc::Call& call,
                                               const v1::RevokeRoleRequest& request) {
  QM_ASSIGN(const auto name,
            NameAtHome(call, "counties/*/accounts/*/grants/*", request.name(), "name"));
  const auto id = AccountId::Parse(name.ids[0]);
  const auto grant = GrantId::Parse(name.ids[1]);
  if (!id || !grant) return refusals::GrantNotFound();
  return call.Write([&](pg::Transaction& tx) -> Result<v1::RoleGrant> {
    QM_ASSIGN(const AccountRow account,
              LockAccount(tx, *call.room().keyring.Current(), call.county(), *id));
    QM_TRY(call.MayTouch(ScopeOf(account)));
    const auto row = FindGrant(tx, call.county(), *id, *grant);
    if (!row) return refusals::GrantNotFound();
    const Actor actor = ActorOf(call.caller());
    QM_TRY(DecideRevoke(actor, account.facts, row->held, row->revoked));
    SetGrantRevoked(tx, call.county(), *grant, actor.account, request.reason(), call.now());
    MoveVersion(tx, call.county(), *id);
    return ReadGrant(tx, call.county(), *grant);
  });
}

}  // namespace qianmo::identity

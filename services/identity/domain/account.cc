#include "identity/domain/account.h"

#include <algorithm>

#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

struct Arc {
  AccountState from;
  AccountTransition transition;
  AccountState to;
};

constexpr Arc kArcs[] = {
    {AccountState::kPending, AccountTransition::kConfirm, AccountState::kActive},
    {AccountState::kPending, AccountTransition::kDisable, AccountState::kDisabled},
    {AccountState::kActive, AccountTransition::kDisable, AccountState::kDisabled},
    {AccountState::kDisabled, AccountTransition::kEnable, AccountState::kActive},
};

bool HoldsOver(const std::vector<RoleHeld>& roles, Role role, const OrgPath& org_path) {
  return std::ranges::any_of(roles, [&](const RoleHeld& held) {
    return held.role == role && held.org_path.Contains(org_path);
  });
}

bool KeepsAccountsOf(const Actor& actor, const OrgPath& org_path) {
  constexpr Role kKeepers[] = {Role::kCountyAdmin, Role::kTownshipApprover, Role::kTownshipAgent};
  return std::ranges::any_of(kKeepers,
                             [&](Role role) { return HoldsOver(actor.roles, role, org_path); });
}

}  // namespace

std::string_view Name(AccountState state) {
  switch (state) {
    case AccountState::kPending:
      return "PENDING";
    case AccountState::kActive:
      return "ACTIVE";
    case AccountState::kDisabled:
      return "DISABLED";
  }
  return "";
}

std::string_view Name(AccountTransition transition) {
  switch (transition) {
    case AccountTransition::kConfirm:
      return "be confirmed";
    case AccountTransition::kDisable:
      return "be disabled";
    case AccountTransition::kEnable:
      return "be enabled";
  }
  return "";
}

Result<AccountState> Next(AccountState state, AccountTransition transition, bool confirmed) {
  for (const Arc& arc : kArcs) {
    if (arc.from != state || arc.transition != transition) continue;
    if (transition == AccountTransition::kEnable && !confirmed) return AccountState::kPending;
    return arc.to;
  }
  return refusals::IllegalTransition(Name(state), Name(transition));
}

Result<Done> CheckMayCreate(const Actor& actor, const OrgPath& org_path) {
  if (!KeepsAccountsOf(actor, org_path)) return refusals::NotYourAccount();
  return Done{};
}

bool LooksAfter(const Actor& actor, AccountId account, const OrgPath& org_path) {
  return actor.account == account || KeepsAccountsOf(actor, org_path);
}

bool Commands(const std::vector<RoleHeld>& roles, const Account& account) {
  if (HoldsOver(roles, Role::kCountyAdmin, account.org_path)) return true;
  if (!HoldsOver(roles, Role::kTownshipApprover, account.org_path)) return false;
  return std::ranges::all_of(account.roles, [&](const RoleHeld& theirs) {
    if (!IsOffice(theirs.role)) return true;
    return std::ranges::any_of(
        roles, [&](const RoleHeld& mine) { return MayGrant(mine, theirs.role, theirs.org_path); });
  });
}

Result<Done> CheckMayManage(const Actor& actor, const Account& account) {
  if (actor.person == account.person || actor.account == account.id) return refusals::OwnAccount();
  if (!Commands(actor.roles, account)) return refusals::NotYourAccount();
  return Done{};
}

Result<Done> CheckMayStartReset(const Actor& actor, const Account& account) {
  QM_TRY(CheckMayManage(actor, account));
  if (account.factor_remover == actor.person) return refusals::SecondPersonRequired();
  return Done{};
}

Result<Done> CheckMayRemoveFactor(const Actor& actor, const Account& account) {
  QM_TRY(CheckMayManage(actor, account));
  if (account.reset_starter == actor.person) return refusals::SecondPersonRequired();
  return Done{};
}

Result<Done> DecideLinkParty(const Account& account, const std::optional<Uuid>& there,
                             const Uuid& party) {
  if (account.kind != AccountKind::kBidder) return refusals::PartyNotForAccount();
  if (there && *there != party) return refusals::AccountHasParty();
  return Done{};
}

Result<AccountState> DecideDisable(const Actor& actor, const Account& account) {
  QM_TRY(CheckMayManage(actor, account));
  return Next(account.state, AccountTransition::kDisable, account.confirmed);
}

Result<AccountState> DecideEnable(const Actor& actor, const Account& account) {
  QM_TRY(CheckMayManage(actor, account));
  const bool waits = account.kind == AccountKind::kOfficer && !account.confirmed;
  return Next(account.state, AccountTransition::kEnable, !waits);
}

std::vector<RoleHeld> RolesInForce(const Account& account, bool session_has_second_factor) {
  std::vector<RoleHeld> in_force;
  if (account.state != AccountState::kActive || account.must_change_password) return in_force;
  for (const RoleHeld& held : account.roles) {
    if (session_has_second_factor || !NeedsSecondFactor(held.role)) in_force.push_back(held);
  }
  return in_force;
}

std::vector<NextStep> NextSteps(const Account& account, bool phone_waits_for_proof) {
  std::vector<NextStep> steps;
  const bool needs_factor = std::ranges::any_of(
      account.roles, [](const RoleHeld& held) { return NeedsSecondFactor(held.role); });
  if (needs_factor && !account.second_factor_enrolled) steps.push_back(NextStep::kEnrolOneTimeCode);
  if (account.must_change_password) steps.push_back(NextStep::kChangePassword);
  if (account.state == AccountState::kPending) steps.push_back(NextStep::kAwaitConfirmation);
  if (phone_waits_for_proof) steps.push_back(NextStep::kConfirmPhone);
  return steps;
}

}  // namespace qianmo::identity

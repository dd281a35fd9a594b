#include "identity/domain/grant.h"

#include <algorithm>

#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

Result<Done> CheckAuthority(const Actor& actor, const Account& account, const RoleHeld& subject) {
  if (!IsOffice(subject.role)) return refusals::RoleNotGrantable(Name(subject.role));
  if (actor.person == account.person || actor.account == account.id) return refusals::OwnRole();
  const bool authorised = std::ranges::any_of(actor.roles, [&](const RoleHeld& mine) {
    return MayGrant(mine, subject.role, subject.org_path);
  });
  if (!authorised) return refusals::RoleNotYoursToGrant(Name(subject.role));
  return Done{};
}

}  // namespace

Result<Done> DecideGrant(const Actor& actor, const Account& account, const RoleHeld& wanted,
                         const std::vector<RoleHeld>& held_by_person) {
  QM_TRY(CheckAuthority(actor, account, wanted));
  if (!FitsLevel(wanted.role, wanted.org_path.level())) {
    return refusals::RolePathMismatch(Name(wanted.role), Name(LevelOf(wanted.role)));
  }
  if (account.kind != AccountKind::kOfficer) return refusals::RoleNeedsOfficer();
  if (account.state == AccountState::kDisabled) return refusals::AccountDisabled();
  if (std::ranges::find(account.roles, wanted) != account.roles.end()) {
    return refusals::RoleHeldAlready();
  }
  return CheckCompatible(wanted, held_by_person);
}

Result<Done> DecideRevoke(const Actor& actor, const Account& account, const RoleHeld& held,
                          bool revoked) {
  QM_TRY(CheckAuthority(actor, account, held));
  if (revoked) return refusals::RoleRevokedAlready();
  return Done{};
}

}  // namespace qianmo::identity

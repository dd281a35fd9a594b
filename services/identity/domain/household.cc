#include "identity/domain/household.h"

#include <algorithm>

#include "identity/domain/refusals.h"

namespace qianmo::identity {

Result<Done> DecideIssueLetter(const Actor& actor, const OrgPath& household_path,
                               bool household_has_account) {
  if (!FitsLevel(Role::kHouseholdHead, household_path.level())) {
    return refusals::HouseholdPathMismatch();
  }
  const auto holds = [&](Role role) {
    return std::ranges::any_of(actor.roles, [&](const RoleHeld& held) {
      return held.role == role && held.org_path.Contains(household_path);
    });
  };
  if (holds(Role::kTownshipAgent)) return Done{};
  if (!holds(Role::kVillageClerk)) return refusals::HouseholdNotYours();
  if (household_has_account) return refusals::HouseholdHasAccount();
  return Done{};
}

}  // namespace qianmo::identity

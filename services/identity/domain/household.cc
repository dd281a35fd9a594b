#include "identity/domain/household.h"

#include <algorithm>

#include "identity/domain/refusals.h"

namespace qianmo::identity {

Result<LetterWay> DecideIssueLetter(const Actor& actor, const OrgPath& household_path,
                                    bool household_has_account) {
  if (!FitsLevel(Role::kHouseholdHead, household_path.level())) {
    return refusals::HouseholdPathMismatch();
  }
  const auto holds = [&](Role role) {
    return std::ranges::any_of(actor.roles, [&](const RoleHeld& held) {
      return held.role == role && held.org_path.Contains(household_path);
    });
  };
  if (holds(Role::kTownshipAgent)) return LetterWay::kCounter;
  if (!holds(Role::kVillageClerk)) return refusals::HouseholdNotYours();
  if (household_has_account) return refusals::HouseholdHasAccount();
  return LetterWay::kPrinted;
}

}  // namespace qianmo::identity

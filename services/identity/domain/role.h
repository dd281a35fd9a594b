// Roles: where each is held, which need a second factor, who gives which, and which must not meet
// in one hand. The numbers are those of qianmo.rpc.v1.Role.
#pragma once

#include <string_view>
#include <vector>

#include "base/org_path.h"
#include "base/result.h"

namespace qianmo::identity {

enum class Role {
  kVillageClerk = 1,
  kBoardChair = 2,
  kSupervisor = 3,
  kMember = 4,
  kHouseholdHead = 5,
  kBidder = 6,
  kTownshipAgent = 7,
  kTownshipApprover = 8,
  kCentreOfficer = 9,
  kCentreApprover = 10,
  kCountyAdmin = 11,
  kDiscipline = 12,
  kAuditor = 13,
  kBank = 14,
  kService = 15,
};

struct RoleHeld {
  Role role;
  OrgPath org_path;

  bool operator==(const RoleHeld&) const = default;
};

std::string_view Name(Role role);  // "VILLAGE_CLERK", …

// Whether officers give and take it; the others come from sign-up or activation, or to no person.
bool IsOffice(Role role);
// Whether it counts only in a session that was opened with a second factor.
bool NeedsSecondFactor(Role role);
// Whether it may be held for an organisation at this level. A village's roles may be a group's too,
// because a group can own a collective of its own.
bool FitsLevel(Role role, OrgLevel level);
// The level to name when it does not fit.
OrgLevel LevelOf(Role role);

// Whether the holder of `granter` gives and takes `role` at `org_path`.
bool MayGrant(const RoleHeld& granter, Role role, const OrgPath& org_path);

// Whether one person may not hold both: who makes never checks, who inspects holds no other office,
// who runs the platform, the trade or the bank never bids.
bool Incompatible(const RoleHeld& a, const RoleHeld& b);
// Refuses ROLES_INCOMPATIBLE, naming the first role in the way.
Result<Done> CheckCompatible(const RoleHeld& wanted, const std::vector<RoleHeld>& held_by_person);
// The same for several at once.
Result<Done> CheckAllCompatible(const std::vector<RoleHeld>& wanted,
                                const std::vector<RoleHeld>& held_by_person);

}  // namespace qianmo::identity

#include "identity/domain/role.h"

#include <algorithm>
#include <array>

#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

struct Traits {
  Role role;
  std::string_view name;
  bool office;
  bool second_factor;
  OrgLevel level;
};

constexpr std::array kTraits{
    Traits{Role::kVillageClerk, "VILLAGE_CLERK", true, false, OrgLevel::kVillage},
    Traits{Role::kBoardChair, "BOARD_CHAIR", true, true, OrgLevel::kVillage},
    Traits{Role::kSupervisor, "SUPERVISOR", true, true, OrgLevel::kVillage},
    Traits{Role::kMember, "MEMBER", false, false, OrgLevel::kVillage},
    Traits{Role::kHouseholdHead, "HOUSEHOLD_HEAD", false, false, OrgLevel::kVillage},
    Traits{Role::kBidder, "BIDDER", false, false, OrgLevel::kCounty},
    Traits{Role::kTownshipAgent, "TOWNSHIP_AGENT", true, true, OrgLevel::kTownship},
    Traits{Role::kTownshipApprover, "TOWNSHIP_APPROVER", true, true, OrgLevel::kTownship},
    Traits{Role::kCentreOfficer, "CENTRE_OFFICER", true, true, OrgLevel::kCounty},
    Traits{Role::kCentreApprover, "CENTRE_APPROVER", true, true, OrgLevel::kCounty},
    Traits{Role::kCountyAdmin, "COUNTY_ADMIN", true, true, OrgLevel::kCounty},
    Traits{Role::kDiscipline, "DISCIPLINE", true, true, OrgLevel::kCounty},
    Traits{Role::kAuditor, "AUDITOR", true, true, OrgLevel::kCounty},
    Traits{Role::kBank, "BANK", true, true, OrgLevel::kCounty},
    Traits{Role::kService, "SERVICE", false, false, OrgLevel::kCounty},
};

const Traits& Of(Role role) { return kTraits[static_cast<std::size_t>(role) - 1]; }

static_assert([] {
  for (std::size_t i = 0; i < kTraits.size(); ++i) {
    if (static_cast<std::size_t>(kTraits[i].role) != i + 1) return false;
  }
  return true;
}());

// Maker and checker of the same thing, where their organisations meet.
constexpr std::pair<Role, Role> kMakersAndCheckers[] = {
    {Role::kVillageClerk, Role::kBoardChair},        {Role::kVillageClerk, Role::kSupervisor},
    {Role::kVillageClerk, Role::kTownshipApprover},  {Role::kBoardChair, Role::kSupervisor},
    {Role::kBoardChair, Role::kTownshipAgent},       {Role::kBoardChair, Role::kTownshipApprover},
    {Role::kSupervisor, Role::kTownshipAgent},       {Role::kSupervisor, Role::kTownshipApprover},
    {Role::kTownshipAgent, Role::kTownshipApprover}, {Role::kCentreOfficer, Role::kCentreApprover},
};

// Offices that may not bid in the county, whoever the account belongs to.
constexpr Role kNeverBid[] = {Role::kCentreOfficer, Role::kCentreApprover, Role::kCountyAdmin,
                              Role::kBank};

bool Inspects(Role role) { return role == Role::kDiscipline || role == Role::kAuditor; }

bool NeverBids(Role role) { return std::ranges::find(kNeverBid, role) != std::end(kNeverBid); }

// Whether `a` stands alone among offices and `b` is another office.
bool StandsAlone(Role a, Role b) {
  if (!IsOffice(b) || a == b) return false;
  if (a == Role::kBank) return true;
  return Inspects(a) && !Inspects(b);
}

bool MakeAndCheck(Role a, Role b) {
  return std::ranges::any_of(kMakersAndCheckers, [&](const auto& pair) {
    return pair == std::pair(a, b) || pair == std::pair(b, a);
  });
}

bool IsVillageOffice(Role role) { return IsOffice(role) && Of(role).level == OrgLevel::kVillage; }

}  // namespace

std::string_view Name(Role role) { return Of(role).name; }

bool IsOffice(Role role) { return Of(role).office; }

bool NeedsSecondFactor(Role role) { return Of(role).second_factor; }

OrgLevel LevelOf(Role role) { return Of(role).level; }

bool FitsLevel(Role role, OrgLevel level) {
  return level == LevelOf(role) ||
         (LevelOf(role) == OrgLevel::kVillage && level == OrgLevel::kGroup);
}

bool MayGrant(const RoleHeld& granter, Role role, const OrgPath& org_path) {
  if (!IsOffice(role) || !granter.org_path.Contains(org_path)) return false;
  if (granter.role == Role::kCountyAdmin) return true;
  return granter.role == Role::kTownshipApprover && IsVillageOffice(role);
}

bool Incompatible(const RoleHeld& a, const RoleHeld& b) {
  if (StandsAlone(a.role, b.role) || StandsAlone(b.role, a.role)) return true;
  if (NeverBids(a.role) && b.role == Role::kBidder) return true;
  if (NeverBids(b.role) && a.role == Role::kBidder) return true;
  return MakeAndCheck(a.role, b.role) && a.org_path.Meets(b.org_path);
}

Result<Done> CheckCompatible(const RoleHeld& wanted, const std::vector<RoleHeld>& held_by_person) {
  for (const RoleHeld& held : held_by_person) {
    if (Incompatible(wanted, held)) {
      return refusals::RolesIncompatible(Name(wanted.role), Name(held.role));
    }
  }
  return Done{};
}

Result<Done> CheckAllCompatible(const std::vector<RoleHeld>& wanted,
                                const std::vector<RoleHeld>& held_by_person) {
  for (const RoleHeld& role : wanted) QM_TRY(CheckCompatible(role, held_by_person));
  return Done{};
}

}  // namespace qianmo::identity

// Tables written by hand from page 3.8 of the design and not from the code.
#include "identity/domain/role.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

// Where each role is held; empty where no officer gives it.
struct RolePage {
  Role role;
  std::string name;
  bool office;
  bool second_factor;
  std::string levels;  // c county, t township, v village, g group
};

const std::vector<RolePage> kPage = {
    {Role::kVillageClerk, "VILLAGE_CLERK", true, false, "vg"},
    {Role::kBoardChair, "BOARD_CHAIR", true, true, "vg"},
    {Role::kSupervisor, "SUPERVISOR", true, true, "vg"},
    {Role::kMember, "MEMBER", false, false, "vg"},
    {Role::kHouseholdHead, "HOUSEHOLD_HEAD", false, false, "vg"},
    {Role::kBidder, "BIDDER", false, false, "c"},
    {Role::kTownshipAgent, "TOWNSHIP_AGENT", true, true, "t"},
    {Role::kTownshipApprover, "TOWNSHIP_APPROVER", true, true, "t"},
    {Role::kCentreOfficer, "CENTRE_OFFICER", true, true, "c"},
    {Role::kCentreApprover, "CENTRE_APPROVER", true, true, "c"},
    {Role::kCountyAdmin, "COUNTY_ADMIN", true, true, "c"},
    {Role::kDiscipline, "DISCIPLINE", true, true, "c"},
    {Role::kAuditor, "AUDITOR", true, true, "c"},
    {Role::kBank, "BANK", true, true, "c"},
    {Role::kService, "SERVICE", false, false, "c"},
};

TEST(Role, MatchesThePage) {
  ASSERT_EQ(kPage.size(), kEveryRole.size());
  const std::pair<char, OrgLevel> levels[] = {{'c', OrgLevel::kCounty},
                                              {'t', OrgLevel::kTownship},
                                              {'v', OrgLevel::kVillage},
                                              {'g', OrgLevel::kGroup}};
  for (const RolePage& row : kPage) {
    EXPECT_EQ(Name(row.role), row.name);
    EXPECT_EQ(IsOffice(row.role), row.office) << row.name;
    EXPECT_EQ(NeedsSecondFactor(row.role), row.second_factor) << row.name;
    for (const auto& [letter, level] : levels) {
      EXPECT_EQ(FitsLevel(row.role, level), row.levels.find(letter) != std::string::npos)
          << row.name << " " << letter;
    }
  }
}

// Who gives which role at home: in the county for COUNTY_ADMIN, in its township for the approver.
const std::map<Role, std::set<Role>> kGives = {
    {Role::kCountyAdmin,
     {Role::kVillageClerk, Role::kBoardChair, Role::kSupervisor, Role::kTownshipAgent,
      Role::kTownshipApprover, Role::kCentreOfficer, Role::kCentreApprover, Role::kCountyAdmin,
      Role::kDiscipline, Role::kAuditor, Role::kBank}},
    {Role::kTownshipApprover, {Role::kVillageClerk, Role::kBoardChair, Role::kSupervisor}},
};

OrgPath HomeOf(Role role) {
  switch (LevelOf(role)) {
    case OrgLevel::kCounty:
      return kCounty;
    case OrgLevel::kTownship:
      return kTownship;
    default:
      return kVillage;
  }
}

TEST(MayGrant, MatchesThePageForEveryPairOfRoles) {
  for (const Role granter : kEveryRole) {
    for (const Role role : kEveryRole) {
      const bool gives = kGives.contains(granter) && kGives.at(granter).contains(role);
      EXPECT_EQ(MayGrant({granter, HomeOf(granter)}, role, HomeOf(role)), gives)
          << Name(granter) << " gives " << Name(role);
    }
  }
}

TEST(MayGrant, EndsAtTheBorderOfTheOffice) {
  const RoleHeld approver{Role::kTownshipApprover, kTownship};
  EXPECT_TRUE(MayGrant(approver, Role::kVillageClerk, kVillage));
  EXPECT_TRUE(MayGrant(approver, Role::kVillageClerk, kGroup));
  EXPECT_FALSE(MayGrant(approver, Role::kVillageClerk, kOtherVillage));
  EXPECT_FALSE(MayGrant({Role::kCountyAdmin, kOtherCounty}, Role::kAuditor, kCounty));
}

// The pairs that must not meet, where "here" is the same organisation or one within the other.
enum class Meeting { kNever, kNotHere };
const std::map<std::pair<Role, Role>, Meeting> kApart = {
    // Who makes never checks.
    {{Role::kVillageClerk, Role::kBoardChair}, Meeting::kNotHere},
    {{Role::kVillageClerk, Role::kSupervisor}, Meeting::kNotHere},
    {{Role::kVillageClerk, Role::kTownshipApprover}, Meeting::kNotHere},
    {{Role::kBoardChair, Role::kSupervisor}, Meeting::kNotHere},
    {{Role::kBoardChair, Role::kTownshipAgent}, Meeting::kNotHere},
    {{Role::kBoardChair, Role::kTownshipApprover}, Meeting::kNotHere},
    {{Role::kSupervisor, Role::kTownshipAgent}, Meeting::kNotHere},
    {{Role::kSupervisor, Role::kTownshipApprover}, Meeting::kNotHere},
    {{Role::kTownshipAgent, Role::kTownshipApprover}, Meeting::kNotHere},
    {{Role::kCentreOfficer, Role::kCentreApprover}, Meeting::kNotHere},
    // Who runs the trade or the platform never bids.
    {{Role::kBidder, Role::kCentreOfficer}, Meeting::kNever},
    {{Role::kBidder, Role::kCentreApprover}, Meeting::kNever},
    {{Role::kBidder, Role::kCountyAdmin}, Meeting::kNever},
    {{Role::kBidder, Role::kBank}, Meeting::kNever},
    // Who inspects changes nothing.
    {{Role::kVillageClerk, Role::kDiscipline}, Meeting::kNever},
    {{Role::kBoardChair, Role::kDiscipline}, Meeting::kNever},
    {{Role::kSupervisor, Role::kDiscipline}, Meeting::kNever},
    {{Role::kTownshipAgent, Role::kDiscipline}, Meeting::kNever},
    {{Role::kTownshipApprover, Role::kDiscipline}, Meeting::kNever},
    {{Role::kCentreOfficer, Role::kDiscipline}, Meeting::kNever},
    {{Role::kCentreApprover, Role::kDiscipline}, Meeting::kNever},
    {{Role::kCountyAdmin, Role::kDiscipline}, Meeting::kNever},
    {{Role::kVillageClerk, Role::kAuditor}, Meeting::kNever},
    {{Role::kBoardChair, Role::kAuditor}, Meeting::kNever},
    {{Role::kSupervisor, Role::kAuditor}, Meeting::kNever},
    {{Role::kTownshipAgent, Role::kAuditor}, Meeting::kNever},
    {{Role::kTownshipApprover, Role::kAuditor}, Meeting::kNever},
    {{Role::kCentreOfficer, Role::kAuditor}, Meeting::kNever},
    {{Role::kCentreApprover, Role::kAuditor}, Meeting::kNever},
    {{Role::kCountyAdmin, Role::kAuditor}, Meeting::kNever},
    // A bank is a bank.
    {{Role::kVillageClerk, Role::kBank}, Meeting::kNever},
    {{Role::kBoardChair, Role::kBank}, Meeting::kNever},
    {{Role::kSupervisor, Role::kBank}, Meeting::kNever},
    {{Role::kTownshipAgent, Role::kBank}, Meeting::kNever},
    {{Role::kTownshipApprover, Role::kBank}, Meeting::kNever},
    {{Role::kCentreOfficer, Role::kBank}, Meeting::kNever},
    {{Role::kCentreApprover, Role::kBank}, Meeting::kNever},
    {{Role::kCountyAdmin, Role::kBank}, Meeting::kNever},
    {{Role::kDiscipline, Role::kBank}, Meeting::kNever},
    {{Role::kAuditor, Role::kBank}, Meeting::kNever},
};

const Meeting* Apart(Role a, Role b) {
  const auto found = kApart.find(a < b ? std::pair(a, b) : std::pair(b, a));
  return found == kApart.end() ? nullptr : &found->second;
}

TEST(Incompatible, MatchesThePageForEveryPairOfRoles) {
  for (const Role a : kEveryRole) {
    for (const Role b : kEveryRole) {
      const Meeting* apart = Apart(a, b);
      EXPECT_EQ(Incompatible({a, kVillage}, {b, kVillage}), apart != nullptr)
          << Name(a) << " and " << Name(b) << " here";
      EXPECT_EQ(Incompatible({a, kTownship}, {b, kVillage}), apart != nullptr)
          << Name(a) << " above " << Name(b);
      EXPECT_EQ(Incompatible({a, kVillage}, {b, kOtherVillage}),
                apart != nullptr && *apart == Meeting::kNever)
          << Name(a) << " and " << Name(b) << " far apart";
    }
  }
}

TEST(CheckCompatible, NamesTheRoleInTheWay) {
  const RoleHeld wanted{Role::kTownshipApprover, kTownship};
  EXPECT_TRUE(CheckCompatible(wanted, {}));
  EXPECT_TRUE(CheckCompatible(wanted, {{Role::kVillageClerk, kOtherVillage}}));
  const auto refused = CheckCompatible(
      wanted, {{Role::kVillageClerk, kOtherVillage}, {Role::kBoardChair, kVillage}});
  ASSERT_EQ(Outcome(refused), "ROLES_INCOMPATIBLE");
  using Pair = std::pair<std::string, std::string>;
  EXPECT_EQ(refused.refusal().metadata,
            (std::vector<Pair>{{"role", "TOWNSHIP_APPROVER"}, {"held", "BOARD_CHAIR"}}));
  EXPECT_NE(refused.refusal().article, "");
}

}  // namespace
}  // namespace qianmo::identity

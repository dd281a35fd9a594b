#include "identity/domain/grant.h"

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

const Actor kAdmin = Acting(1, {{Role::kCountyAdmin, kCounty}});
const Actor kApprover = Acting(1, {{Role::kTownshipApprover, kTownship}});

std::string Granting(const Actor& actor, const Account& account, const RoleHeld& wanted) {
  return Outcome(DecideGrant(actor, account, wanted, account.roles));
}

TEST(DecideGrant, IsNeverToOneself) {
  Account other_account_of_same_person = Officer(2);
  other_account_of_same_person.person = PersonNumber(1);
  for (const Role role : kEveryRole) {
    if (!IsOffice(role)) continue;
    EXPECT_EQ(Granting(kAdmin, Officer(1), {role, kCounty}), "OWN_ROLE") << Name(role);
    EXPECT_EQ(Granting(kAdmin, other_account_of_same_person, {role, kCounty}), "OWN_ROLE");
  }
}

TEST(DecideGrant, ObeysTheOfficeOfTheGranter) {
  struct Case {
    std::string what;
    Actor actor;
    RoleHeld wanted;
    std::string outcome;
  };
  const Case cases[] = {
      {"admin, admin", kAdmin, {Role::kCountyAdmin, kCounty}, "OK"},
      {"admin, clerk of a group", kAdmin, {Role::kVillageClerk, kGroup}, "OK"},
      {"admin, another county", kAdmin, {Role::kAuditor, kOtherCounty}, "ROLE_NOT_YOURS_TO_GRANT"},
      {"approver, chair", kApprover, {Role::kBoardChair, kVillage}, "OK"},
      {"approver, chair elsewhere",
       kApprover,
       {Role::kBoardChair, kOtherVillage},
       "ROLE_NOT_YOURS_TO_GRANT"},
      {"approver, agent", kApprover, {Role::kTownshipAgent, kTownship}, "ROLE_NOT_YOURS_TO_GRANT"},
      {"approver, admin", kApprover, {Role::kCountyAdmin, kCounty}, "ROLE_NOT_YOURS_TO_GRANT"},
      {"nobody", Acting(1, {}), {Role::kVillageClerk, kVillage}, "ROLE_NOT_YOURS_TO_GRANT"},
      {"centre, its colleague",
       Acting(1, {{Role::kCentreApprover, kCounty}}),
       {Role::kCentreOfficer, kCounty},
       "ROLE_NOT_YOURS_TO_GRANT"},
      {"admin, bidder", kAdmin, {Role::kBidder, kCounty}, "ROLE_NOT_GRANTABLE"},
      {"admin, member", kAdmin, {Role::kMember, kVillage}, "ROLE_NOT_GRANTABLE"},
      {"admin, household", kAdmin, {Role::kHouseholdHead, kVillage}, "ROLE_NOT_GRANTABLE"},
      {"admin, service", kAdmin, {Role::kService, kCounty}, "ROLE_NOT_GRANTABLE"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Granting(c.actor, Officer(2), c.wanted), c.outcome) << c.what;
  }
}

TEST(DecideGrant, HoldsEachRoleAtItsLevel) {
  EXPECT_EQ(Granting(kAdmin, Officer(2), {Role::kVillageClerk, kTownship}), "ROLE_PATH_MISMATCH");
  EXPECT_EQ(Granting(kAdmin, Officer(2), {Role::kTownshipAgent, kVillage}), "ROLE_PATH_MISMATCH");
  EXPECT_EQ(Granting(kAdmin, Officer(2), {Role::kTownshipAgent, kCounty}), "ROLE_PATH_MISMATCH");
  EXPECT_EQ(Granting(kAdmin, Officer(2), {Role::kAuditor, kTownship}), "ROLE_PATH_MISMATCH");
  EXPECT_EQ(Granting(kApprover, Officer(2), {Role::kVillageClerk, kTownship}),
            "ROLE_PATH_MISMATCH");
}

TEST(DecideGrant, GivesOfficesToOfficersOnly) {
  for (const AccountKind kind : {AccountKind::kBidder, AccountKind::kHousehold}) {
    EXPECT_EQ(Granting(kAdmin, AccountOf(2, kind, kVillage), {Role::kVillageClerk, kVillage}),
              "ROLE_NEEDS_OFFICER");
  }
}

TEST(DecideGrant, WaitsForNoConfirmationButNotForTheDisabled) {
  Account account = Officer(2);
  account.state = AccountState::kPending;
  EXPECT_EQ(Granting(kAdmin, account, {Role::kVillageClerk, kVillage}), "OK");
  account.state = AccountState::kDisabled;
  EXPECT_EQ(Granting(kAdmin, account, {Role::kVillageClerk, kVillage}), "ACCOUNT_DISABLED");
}

TEST(DecideGrant, GivesARoleOnceForAnOrganisation) {
  const Account account = Officer(2, kVillage, {{Role::kVillageClerk, kVillage}});
  EXPECT_EQ(Granting(kAdmin, account, {Role::kVillageClerk, kVillage}), "ROLE_HELD");
  EXPECT_EQ(Granting(kAdmin, account, {Role::kVillageClerk, kSisterVillage}), "OK");
}

TEST(DecideGrant, LooksAtAllRolesOfThePerson) {
  const RoleHeld wanted{Role::kBoardChair, kVillage};
  EXPECT_EQ(Outcome(DecideGrant(kAdmin, Officer(2), wanted, {{Role::kHouseholdHead, kVillage}})),
            "OK");
  EXPECT_EQ(Outcome(DecideGrant(kAdmin, Officer(2), wanted, {{Role::kVillageClerk, kVillage}})),
            "ROLES_INCOMPATIBLE");
}

TEST(DecideRevoke, AsksForWhatGrantingAsks) {
  const RoleHeld chair{Role::kBoardChair, kVillage};
  const Account account = Officer(2, kVillage, {chair});
  EXPECT_EQ(Outcome(DecideRevoke(kAdmin, account, chair, false)), "OK");
  EXPECT_EQ(Outcome(DecideRevoke(kApprover, account, chair, false)), "OK");
  EXPECT_EQ(Outcome(DecideRevoke(kApprover, account, chair, true)), "ROLE_REVOKED");
  EXPECT_EQ(Outcome(DecideRevoke(Acting(2, kAdmin.roles), account, chair, false)), "OWN_ROLE");
  EXPECT_EQ(Outcome(DecideRevoke(Acting(3, {chair}), account, chair, false)),
            "ROLE_NOT_YOURS_TO_GRANT");
  EXPECT_EQ(Outcome(DecideRevoke(kApprover, account, {Role::kBoardChair, kOtherVillage}, false)),
            "ROLE_NOT_YOURS_TO_GRANT");
  EXPECT_EQ(Outcome(DecideRevoke(kAdmin, account, {Role::kBidder, kCounty}, false)),
            "ROLE_NOT_GRANTABLE");
}

}  // namespace
}  // namespace qianmo::identity

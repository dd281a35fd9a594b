#include "identity/domain/account.h"

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

constexpr AccountState kStates[] = {AccountState::kPending, AccountState::kActive,
                                    AccountState::kDisabled};
constexpr AccountTransition kTransitions[] = {
    AccountTransition::kConfirm, AccountTransition::kDisable, AccountTransition::kEnable};

std::string After(AccountState state, AccountTransition transition, bool confirmed) {
  const auto next = Next(state, transition, confirmed);
  return next ? std::string(Name(*next)) : next.refusal().reason;
}

TEST(AccountState, FollowsTheTableForEveryTransitionInEveryState) {
  constexpr char kNo[] = "ILLEGAL_TRANSITION";
  const std::string table[3][3] = {
      // confirm, disable, enable
      {"ACTIVE", "DISABLED", kNo},  // PENDING
      {kNo, "DISABLED", kNo},       // ACTIVE
      {kNo, kNo, "ACTIVE"},         // DISABLED
  };
  for (int s = 0; s < 3; ++s) {
    for (int t = 0; t < 3; ++t) {
      EXPECT_EQ(After(kStates[s], kTransitions[t], true), table[s][t])
          << Name(kStates[s]) << " to " << Name(kTransitions[t]);
    }
  }
}

TEST(AccountState, ReturnsToPendingWhenItWasNeverConfirmed) {
  EXPECT_EQ(After(AccountState::kDisabled, AccountTransition::kEnable, false), "PENDING");
  EXPECT_EQ(After(AccountState::kPending, AccountTransition::kConfirm, false), "ACTIVE");
}

TEST(AccountState, SaysWhatIsIllegal) {
  const auto refused = Next(AccountState::kActive, AccountTransition::kEnable, true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.refusal().kind, Refusal::Kind::kPrecondition);
  EXPECT_EQ(refused.refusal().message, "An account that is ACTIVE cannot be enabled.");
}

TEST(CheckMayCreate, AsksForAnOfficeOverTheOrganisation) {
  struct Case {
    RoleHeld held;
    OrgPath where;
    std::string outcome;
  };
  const Case cases[] = {
      {{Role::kCountyAdmin, kCounty}, kCounty, "OK"},
      {{Role::kCountyAdmin, kCounty}, kGroup, "OK"},
      {{Role::kCountyAdmin, kOtherCounty}, kCounty, "NOT_YOUR_ACCOUNT"},
      {{Role::kTownshipApprover, kTownship}, kTownship, "OK"},
      {{Role::kTownshipAgent, kTownship}, kVillage, "OK"},
      {{Role::kTownshipAgent, kTownship}, kCounty, "NOT_YOUR_ACCOUNT"},
      {{Role::kTownshipAgent, kTownship}, kOtherVillage, "NOT_YOUR_ACCOUNT"},
      {{Role::kVillageClerk, kVillage}, kVillage, "NOT_YOUR_ACCOUNT"},
      {{Role::kCentreApprover, kCounty}, kVillage, "NOT_YOUR_ACCOUNT"},
      {{Role::kAuditor, kCounty}, kVillage, "NOT_YOUR_ACCOUNT"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Outcome(CheckMayCreate(Acting(1, {c.held}), c.where)), c.outcome)
        << Name(c.held.role) << " at " << c.where.text();
  }
}

TEST(LooksAfter, IsTheOwnerAndWhoeverKeepsTheOrganisation) {
  struct Case {
    std::uint8_t actor;
    RoleHeld held;
    bool looks_after;
  };
  const Case cases[] = {
      {2, {Role::kVillageClerk, kVillage}, true},  // the owner
      {1, {Role::kCountyAdmin, kCounty}, true},
      {1, {Role::kTownshipApprover, kTownship}, true},
      {1, {Role::kTownshipAgent, kTownship}, true},
      {1, {Role::kTownshipAgent, kOtherTownship}, false},
      {1, {Role::kVillageClerk, kVillage}, false},
      {1, {Role::kDiscipline, kCounty}, false},
      {1, {Role::kAuditor, kCounty}, false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(LooksAfter(Acting(c.actor, {c.held}), AccountNumber(2), kVillage), c.looks_after)
        << Name(c.held.role) << " at " << c.held.org_path.text();
  }
}

TEST(CheckMayManage, IsNeverForAnAccountOfOnesOwn) {
  const Actor admin = Acting(1, {{Role::kCountyAdmin, kCounty}});
  EXPECT_EQ(Outcome(CheckMayManage(admin, Officer(1))), "OWN_ACCOUNT");
  Account other_account_of_same_person = Officer(2);
  other_account_of_same_person.person = PersonNumber(1);
  EXPECT_EQ(Outcome(CheckMayManage(admin, other_account_of_same_person)), "OWN_ACCOUNT");
  EXPECT_EQ(Outcome(CheckMayManage(admin, Officer(2))), "OK");
}

TEST(CheckMayManage, EndsWhereTheOfficeEnds) {
  const Actor approver = Acting(1, {{Role::kTownshipApprover, kTownship}});
  struct Case {
    std::string what;
    Account account;
    std::string outcome;
  };
  const Case cases[] = {
      {"no role yet", Officer(2, kVillage), "OK"},
      {"a village's office", Officer(2, kVillage, {{Role::kBoardChair, kVillage}}), "OK"},
      {"a household",
       AccountOf(2, AccountKind::kHousehold, kVillage, {{Role::kHouseholdHead, kVillage}}), "OK"},
      {"another township", Officer(2, kOtherVillage), "NOT_YOUR_ACCOUNT"},
      {"the county", Officer(2, kCounty), "NOT_YOUR_ACCOUNT"},
      {"an equal", Officer(2, kTownship, {{Role::kTownshipApprover, kTownship}}),
       "NOT_YOUR_ACCOUNT"},
      {"kept here, office elsewhere", Officer(2, kVillage, {{Role::kBoardChair, kOtherVillage}}),
       "NOT_YOUR_ACCOUNT"},
      {"kept here, office above", Officer(2, kVillage, {{Role::kCountyAdmin, kCounty}}),
       "NOT_YOUR_ACCOUNT"},
      {"one of two offices above",
       Officer(2, kVillage, {{Role::kBoardChair, kVillage}, {Role::kAuditor, kCounty}}),
       "NOT_YOUR_ACCOUNT"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Outcome(CheckMayManage(approver, c.account)), c.outcome) << c.what;
  }
}

TEST(CheckMayManage, IsForTheTwoOfficesOnly) {
  for (const Role role : kEveryRole) {
    const bool may = role == Role::kCountyAdmin || role == Role::kTownshipApprover;
    const OrgPath where = role == Role::kTownshipApprover ? kTownship : kCounty;
    EXPECT_EQ(Outcome(CheckMayManage(Acting(1, {{role, where}}), Officer(2, kVillage))),
              may ? "OK" : "NOT_YOUR_ACCOUNT")
        << Name(role);
  }
}

TEST(CheckMayStartReset, IsNotForWhoeverTookTheSecondFactorAway) {
  Account account = Officer(1);
  const std::vector<RoleHeld> admin = {{Role::kCountyAdmin, kCounty}};
  EXPECT_EQ(Outcome(CheckMayStartReset(Acting(2, admin), account)), "OK");
  account.factor_remover = PersonNumber(2);
  EXPECT_EQ(Outcome(CheckMayStartReset(Acting(2, admin), account)), "SECOND_PERSON_REQUIRED");
  EXPECT_EQ(Outcome(CheckMayStartReset(Acting(3, admin), account)), "OK");
  EXPECT_EQ(Outcome(CheckMayStartReset(Acting(1, admin), account)), "OWN_ACCOUNT");
  EXPECT_EQ(Outcome(CheckMayStartReset(Acting(2, {}), account)), "NOT_YOUR_ACCOUNT");
  EXPECT_EQ(Outcome(CheckMayRemoveFactor(Acting(2, admin), account)), "OK");
}

TEST(CheckMayRemoveFactor, IsNotForWhoeverStartedAPasswordReset) {
  Account account = Officer(1);
  const std::vector<RoleHeld> admin = {{Role::kCountyAdmin, kCounty}};
  EXPECT_EQ(Outcome(CheckMayRemoveFactor(Acting(2, admin), account)), "OK");
  account.reset_starter = PersonNumber(2);
  EXPECT_EQ(Outcome(CheckMayRemoveFactor(Acting(2, admin), account)), "SECOND_PERSON_REQUIRED");
  EXPECT_EQ(Outcome(CheckMayRemoveFactor(Acting(3, admin), account)), "OK");
  EXPECT_EQ(Outcome(CheckMayRemoveFactor(Acting(1, admin), account)), "OWN_ACCOUNT");
  EXPECT_EQ(Outcome(CheckMayRemoveFactor(Acting(2, {}), account)), "NOT_YOUR_ACCOUNT");
  EXPECT_EQ(Outcome(CheckMayStartReset(Acting(2, admin), account)), "OK");
}

TEST(DecideDisable, TakesAnotherPersonAndAStateThatAllowsIt) {
  const Actor admin = Acting(1, {{Role::kCountyAdmin, kCounty}});
  EXPECT_EQ(*DecideDisable(admin, Officer(2)), AccountState::kDisabled);
  EXPECT_EQ(Outcome(DecideDisable(admin, Officer(1))), "OWN_ACCOUNT");
  EXPECT_EQ(Outcome(DecideDisable(Acting(1, {}), Officer(2))), "NOT_YOUR_ACCOUNT");
  Account disabled = Officer(2);
  disabled.state = AccountState::kDisabled;
  EXPECT_EQ(Outcome(DecideDisable(admin, disabled)), "ILLEGAL_TRANSITION");
}

TEST(DecideEnable, DoesNotReplaceTheSecondPersonsWord) {
  const Actor admin = Acting(1, {{Role::kCountyAdmin, kCounty}});
  Account account = Officer(2);
  account.state = AccountState::kDisabled;
  EXPECT_EQ(*DecideEnable(admin, account), AccountState::kActive);
  account.confirmed = false;
  EXPECT_EQ(*DecideEnable(admin, account), AccountState::kPending);
  account.kind = AccountKind::kBidder;
  EXPECT_EQ(*DecideEnable(admin, account), AccountState::kActive) << "bidders never wait";
  EXPECT_EQ(Outcome(DecideEnable(Acting(2, admin.roles), account)), "OWN_ACCOUNT");
  account.state = AccountState::kActive;
  EXPECT_EQ(Outcome(DecideEnable(admin, account)), "ILLEGAL_TRANSITION");
}

TEST(RolesInForce, LeavesOutWhatDoesNotCountYet) {
  const RoleHeld clerk{Role::kVillageClerk, kVillage};
  const RoleHeld chair{Role::kBoardChair, kOtherVillage};
  Account account = Officer(1, kVillage, {clerk, chair});
  EXPECT_EQ(RolesInForce(account, true), (std::vector<RoleHeld>{clerk, chair}));
  EXPECT_EQ(RolesInForce(account, false), (std::vector<RoleHeld>{clerk}));
  account.must_change_password = true;
  EXPECT_TRUE(RolesInForce(account, true).empty());
  account.must_change_password = false;
  for (const AccountState state : {AccountState::kPending, AccountState::kDisabled}) {
    account.state = state;
    EXPECT_TRUE(RolesInForce(account, true).empty()) << Name(state);
  }
}

TEST(NextSteps, TellsWhatIsMissing) {
  Account account = Officer(1, kVillage, {{Role::kVillageClerk, kVillage}});
  EXPECT_TRUE(NextSteps(account, false).empty());
  EXPECT_EQ(NextSteps(account, true), (std::vector<NextStep>{NextStep::kConfirmPhone}));
  account.roles.push_back({Role::kBoardChair, kOtherVillage});
  EXPECT_EQ(NextSteps(account, false), (std::vector<NextStep>{NextStep::kEnrolOneTimeCode}));
  account.second_factor_enrolled = true;
  EXPECT_TRUE(NextSteps(account, false).empty());
  account.must_change_password = true;
  account.state = AccountState::kPending;
  EXPECT_EQ(NextSteps(account, false),
            (std::vector<NextStep>{NextStep::kChangePassword, NextStep::kAwaitConfirmation}));
}

}  // namespace
}  // namespace qianmo::identity

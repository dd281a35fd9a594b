#include "identity/domain/confirm.h"

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

Account Admin(std::uint8_t n) { return Officer(n, kCounty, {{Role::kCountyAdmin, kCounty}}); }

Account Pending(std::uint8_t n, std::uint8_t creator, OrgPath org_path = kVillage) {
  Account account = Officer(n, std::move(org_path));
  account.state = AccountState::kPending;
  account.confirmed = false;
  account.creator_person = PersonNumber(creator);
  return account;
}

Account Founder(std::uint8_t n) {
  Account founder = Admin(n);
  founder.state = AccountState::kPending;
  founder.confirmed = false;
  return founder;
}

TEST(DecideConfirm, TakesASecondPerson) {
  const Account account = Pending(3, /*creator=*/2);
  EXPECT_EQ(*DecideConfirm(Admin(1), true, account), AccountState::kActive);
  EXPECT_EQ(Outcome(DecideConfirm(Admin(2), true, account)), "SAME_PERSON") << "the maker";
  EXPECT_EQ(Outcome(DecideConfirm(Admin(3), true, account)), "SAME_PERSON") << "the owner";
}

TEST(DecideConfirm, LooksAtThePersonAndNotAtTheAccount) {
  Account second_account_of_maker = Admin(9);
  second_account_of_maker.person = PersonNumber(2);
  EXPECT_EQ(Outcome(DecideConfirm(second_account_of_maker, true, Pending(3, 2))), "SAME_PERSON");
  Account second_account_of_owner = Admin(9);
  second_account_of_owner.person = PersonNumber(3);
  EXPECT_EQ(Outcome(DecideConfirm(second_account_of_owner, true, Pending(3, 2))), "SAME_PERSON");
}

TEST(DecideConfirm, AsksForASecondFactorAndTheConfirmersOwnPassword) {
  EXPECT_EQ(Outcome(DecideConfirm(Admin(1), false, Pending(3, 2))), "SECOND_FACTOR_REQUIRED");
  Account admin = Admin(1);
  admin.must_change_password = true;
  EXPECT_EQ(Outcome(DecideConfirm(admin, true, Pending(3, 2))), "PASSWORD_CHANGE_REQUIRED");
}

TEST(DecideConfirm, IsForTheTwoOfficesWithinTheirOrganisation) {
  for (const Role role : kEveryRole) {
    const bool may = role == Role::kCountyAdmin || role == Role::kTownshipApprover;
    const OrgPath where = role == Role::kTownshipApprover ? kTownship : kCounty;
    EXPECT_EQ(Outcome(DecideConfirm(Officer(1, kCounty, {{role, where}}), true, Pending(3, 2))),
              may ? "OK" : "NOT_YOUR_ACCOUNT")
        << Name(role);
  }
  const Account approver = Officer(1, kTownship, {{Role::kTownshipApprover, kTownship}});
  EXPECT_EQ(Outcome(DecideConfirm(approver, true, Pending(3, 2, kOtherVillage))),
            "NOT_YOUR_ACCOUNT");
}

TEST(DecideConfirm, CannotWakeAnOfficeAboveTheConfirmers) {
  const Account approver = Officer(1, kTownship, {{Role::kTownshipApprover, kTownship}});
  Account account = Pending(3, 2);
  account.roles = {{Role::kBoardChair, kVillage}};
  EXPECT_EQ(Outcome(DecideConfirm(approver, true, account)), "OK");
  account.roles = {{Role::kCountyAdmin, kCounty}};
  EXPECT_EQ(Outcome(DecideConfirm(approver, true, account)), "NOT_YOUR_ACCOUNT");
}

TEST(DecideConfirm, HappensOnce) {
  for (const AccountState state : {AccountState::kActive, AccountState::kDisabled}) {
    Account account = Pending(3, 2);
    account.state = state;
    EXPECT_EQ(Outcome(DecideConfirm(Admin(1), true, account)), "ILLEGAL_TRANSITION") << Name(state);
  }
}

TEST(DecideConfirm, LetsTheFirstTwoOfficersConfirmEachOther) {
  Account first = Founder(1);
  const Account second = Founder(2);
  EXPECT_EQ(*DecideConfirm(second, true, first), AccountState::kActive);
  first.state = AccountState::kActive;
  EXPECT_EQ(*DecideConfirm(first, true, second), AccountState::kActive);
  EXPECT_EQ(Outcome(DecideConfirm(second, true, second)), "SAME_PERSON");
}

TEST(DecideConfirm, GivesAPendingFounderNoOtherPower) {
  EXPECT_EQ(Outcome(DecideConfirm(Founder(1), true, Pending(3, 2))), "ACTOR_PENDING");
  Account pending_admin = Founder(1);
  pending_admin.creator_person = PersonNumber(5);
  EXPECT_EQ(Outcome(DecideConfirm(pending_admin, true, Founder(2))), "ACTOR_PENDING");
  Account disabled = Founder(1);
  disabled.state = AccountState::kDisabled;
  EXPECT_EQ(Outcome(DecideConfirm(disabled, true, Founder(2))), "ACCOUNT_DISABLED");
}

TEST(DecideConfirm, DoesNotTakeASignedUpBidderForAFounder) {
  Account bidder = Founder(1);
  bidder.kind = AccountKind::kBidder;
  EXPECT_EQ(Outcome(DecideConfirm(bidder, true, Founder(2))), "ACTOR_PENDING");
}

}  // namespace
}  // namespace qianmo::identity

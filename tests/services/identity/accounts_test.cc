#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/accounts_service.h"
#include "identity/person_store.h"
#include "services/identity/office.h"

namespace qianmo::identity {
namespace {

using testing::UnorderedElementsAre;

class Accounts : public testing::Test {
 protected:
  Answer<v1::Account> Create(const Member& creator, const v1::CreateAccountRequest& request) {
    return office_.Ask(creator.caller, &Stub::CreateAccount, request);
  }
  Answer<v1::ConfirmAccountResponse> Confirm(const rpc::v1::Caller& caller, const std::string& name,
                                             int serial = 1) {
    auto request = Named<v1::ConfirmAccountRequest>(name);
    request.set_identity_number(IdentityNumber(serial));
    return office_.Ask(caller, &Stub::ConfirmAccount, request);
  }
  Answer<v1::Account> Get(const Member& reader, const std::string& name) {
    v1::GetAccountRequest request;
    request.set_name(name);
    return office_.Ask(reader.caller, &Stub::GetAccount, request);
  }
  Answer<v1::Account> Disable(const Member& officer, const std::string& name) {
    return office_.Ask(officer.caller, &Stub::DisableAccount,
                       Named<v1::DisableAccountRequest>(name));
  }
  Answer<v1::Account> Enable(const Member& officer, const std::string& name) {
    return office_.Ask(officer.caller, &Stub::EnableAccount, Named<v1::EnableAccountRequest>(name));
  }

  Office office_;
};

TEST_F(Accounts, AreMadePendingWithoutRolesAndReadBackWhole) {
  const auto made = Create(office_.founder(), NewOfficer(kTownship, 1));
  ASSERT_TRUE(made.ok()) << made.reason();
  const v1::Account& account = made.reply;
  EXPECT_EQ(account.kind(), v1::ACCOUNT_KIND_OFFICER);
  EXPECT_EQ(account.state(), v1::Account::STATE_PENDING);
  EXPECT_EQ(account.handle(), "new.1");
  EXPECT_EQ(account.phone(), "13800001001");
  EXPECT_FALSE(account.phone_confirmed());
  EXPECT_EQ(account.display_name(), "新官1");
  EXPECT_EQ(account.org_path(), kTownship);
  EXPECT_EQ(account.creator(), office_.founder().name);
  EXPECT_EQ(account.grants_size(), 0);
  EXPECT_FALSE(account.etag().empty());
  const auto read = Get(office_.founder(), account.name());
  EXPECT_EQ(read.reply.SerializeAsString(), account.SerializeAsString());
}

TEST_F(Accounts, AreMadeWithinTheOfficeOfTheirMakerOnly) {
  const Member approver = office_.Officer(Role::kTownshipApprover, kTownship);
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  struct Case {
    const Member& maker;
    const char* where;
    const char* reason;
  };
  const Case cases[] = {
      {office_.founder(), kCounty, ""},
      {office_.founder(), kFarVillage, ""},
      {approver, kTownship, ""},
      {agent, kVillage, ""},
      {agent, kCounty, "OUT_OF_SCOPE"},
      {approver, kOtherTownship, "OUT_OF_SCOPE"},
      {agent, kFarVillage, "OUT_OF_SCOPE"},
      {clerk, kVillage, "ROLE_MISSING"},
      {office_.founder(), "/8/", "ORG_PATH_MALFORMED"},
  };
  int serial = 0;
  for (const Case& c : cases) {
    const auto made = Create(c.maker, NewOfficer(c.where, ++serial));
    EXPECT_EQ(made.reason(), c.reason) << serial;
  }
}

TEST_F(Accounts, RefuseWhatCannotBe) {
  const auto refused = [&](auto&& change) {
    auto request = NewOfficer(kTownship, 1);
    change(request);
    return Create(office_.founder(), request).reason();
  };
  EXPECT_EQ(refused([](auto& r) { r.set_handle("7-000123"); }), "HANDLE_MALFORMED");
  EXPECT_EQ(refused([](auto& r) { r.set_handle("ab"); }), "HANDLE_MALFORMED");
  EXPECT_EQ(refused([](auto& r) { r.set_display_name(" \t"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](auto& r) { r.set_identity_number("990007198001010010"); }),
            "IDENTITY_NUMBER_MALFORMED");
  EXPECT_EQ(refused([](auto& r) { r.set_phone("12800001001"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](auto& r) { r.set_parent("counties/8"); }), "OUT_OF_SCOPE");
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.account"), "2");
}

TEST_F(Accounts, HaveAHandleOfTheirOwn) {
  ASSERT_TRUE(Create(office_.founder(), NewOfficer(kTownship, 1)).ok());
  auto request = NewOfficer(kTownship, 2);
  request.set_handle("  NEW．1 ");  // full-width dot
  EXPECT_EQ(Create(office_.founder(), request).reason(), "HANDLE_TAKEN");
}

TEST_F(Accounts, ThatTakeOneHandleAtOnceAreOne) {
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 6; ++i) {
    answers.push_back(std::async(std::launch::async, [&, i] {
      auto request = NewOfficer(kTownship, i);
      request.set_handle("coveted");
      return Create(office_.founder(), request).reason();
    }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 1);
  EXPECT_EQ(counted["HANDLE_TAKEN"], 5);
}

TEST_F(Accounts, OfOneIdentityNumberAreOnePersonAlsoWhenMadeAtOnce) {
  std::vector<std::future<std::string>> persons;
  for (int i = 0; i < 4; ++i) {
    persons.push_back(std::async(std::launch::async, [&, i] {
      auto request = NewOfficer(kTownship, i);
      request.set_identity_number(IdentityNumber(99));
      return Create(office_.founder(), request).reply.person();
    }));
  }
  const std::string first = persons[0].get();
  EXPECT_FALSE(first.empty());
  for (int i = 1; i < 4; ++i) EXPECT_EQ(persons[i].get(), first);
  EXPECT_NE(Create(office_.founder(), NewOfficer(kTownship, 50)).reply.person(), first);
}

TEST_F(Accounts, OfOnePersonAreRecognisedAfterTheIndexKeyWasChanged) {
  auto request = NewOfficer(kTownship, 1);
  const std::string person = Create(office_.founder(), request).reply.person();
  ASSERT_TRUE(
      crypto::Keyring::Rotate(office_.keys(), crypto::KeyPurpose::kIndex, office_.clock().Now()));
  office_.Restart();
  auto again = NewOfficer(kTownship, 2);
  again.set_identity_number(request.identity_number());
  EXPECT_EQ(Create(office_.founder(), again).reply.person(), person);
  again = NewOfficer(kTownship, 3);
  again.set_handle(request.handle());
  EXPECT_EQ(Create(office_.founder(), again).reason(), "HANDLE_TAKEN");
}

TEST_F(Accounts, MadeAfterTheIndexKeyWasChangedAreThePersonOfAnOlderLetter) {
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  v1::IssueHouseholdCodeRequest wanted;
  wanted.set_parent("counties/7");
  wanted.set_request_id(NewRequestId());
  wanted.set_household_id(NewRequestId());
  wanted.set_org_path(kVillage);
  wanted.set_display_name("某户");
  wanted.set_identity_number(IdentityNumber(1));
  const auto letter = office_.Ask(agent.caller, &Stub::IssueHouseholdCode, wanted).reply;
  office_.clock().Advance(std::chrono::hours(1));
  ASSERT_TRUE(
      crypto::Keyring::Rotate(office_.keys(), crypto::KeyPurpose::kIndex, office_.clock().Now()));
  office_.Restart();
  const auto officer = Create(office_.founder(), NewOfficer(kTownship, 1)).reply;
  v1::ActivateHouseholdRequest activate;
  activate.set_request_id(NewRequestId());
  activate.set_letter_number(letter.letter_number());
  activate.set_letter_code(letter.letter_code());
  activate.set_pin("295071");
  const auto household = office_.Ask(Stranger(), &Stub::ActivateHousehold, activate);
  ASSERT_TRUE(household.ok()) << household.reason();
  EXPECT_EQ(household.reply.person(), officer.person());
}

TEST_F(Accounts, AreMadeOnceHoweverOftenTheRequestComes) {
  const auto request = NewOfficer(kTownship, 1);
  const auto first = Create(office_.founder(), request);
  const auto second = Create(office_.founder(), request);
  EXPECT_EQ(first.reply.SerializeAsString(), second.reply.SerializeAsString());
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.account"), "3");
  auto other = request;
  other.set_display_name("别人");
  EXPECT_EQ(Create(office_.founder(), other).reason(), "REQUEST_ID_REUSED");
}

TEST_F(Accounts, BecomeActiveByTheWordOfASecondPersonWhoHandsOverTheFirstCode) {
  const auto made = Create(office_.founder(), NewOfficer(kTownship, 1)).reply;
  auto request = Named<v1::ConfirmAccountRequest>(made.name());
  request.set_identity_number(IdentityNumber(1));
  const auto confirmed =
      office_.Ask(office_.other_founder().caller, &Stub::ConfirmAccount, request);
  ASSERT_TRUE(confirmed.ok()) << confirmed.reason();
  EXPECT_EQ(confirmed.reply.account().state(), v1::Account::STATE_ACTIVE);
  EXPECT_EQ(confirmed.reply.account().confirmer(), office_.other_founder().name);
  EXPECT_NE(confirmed.reply.account().etag(), made.etag());
  EXPECT_EQ(confirmed.reply.one_time_code().size(), 12u);
  const auto replay = office_.Ask(office_.other_founder().caller, &Stub::ConfirmAccount, request);
  EXPECT_EQ(replay.reply.SerializeAsString(), confirmed.reply.SerializeAsString());

  v1::ResetPasswordRequest reset;
  reset.set_request_id(NewRequestId());
  reset.set_handle("new.1");
  reset.set_one_time_code(confirmed.reply.one_time_code());
  reset.set_new_password(kPassword);
  EXPECT_EQ(office_.Ask(Stranger(), &Stub::ResetPassword, reset).reason(), "");
}

TEST_F(Accounts, AreNotConfirmedByWhoeverMadeThemOrHasNoOfficeOverThem) {
  auto request = NewOfficer(kTownship, 1);
  const auto made = Create(office_.founder(), request).reply;
  const Member near = office_.Officer(Role::kTownshipApprover, kTownship);
  const Member far = office_.Officer(Role::kTownshipApprover, kOtherTownship);
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  auto without_factor = near.caller;
  without_factor.set_second_factor(false);
  EXPECT_EQ(Confirm(office_.founder().caller, made.name()).reason(), "SAME_PERSON");
  EXPECT_EQ(Confirm(far.caller, made.name()).reason(), "NOT_YOUR_ACCOUNT");
  EXPECT_EQ(Confirm(agent.caller, made.name()).reason(), "NOT_YOUR_ACCOUNT");
  EXPECT_EQ(Confirm(office_.Bidder().caller, made.name()).reason(), "NOT_YOUR_ACCOUNT");
  EXPECT_EQ(Confirm(without_factor, made.name()).reason(), "SECOND_FACTOR_REQUIRED");
  EXPECT_EQ(Confirm(Stranger(), made.name()).reason(), "TOKEN_MISSING");
  EXPECT_EQ(Confirm(near.caller, "counties/8/accounts/" + NewRequestId()).reason(), "OUT_OF_SCOPE");
  EXPECT_TRUE(Confirm(near.caller, made.name()).ok());
  EXPECT_EQ(Confirm(near.caller, made.name()).reason(), "ILLEGAL_TRANSITION");
}

TEST_F(Accounts, AreConfirmedByWhoeverHasSeenTheSameIdentityNumber) {
  const auto made = Create(office_.founder(), NewOfficer(kTownship, 1)).reply;
  const auto mistyped = Confirm(office_.other_founder().caller, made.name(), 2);
  EXPECT_EQ(mistyped.reason(), "IDENTITY_NUMBER_MISMATCH");
  EXPECT_EQ(mistyped.code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto without = Named<v1::ConfirmAccountRequest>(made.name());
  EXPECT_EQ(office_.Ask(office_.other_founder().caller, &Stub::ConfirmAccount, without).code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Get(office_.founder(), made.name()).reply.state(), v1::Account::STATE_PENDING);
  // Whoever may not confirm does not learn whether a number is right.
  EXPECT_EQ(Confirm(office_.founder().caller, made.name(), 2).reason(), "SAME_PERSON");
  ASSERT_TRUE(
      crypto::Keyring::Rotate(office_.keys(), crypto::KeyPurpose::kIndex, office_.clock().Now()));
  office_.Restart();
  EXPECT_EQ(Confirm(office_.other_founder().caller, made.name(), 2).reason(),
            "IDENTITY_NUMBER_MISMATCH");
  EXPECT_TRUE(Confirm(office_.other_founder().caller, made.name(), 1).ok());
}

TEST_F(Accounts, OfTheSamePersonDoNotConfirmEachOther) {
  auto request = NewOfficer(kTownship, 1);
  const auto mine = Create(office_.founder(), request).reply;
  ASSERT_TRUE(Confirm(office_.other_founder().caller, mine.name()).ok());
  request = NewOfficer(kTownship, 2);
  request.set_identity_number(IdentityNumber(1));
  const auto also_mine = Create(office_.founder(), request).reply;
  office_.database().Execute(
      "INSERT INTO identity.role_grant (county_id, id, account_id, role, org_path, grant_time,"
      " revoke_reason) SELECT 7, gen_random_uuid(), id, 11, '/7/', create_time, ''"
      " FROM identity.account WHERE person = '" +
      mine.person() + "' AND state = 2");
  Member self{.caller = {}, .name = mine.name(), .handle = "new.1", .phone = {}};
  self.caller.set_account_id(mine.name().substr(mine.name().rfind('/') + 1));
  office_.Refresh(&self);
  EXPECT_EQ(Confirm(self.caller, also_mine.name()).reason(), "SAME_PERSON");
}

TEST_F(Accounts, ThatAreDisabledLoseTheirSessionsAndTheirOwnersAreTold) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  office_.database().Execute(
      "INSERT INTO identity.session (county_id, id, account_id, token_hash, channel,"
      " second_factor, create_time, last_seen_time) SELECT 7, gen_random_uuid(), id,"
      " sha256('x'), 1, false, create_time, create_time FROM identity.account WHERE id = '" +
      clerk.caller.account_id() + "'");
  const auto disabled = Disable(office_.founder(), clerk.name);
  ASSERT_TRUE(disabled.ok()) << disabled.reason();
  EXPECT_EQ(disabled.reply.state(), v1::Account::STATE_DISABLED);
  EXPECT_EQ(disabled.reply.disable_reason(), "because");
  EXPECT_TRUE(disabled.reply.has_disable_time());
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.session WHERE revoke_time IS NULL"), "0");
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.outbox"), "1");
  EXPECT_EQ(Disable(office_.founder(), clerk.name).reason(), "ILLEGAL_TRANSITION");
  const auto enabled = Enable(office_.founder(), clerk.name);
  EXPECT_EQ(enabled.reply.state(), v1::Account::STATE_ACTIVE);
  EXPECT_EQ(enabled.reply.disable_reason(), "");
  EXPECT_FALSE(enabled.reply.has_disable_time());
  EXPECT_EQ(Enable(office_.founder(), clerk.name).reason(), "ILLEGAL_TRANSITION");
}

TEST_F(Accounts, ThatWereNeverConfirmedAreEnabledToPending) {
  const auto made = Create(office_.founder(), NewOfficer(kTownship, 1)).reply;
  ASSERT_TRUE(Disable(office_.founder(), made.name()).ok());
  EXPECT_EQ(Enable(office_.founder(), made.name()).reply.state(), v1::Account::STATE_PENDING);
}

TEST_F(Accounts, AreNotEnabledToRolesThatMustNotMeetThePersonsOthers) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const Member other = office_.Officer(kVillage);
  office_.database().Execute("UPDATE identity.account SET person = '" + clerk.caller.person() +
                             "' WHERE id = '" + other.caller.account_id() + "'");
  ASSERT_TRUE(Disable(office_.founder(), clerk.name).ok());
  v1::GrantRoleRequest chair;
  chair.set_parent(other.name);
  chair.set_request_id(NewRequestId());
  chair.set_role(rpc::v1::ROLE_BOARD_CHAIR);
  chair.set_org_path(kVillage);
  const auto granted = office_.Ask(office_.founder().caller, &Stub::GrantRole, chair);
  ASSERT_TRUE(granted.ok()) << granted.reason();
  EXPECT_EQ(Enable(office_.founder(), clerk.name).reason(), "ROLES_INCOMPATIBLE");
  EXPECT_EQ(Get(office_.founder(), clerk.name).reply.state(), v1::Account::STATE_DISABLED);
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::RevokeRole,
                       Named<v1::RevokeRoleRequest>(granted.reply.name()))
                  .ok());
  EXPECT_TRUE(Enable(office_.founder(), clerk.name).ok());
}

TEST_F(Accounts, AreDisabledByAnotherPersonWithinItsOfficeOnly) {
  const Member near = office_.Officer(Role::kTownshipApprover, kTownship);
  const Member far = office_.Officer(Role::kTownshipApprover, kOtherTownship);
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  EXPECT_EQ(Disable(near, near.name).reason(), "OWN_ACCOUNT");
  EXPECT_EQ(Disable(far, clerk.name).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Disable(near, agent.name).reason(), "NOT_YOUR_ACCOUNT");
  EXPECT_EQ(Disable(clerk, agent.name).reason(), "ROLE_MISSING");
  EXPECT_EQ(Disable(near, "counties/7/accounts/" + NewRequestId()).reason(), "ACCOUNT_NOT_FOUND");
  EXPECT_TRUE(Disable(near, clerk.name).ok());
  EXPECT_EQ(Enable(far, clerk.name).reason(), "OUT_OF_SCOPE");
  EXPECT_TRUE(Enable(near, clerk.name).ok());
}

TEST_F(Accounts, HideHandleAndTelephoneFromInspectors) {
  const Member household = office_.Household(kVillage);
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  const Member auditor = office_.Officer(Role::kAuditor, kCounty);
  const Member discipline = office_.Officer(Role::kDiscipline, kCounty);
  for (const Member* reader : {&household, &agent, &office_.founder()}) {
    EXPECT_EQ(Get(*reader, household.name).reply.phone(), household.phone);
    EXPECT_EQ(Get(*reader, household.name).reply.handle(), household.handle);
  }
  for (const Member* reader : {&auditor, &discipline}) {
    const auto seen = Get(*reader, household.name).reply;
    EXPECT_EQ(seen.phone(), household.phone.substr(0, 3) + "****" + household.phone.substr(7));
    EXPECT_EQ(seen.handle(), seen.phone());
    EXPECT_EQ(seen.display_name(), Get(household, household.name).reply.display_name());
    EXPECT_EQ(Get(*reader, agent.name).reply.handle(), "o********");
  }
}

TEST_F(Accounts, AreReadByTheirOwnerAndByOfficersOverThemOnly) {
  const Member household = office_.Household(kVillage);
  const Member neighbour = office_.Household(kVillage);
  const Member far = office_.Officer(Role::kTownshipAgent, kOtherTownship);
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  EXPECT_EQ(Get(neighbour, household.name).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Get(far, household.name).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Get(clerk, household.name).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Get(office_.founder(), "counties/8/accounts/" + NewRequestId()).reason(),
            "OUT_OF_SCOPE");
  EXPECT_EQ(Get(office_.founder(), "counties/7/accounts/" + NewRequestId()).reason(),
            "ACCOUNT_NOT_FOUND");
}

TEST_F(Accounts, ShowTheRolesThatHoldNow) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const auto seen = Get(clerk, clerk.name).reply;
  ASSERT_EQ(seen.grants_size(), 1);
  EXPECT_EQ(seen.grants(0).role(), rpc::v1::ROLE_VILLAGE_CLERK);
  EXPECT_EQ(seen.grants(0).org_path(), kVillage);
  EXPECT_TRUE(seen.grants(0).has_grant_time());
  EXPECT_THAT(seen.grants(0).name(), testing::StartsWith(clerk.name + "/grants/"));
}

}  // namespace
}  // namespace qianmo::identity

// Enrolling a second factor, proving it, and losing it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "identity/authenticator_store.h"
#include "identity/second_factor_service.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class SecondFactor : public testing::Test {
 protected:
  v1::EnrolOneTimeCodeRequest EnrolRequest(const std::string& password = kPassword) {
    auto request = Fresh<v1::EnrolOneTimeCodeRequest>();
    request.set_password(password);
    return request;
  }
  Answer<v1::Account> Confirm(const rpc::v1::Caller& caller, const std::string& code) {
    auto request = Fresh<v1::ConfirmOneTimeCodeRequest>();
    request.set_one_time_code(code);
    return office_.Ask(caller, &Stub::ConfirmOneTimeCode, request);
  }
  Answer<v1::Account> Remove(const Member& officer, const Member& member) {
    return office_.Ask(officer.caller, &Stub::RemoveOneTimeCode,
                       FreshNamed<v1::RemoveOneTimeCodeRequest>(member.name));
  }

  Office office_;
};

TEST_F(SecondFactor, IsEnrolledWithThePasswordAndShownToTheSameRequestOnly) {
  const Member officer = office_.Officer(kTownship);
  EXPECT_EQ(office_.Ask(officer.caller, &Stub::EnrolOneTimeCode, EnrolRequest(kWrong)).reason(),
            "PASSWORD_WRONG");
  const auto request = EnrolRequest();
  const auto answer = office_.Ask(officer.caller, &Stub::EnrolOneTimeCode, request);
  ASSERT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(FromBase32(answer.reply.secret())->size(), 20U);
  EXPECT_THAT(answer.reply.otpauth_uri(), HasSubstr("secret=" + answer.reply.secret()));
  EXPECT_THAT(answer.reply.otpauth_uri(), HasSubstr(officer.handle));
  EXPECT_EQ(answer.reply.recovery_codes_size(), 10);
  office_.Restart();
  EXPECT_EQ(office_.Ask(officer.caller, &Stub::EnrolOneTimeCode, request).reply.SerializeAsString(),
            answer.reply.SerializeAsString());
  EXPECT_THAT(TablesWith(office_, *FromBase32(answer.reply.secret())), IsEmpty());
  EXPECT_TRUE(SignIn(office_, Proofs(officer.handle)).ok()) << "it does not count yet";
}

TEST_F(SecondFactor, CountsFromItsFirstCodeOn) {
  const Member officer = office_.Officer(Role::kTownshipApprover, kTownship);
  const std::string session = Enter(office_, officer).session_token();
  const auto caller = CallerOf(office_, session);
  const auto secret = office_.Ask(caller, &Stub::EnrolOneTimeCode, EnrolRequest()).reply.secret();
  EXPECT_EQ(Confirm(caller, Shown(office_, secret, 5)).reason(), "CODE_REJECTED");
  const auto confirmed = Confirm(caller, Shown(office_, secret));
  ASSERT_TRUE(confirmed.ok()) << confirmed.reason();
  EXPECT_TRUE(confirmed.reply.second_factor());
  EXPECT_TRUE(CallerOf(office_, session).second_factor()) << "the session counts as opened with it";
  EXPECT_EQ(CallerOf(office_, session).roles_size(), 1);
  EXPECT_EQ(SignIn(office_, Proofs(officer.handle)).reason(), "ONE_TIME_CODE_REQUIRED");
  v1::SignInRequest again = Proofs(officer.handle);
  again.set_one_time_code(Shown(office_, secret));
  EXPECT_EQ(SignIn(office_, again).reason(), "ONE_TIME_CODE_REJECTED")
      << "the code that confirmed it was used";
}

TEST_F(SecondFactor, IsEnrolledAnewUntilItIsConfirmedAndNotAfter) {
  const Member officer = office_.Officer(kTownship);
  EXPECT_EQ(Confirm(officer.caller, "123456").reason(), "SECOND_FACTOR_NOT_ENROLLED");
  const auto first = office_.Ask(officer.caller, &Stub::EnrolOneTimeCode, EnrolRequest());
  const auto second = office_.Ask(officer.caller, &Stub::EnrolOneTimeCode, EnrolRequest());
  ASSERT_TRUE(second.ok()) << second.reason();
  EXPECT_EQ(Confirm(officer.caller, Shown(office_, first.reply.secret())).reason(),
            "CODE_REJECTED");
  ASSERT_TRUE(Confirm(officer.caller, Shown(office_, second.reply.secret())).ok());
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.recovery_code"), "10");
  EXPECT_EQ(office_.Ask(officer.caller, &Stub::EnrolOneTimeCode, EnrolRequest()).reason(),
            "SECOND_FACTOR_ENROLLED");
  EXPECT_EQ(Confirm(officer.caller, Shown(office_, second.reply.secret(), 1)).reason(),
            "SECOND_FACTOR_ENROLLED");
}

TEST_F(SecondFactor, IsRemovedByAnotherPersonsCountyAdminOnly) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const Member approver = office_.Officer(Role::kTownshipApprover, kTownship);
  EXPECT_EQ(Remove(office_.founder(), clerk).reason(), "SECOND_FACTOR_NOT_ENROLLED");
  Enrol(office_, clerk);
  EXPECT_EQ(Remove(clerk, clerk).reason(), "ROLE_MISSING");
  EXPECT_EQ(Remove(approver, clerk).reason(), "ROLE_MISSING");
  EXPECT_EQ(Remove(office_.founder(), office_.founder()).reason(), "OWN_ACCOUNT");
  office_.database().Execute("UPDATE identity.session SET revoke_time = NULL");
  const auto removed = Remove(office_.founder(), clerk);
  ASSERT_TRUE(removed.ok()) << removed.reason();
  EXPECT_FALSE(removed.reply.second_factor());
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.recovery_code"), "0");
  const auto told = Messages(office_).back();
  EXPECT_EQ(told.template_(), messages::v1::TEMPLATE_SECOND_FACTOR_REMOVED);
  EXPECT_EQ(told.account(), clerk.name);
  EXPECT_EQ(told.parameters().at("reason"), "because");
  EXPECT_TRUE(SignIn(office_, Proofs(clerk.handle)).ok());
}

TEST_F(SecondFactor, EndsAllSessionsWhenItIsRemoved) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const std::string session = Enter(office_, clerk).session_token();
  Enrol(office_, clerk);
  ASSERT_TRUE(IssueToken(office_, session).ok());
  ASSERT_TRUE(Remove(office_.founder(), clerk).ok());
  EXPECT_EQ(IssueToken(office_, session).reason(), "SESSION_REVOKED");
}

TEST_F(SecondFactor, AndThePasswordAreNotBothTakenByOnePersonWhicheverComesFirst) {
  const Member officer = office_.Officer(Role::kTownshipApprover, kTownship);
  const auto start = [&](const Member& helper) {
    return office_
        .Ask(helper.caller, &Stub::StartPasswordReset,
             FreshNamed<v1::StartPasswordResetRequest>(officer.name))
        .reason();
  };
  const auto enrol_anew = [&] {
    const auto secret =
        office_.Ask(officer.caller, &Stub::EnrolOneTimeCode, EnrolRequest()).reply.secret();
    ASSERT_TRUE(Confirm(officer.caller, Shown(office_, secret)).ok());
  };
  enrol_anew();
  ASSERT_TRUE(Remove(office_.founder(), officer).ok());
  EXPECT_EQ(start(office_.founder()), "SECOND_PERSON_REQUIRED");
  EXPECT_EQ(start(office_.other_founder()), "");
  enrol_anew();
  EXPECT_EQ(start(office_.founder()), "") << "the owner has enrolled anew";
  EXPECT_EQ(Remove(office_.founder(), officer).reason(), "SECOND_PERSON_REQUIRED");
  office_.clock().Advance(std::chrono::hours(24 * 30));
  EXPECT_EQ(Remove(office_.founder(), officer).reason(), "SECOND_PERSON_REQUIRED");
  EXPECT_TRUE(Remove(office_.other_founder(), officer).ok());
}

TEST_F(SecondFactor, LimitsGuessesOfThePassword) {
  const Member officer = office_.Officer(kTownship);
  for (int i = 0; i < 11; ++i) {
    ASSERT_EQ(office_.Ask(officer.caller, &Stub::EnrolOneTimeCode, EnrolRequest(kWrong)).reason(),
              "PASSWORD_WRONG");
  }
  EXPECT_EQ(office_.Ask(officer.caller, &Stub::EnrolOneTimeCode, EnrolRequest()).reason(),
            "TOO_MANY_FAILURES");
}

}  // namespace
}  // namespace qianmo::identity

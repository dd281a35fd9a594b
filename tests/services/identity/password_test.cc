// Changing a password, and choosing a new one with a code.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/code_store.h"
#include "identity/new_secret.h"
#include "identity/notices.h"
#include "identity/password_service.h"
#include "rpc/timestamp.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using grpc::StatusCode;
using messages::v1::TEMPLATE_PASSWORD_CHANGED;
using messages::v1::TEMPLATE_PASSWORD_RESET_CODE;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::IsEmpty;

constexpr char kNew[] = "another long secret";
constexpr Duration kTick{1};

class Passwords : public testing::Test {
 protected:
  v1::ChangePasswordRequest Change(const std::string& from, const std::string& to) {
    auto request = Fresh<v1::ChangePasswordRequest>();
    request.set_old_password(from);
    request.set_new_password(to);
    return request;
  }
  Answer<v1::RequestPasswordResetResponse> Request(const std::string& handle) {
    auto request = Fresh<v1::RequestPasswordResetRequest>();
    request.set_handle(handle);
    return office_.Ask(Stranger(), &Stub::RequestPasswordReset, request);
  }
  v1::ResetPasswordRequest Reset(const std::string& handle, const std::string& code,
                                 const std::string& password = kNew) {
    auto request = Fresh<v1::ResetPasswordRequest>();
    request.set_handle(handle);
    request.set_one_time_code(code);
    request.set_new_password(password);
    return request;
  }
  // From another address each time, so that only the code's own limit is felt.
  Answer<v1::ResetPasswordResponse> Try(const v1::ResetPasswordRequest& request) {
    Answer<v1::ResetPasswordResponse> answer;
    const auto context = office_.As(Stranger());
    context->AddMetadata("x-client-address", "10.3.0." + std::to_string(tries_++));
    const auto stub = v1::IdentityService::NewStub(office_.channel());
    answer.status = stub->ResetPassword(context.get(), request, &answer.reply);
    return answer;
  }
  Answer<v1::StartPasswordResetResponse> Start(const Member& officer, const Member& member) {
    return office_.Ask(officer.caller, &Stub::StartPasswordReset,
                       FreshNamed<v1::StartPasswordResetRequest>(member.name));
  }
  std::string CodeFor(const Member& member) {
    ProvePhone(office_, member);
    EXPECT_TRUE(Request(member.handle).ok());
    return Messages(office_).back().one_time_code();
  }
  std::string Other(std::string code) {
    code[0] = code[0] == '9' ? '0' : static_cast<char>(code[0] + 1);
    return code;
  }

  Office office_;
  int tries_ = 0;
};

TEST_F(Passwords, ChangeEndsAllSessionsAndTellsTheOwner) {
  const Member bidder = office_.Bidder();
  const std::string here = Enter(office_, bidder).session_token();
  const std::string there = Enter(office_, bidder).session_token();
  const auto answer =
      office_.Ask(CallerOf(office_, here), &Stub::ChangePassword, Change(kPassword, kNew));
  ASSERT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(answer.reply.name(), bidder.name);
  EXPECT_EQ(IssueToken(office_, here).reason(), "SESSION_REVOKED");
  EXPECT_EQ(IssueToken(office_, there).reason(), "SESSION_REVOKED");
  EXPECT_FALSE(SignIn(office_, Proofs(bidder.handle)).ok());
  EXPECT_TRUE(SignIn(office_, Proofs(bidder.handle, kNew)).ok());
  const auto told = Messages(office_).back();
  EXPECT_EQ(told.template_(), TEMPLATE_PASSWORD_CHANGED);
  EXPECT_EQ(told.account(), bidder.name);
  EXPECT_THAT(TablesWith(office_, kNew), IsEmpty());
}

TEST_F(Passwords, ChangeStopsTokensWithinAMinute) {
  const Member bidder = office_.Bidder();
  const std::string token =
      IssueToken(office_, Enter(office_, bidder).session_token()).reply.caller_token();
  const auto who = [&] {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    v1::WhoAmIResponse response;
    const auto stub = v1::IdentityService::NewStub(office_.channel());
    return stub->WhoAmI(&context, v1::WhoAmIRequest(), &response);
  };
  ASSERT_TRUE(office_.Ask(bidder.caller, &Stub::ChangePassword, Change(kPassword, kNew)).ok());
  office_.clock().Advance(seconds(60) - kTick);
  EXPECT_TRUE(who().ok());
  office_.clock().Advance(kTick);
  EXPECT_EQ(rpc::ReasonOf(who()), "TOKEN_EXPIRED");
}

TEST_F(Passwords, ChangeIsRepeatedWithoutHarm) {
  const Member bidder = office_.Bidder();
  const auto request = Change(kPassword, kNew);
  const auto first = office_.Ask(bidder.caller, &Stub::ChangePassword, request);
  ASSERT_TRUE(first.ok()) << first.reason();
  const std::string session = SignIn(office_, Proofs(bidder.handle, kNew)).reply.session_token();
  const auto second = office_.Ask(bidder.caller, &Stub::ChangePassword, request);
  ASSERT_TRUE(second.ok()) << second.reason();
  EXPECT_EQ(second.reply.SerializeAsString(), first.reply.SerializeAsString());
  EXPECT_TRUE(IssueToken(office_, session).ok());
}

TEST_F(Passwords, ChangeNeedsTheOldOneAndAGoodNewOne) {
  const Member bidder = office_.Bidder();
  const Member household = office_.Household();
  struct Case {
    const Member& member;
    std::string from, to, reason;
  };
  for (const Case& c : {Case{bidder, kWrong, kNew, "PASSWORD_WRONG"},
                        Case{bidder, kPassword, kPassword, "PASSWORD_UNCHANGED"},
                        Case{bidder, kPassword, "short", "PASSWORD_LENGTH"},
                        Case{bidder, kPassword, "password123", "PASSWORD_COMMON"},
                        Case{bidder, kPassword, bidder.handle, "PASSWORD_IS_HANDLE"},
                        Case{household, kPassword, kNew, "PIN_MALFORMED"},
                        Case{household, kPassword, "123456", "PIN_GUESSABLE"}}) {
    const auto answer = office_.Ask(c.member.caller, &Stub::ChangePassword, Change(c.from, c.to));
    EXPECT_EQ(answer.code(), StatusCode::INVALID_ARGUMENT) << c.reason;
    EXPECT_EQ(answer.reason(), c.reason);
  }
  EXPECT_TRUE(
      office_.Ask(household.caller, &Stub::ChangePassword, Change(kPassword, "284917")).ok());
}

TEST_F(Passwords, ChangeLimitsGuessesOfTheOldOne) {
  const Member bidder = office_.Bidder();
  for (int i = 0; i < 11; ++i) {
    ASSERT_EQ(office_.Ask(bidder.caller, &Stub::ChangePassword, Change(kWrong, kNew)).reason(),
              "PASSWORD_WRONG")
        << i;
  }
  EXPECT_EQ(office_.Ask(bidder.caller, &Stub::ChangePassword, Change(kPassword, kNew)).reason(),
            "TOO_MANY_FAILURES");
}

TEST_F(Passwords, ChangeOfOneThatSomebodyElseSetBringsTheRolesBack) {
  const Member bidder = office_.Bidder();
  office_.database().Execute(
      "UPDATE identity.account SET must_change_password = true WHERE id = '" +
      bidder.caller.account_id() + "'");
  ASSERT_TRUE(office_.Ask(bidder.caller, &Stub::ChangePassword, Change(kPassword, kNew)).ok());
  const auto entered = SignIn(office_, Proofs(bidder.handle, kNew));
  EXPECT_EQ(CallerOf(office_, entered.reply.session_token()).roles_size(), 1);
}

TEST_F(Passwords, RequestAnswersAlikeWhateverTheHandle) {
  const Member shut = office_.Bidder();
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::DisableAccount,
                       FreshNamed<v1::DisableAccountRequest>(shut.name))
                  .ok());
  const std::size_t before = Messages(office_).size();
  const Member bidder = office_.Bidder();
  EXPECT_TRUE(Request(bidder.handle).ok());
  EXPECT_EQ(Messages(office_).size(), before) << "a telephone that may be anybody's";
  ProvePhone(office_, bidder);
  const auto known = Request(bidder.handle);
  for (const std::string& handle :
       {std::string("nobody.here"), shut.handle, office_.founder().handle}) {
    const auto answer = Request(handle);
    EXPECT_TRUE(answer.ok()) << handle << " " << answer.reason();
    EXPECT_EQ(answer.reply.SerializeAsString(), known.reply.SerializeAsString());
  }
  EXPECT_EQ(Messages(office_).size(), before + 1) << "only who has a telephone and may come in";
}

TEST_F(Passwords, RequestSendsNothingToWhoWaitsForAFirstPassword) {
  const Member bidder = office_.Bidder();
  ProvePhone(office_, bidder);
  office_.database().Execute("UPDATE identity.account SET password_hash = '' WHERE id = '" +
                             bidder.caller.account_id() + "'");
  EXPECT_TRUE(Request(bidder.handle).ok());
  EXPECT_TRUE(Messages(office_).empty());
}

TEST_F(Passwords, TellNobodyThatARequestIdWasUsed) {
  const Member bidder = office_.Bidder();
  for (const std::string& handle : {bidder.handle, std::string("nobody.here")}) {
    auto asked = Fresh<v1::RequestPasswordResetRequest>();
    asked.set_handle(handle);
    EXPECT_TRUE(office_.Ask(Stranger(), &Stub::RequestPasswordReset, asked).ok());
    auto reset = Reset(handle, "123456");
    reset.set_request_id(asked.request_id());
    EXPECT_EQ(Try(reset).reason(), "CODE_REJECTED");
    asked.set_handle(" " + handle);
    EXPECT_TRUE(office_.Ask(Stranger(), &Stub::RequestPasswordReset, asked).ok());
  }
}

TEST_F(Passwords, WrongCodesAreChargedOnlyToCodesOfTheirForm) {
  const Member bidder = office_.Bidder();
  const std::string printed = Start(office_.founder(), bidder).reply.one_time_code();
  const std::string code = CodeFor(bidder);
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(Try(Reset(bidder.handle, "000-000-0000")).reason(), "CODE_REJECTED");
  }
  EXPECT_EQ(office_.Query("SELECT failures FROM identity.one_time_code WHERE purpose = 1"), "0");
  for (int i = 0; i < 120; ++i) Try(Reset(bidder.handle, Other(code)));
  EXPECT_EQ(Try(Reset(bidder.handle, Other(code))).reason(), "TOO_MANY_FAILURES");
  EXPECT_TRUE(SignIn(office_, Proofs(bidder.handle)).ok()) << "guessed codes close no door";
  EXPECT_TRUE(Try(Reset(bidder.handle, printed)).ok());
}

TEST_F(Passwords, RequestSendsACodeThatIsKeptNowhereInTheClear) {
  const Member bidder = office_.Bidder();
  const std::string code = CodeFor(bidder);
  const auto message = Messages(office_).back();
  EXPECT_EQ(message.phone(), bidder.phone);
  EXPECT_EQ(message.template_(), TEMPLATE_PASSWORD_RESET_CODE);
  EXPECT_EQ(rpc::ToTime(message.expire_time()), office_.clock().Now() + minutes(10));
  EXPECT_EQ(code.size(), 6U);
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.outbox WHERE ordering_key = '" +
                          bidder.name + "'"),
            "1");
  EXPECT_THAT(TablesWith(office_, bidder.phone), IsEmpty());
}

TEST_F(Passwords, RequestSendsALiveCodeAgainAndAtMostOnceAMinute) {
  const Member bidder = office_.Bidder();
  const std::string code = CodeFor(bidder);
  office_.clock().Advance(minutes(1) - kTick);
  ASSERT_TRUE(Request(bidder.handle).ok());
  EXPECT_EQ(Messages(office_).size(), 1U);
  office_.clock().Advance(kTick);
  EXPECT_EQ(CodeFor(bidder), code);
  EXPECT_EQ(Messages(office_).size(), 2U);
  ASSERT_TRUE(
      crypto::Keyring::Rotate(office_.keys(), crypto::KeyPurpose::kDerive, office_.clock().Now()));
  office_.Restart();
  office_.clock().Advance(minutes(1));
  EXPECT_EQ(CodeFor(bidder), code) << "after a rotation";
  office_.clock().Advance(minutes(8));
  EXPECT_NE(CodeFor(bidder), code) << "after its end";
}

TEST_F(Passwords, RequestIsLimitedForEveryHandleAlike) {
  const Member bidder = office_.Bidder();
  ProvePhone(office_, bidder);
  for (const std::string& handle : {std::string("nobody.here"), bidder.handle}) {
    for (int i = 0; i < 6; ++i) {
      ASSERT_TRUE(Request(handle).ok()) << i;
      office_.clock().Advance(minutes(2));
    }
    EXPECT_EQ(Request(handle).reason(), "TOO_MANY_FAILURES");
    const std::size_t before = Messages(office_).size();
    auto request = Fresh<v1::RequestPasswordResetRequest>();
    request.set_handle(handle);
    const auto context = office_.As(Stranger());
    context->AddMetadata("x-client-address", "10.4.4.4");
    v1::RequestPasswordResetResponse response;
    const auto stub = v1::IdentityService::NewStub(office_.channel());
    EXPECT_TRUE(stub->RequestPasswordReset(context.get(), request, &response).ok())
        << "from elsewhere";
    EXPECT_EQ(Messages(office_).size(), before) << "the cap of the handle is silent";
  }
}

TEST_F(Passwords, ResetByTelephoneEndsSessionsAndWorksOnce) {
  const Member bidder = office_.Bidder();
  const std::string session = Enter(office_, bidder).session_token();
  const std::string code = CodeFor(bidder);
  EXPECT_EQ(Try(Reset(bidder.handle, Other(code))).reason(), "CODE_REJECTED");
  const auto request = Reset(bidder.handle, code);
  const auto answer = Try(request);
  ASSERT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(IssueToken(office_, session).reason(), "SESSION_REVOKED");
  EXPECT_EQ(Messages(office_).back().template_(), TEMPLATE_PASSWORD_CHANGED);
  EXPECT_TRUE(SignIn(office_, Proofs(bidder.handle, kNew)).ok());
  EXPECT_TRUE(Try(request).ok()) << "the same request again";
  EXPECT_EQ(Try(Reset(bidder.handle, code, "a third long secret")).reason(), "CODE_REJECTED");
  EXPECT_TRUE(SignIn(office_, Proofs(bidder.handle, kNew)).ok());
}

TEST_F(Passwords, ResetEndsWithTheCode) {
  const Member bidder = office_.Bidder();
  const std::string code = CodeFor(bidder);
  office_.clock().Advance(minutes(10));
  EXPECT_EQ(Try(Reset(bidder.handle, code)).reason(), "CODE_REJECTED");
  office_.clock().Advance(-kTick);
  EXPECT_TRUE(Try(Reset(bidder.handle, code)).ok());
}

TEST_F(Passwords, ResetTakesSoManyAttemptsAlsoAtOnce) {
  const Member bidder = office_.Bidder();
  const std::string code = CodeFor(bidder);
  std::vector<std::thread> guessers;
  for (int i = 0; i < 4; ++i) {
    guessers.emplace_back([&, request = Reset(bidder.handle, Other(code))] {
      const auto stub = v1::IdentityService::NewStub(office_.channel());
      v1::ResetPasswordResponse response;
      EXPECT_EQ(
          rpc::ReasonOf(stub->ResetPassword(office_.As(Stranger()).get(), request, &response)),
          "CODE_REJECTED");
    });
  }
  for (std::thread& guesser : guessers) guesser.join();
  EXPECT_EQ(office_.Query("SELECT failures FROM identity.one_time_code"), "4");
  EXPECT_EQ(Try(Reset(bidder.handle, Other(code))).reason(), "CODE_REJECTED");
  EXPECT_EQ(Try(Reset(bidder.handle, code)).reason(), "CODE_REJECTED") << "the sixth attempt";
  EXPECT_EQ(office_.Query("SELECT failures FROM identity.one_time_code"), "5");
}

TEST_F(Passwords, ResetTellsTheHolderOfACodeWhatIsWrongWithThePassword) {
  const Member household = office_.Household();
  const std::string code = CodeFor(household);
  EXPECT_EQ(Try(Reset(household.handle, Other(code), "123456")).reason(), "CODE_REJECTED");
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(Try(Reset(household.handle, code, "123456")).reason(), "PIN_GUESSABLE") << i;
  }
  EXPECT_TRUE(Try(Reset(household.handle, code, "284917")).ok());
}

TEST_F(Passwords, ResetTakesOnlyTheCodeOfThisAccount) {
  const Member bidder = office_.Bidder();
  const std::string code = CodeFor(bidder);
  EXPECT_EQ(Try(Reset(office_.Bidder().handle, code)).reason(), "CODE_REJECTED");
  EXPECT_EQ(Try(Reset("nobody.here", code)).reason(), "CODE_REJECTED");
}

TEST_F(Passwords, ResetIsThrottledLikeTheDoor) {
  const Member bidder = office_.Bidder();
  for (int i = 0; i < 6; ++i) {
    ASSERT_EQ(
        office_.Ask(Stranger(), &Stub::ResetPassword, Reset(bidder.handle, "123456")).reason(),
        "CODE_REJECTED")
        << i;
  }
  EXPECT_EQ(office_.Ask(Stranger(), &Stub::ResetPassword, Reset(bidder.handle, "123456")).reason(),
            "TOO_MANY_FAILURES");
}

TEST_F(Passwords, AnOfficerHandsOverACodeThatTheSameRequestFindsAgain) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const Member approver = office_.Officer(Role::kTownshipApprover, kTownship);
  const auto request = FreshNamed<v1::StartPasswordResetRequest>(clerk.name);
  const auto started = office_.Ask(approver.caller, &Stub::StartPasswordReset, request);
  ASSERT_TRUE(started.ok()) << started.reason();
  EXPECT_EQ(started.reply.account().name(), clerk.name);
  EXPECT_EQ(rpc::ToTime(started.reply.expire_time()), office_.clock().Now() + days(3));
  EXPECT_THAT(TablesWith(office_, started.reply.one_time_code()), IsEmpty());
  office_.Restart();
  EXPECT_EQ(
      office_.Ask(approver.caller, &Stub::StartPasswordReset, request).reply.SerializeAsString(),
      started.reply.SerializeAsString());
  std::string typed = started.reply.one_time_code();
  for (char& c : typed) c = static_cast<char>(std::tolower(c));
  EXPECT_TRUE(Try(Reset(clerk.handle, typed)).ok());
  EXPECT_TRUE(SignIn(office_, Proofs(clerk.handle, kNew)).ok());
}

TEST_F(Passwords, AStrangersRequestDoesNotVoidAnOfficersCodeButALaterOneDoes) {
  const Member bidder = office_.Bidder();
  const std::string first = Start(office_.founder(), bidder).reply.one_time_code();
  CodeFor(bidder);
  const std::string second = Start(office_.founder(), bidder).reply.one_time_code();
  EXPECT_EQ(Try(Reset(bidder.handle, first)).reason(), "CODE_REJECTED");
  EXPECT_TRUE(Try(Reset(bidder.handle, second)).ok());
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.one_time_code WHERE end_time IS NULL"),
            "0");
}

TEST_F(Passwords, OnlyAnotherPersonWhoseOfficeReachesTheAccountStartsAReset) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  const Member approver = office_.Officer(Role::kTownshipApprover, kTownship);
  const Member far = office_.Officer(Role::kTownshipApprover, kOtherTownship);
  EXPECT_EQ(Start(clerk, clerk).reason(), "ROLE_MISSING");
  EXPECT_EQ(Start(agent, clerk).reason(), "ROLE_MISSING");
  EXPECT_EQ(Start(far, clerk).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Start(approver, agent).reason(), "NOT_YOUR_ACCOUNT");
  EXPECT_EQ(Start(approver, approver).reason(), "OWN_ACCOUNT");
  EXPECT_EQ(Start(office_.founder(), office_.founder()).reason(), "OWN_ACCOUNT");
  EXPECT_TRUE(Start(office_.founder(), office_.other_founder()).ok());
  Member same = office_.Officer(kTownship);
  office_.database().Execute("UPDATE identity.account SET person = '" +
                             office_.founder().caller.person() + "' WHERE id = '" +
                             same.caller.account_id() + "'");
  EXPECT_EQ(Start(office_.founder(), same).reason(), "OWN_ACCOUNT");
  rpc::v1::Caller one_factor = approver.caller;
  one_factor.set_second_factor(false);
  EXPECT_EQ(office_
                .Ask(one_factor, &Stub::StartPasswordReset,
                     FreshNamed<v1::StartPasswordResetRequest>(clerk.name))
                .reason(),
            "SECOND_FACTOR_REQUIRED");
}

TEST_F(Passwords, NobodyResetsThePasswordOfAShutAccount) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const std::string code = Start(office_.founder(), clerk).reply.one_time_code();
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::DisableAccount,
                       FreshNamed<v1::DisableAccountRequest>(clerk.name))
                  .ok());
  EXPECT_EQ(Start(office_.founder(), clerk).reason(), "ILLEGAL_TRANSITION");
  EXPECT_EQ(Try(Reset(clerk.handle, code)).reason(), "CODE_REJECTED");
}

TEST_F(Passwords, ResetLeavesTheSecondFactor) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  Enrol(office_, clerk);
  const std::string code = Start(office_.founder(), clerk).reply.one_time_code();
  ASSERT_TRUE(Try(Reset(clerk.handle, code)).ok());
  EXPECT_EQ(SignIn(office_, Proofs(clerk.handle, kNew)).reason(), "ONE_TIME_CODE_REQUIRED");
}

}  // namespace
}  // namespace qianmo::identity

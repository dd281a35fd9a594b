// Coming in: who is let in, who is refused and how, and what remains of it.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "identity/sign_in_service.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

class SigningIn : public testing::Test {
 protected:
  v1::SignInRequest WithCode(const Member& member, const std::string& code) {
    v1::SignInRequest request = Proofs(member.handle);
    request.set_one_time_code(code);
    return request;
  }
  v1::SignInRequest WithRecovery(const Member& member, const std::string& code) {
    v1::SignInRequest request = Proofs(member.handle);
    request.set_recovery_code(code);
    return request;
  }

  Office office_;
};

TEST_F(SigningIn, OpensASessionForTheRightPassword) {
  const Member bidder = office_.Bidder();
  const auto answer = SignIn(office_, Proofs(bidder.handle));
  ASSERT_TRUE(answer.ok()) << answer.reason();
  EXPECT_THAT(answer.reply.session_token(), StartsWith("qs1.7."));
  EXPECT_THAT(answer.reply.device_token(), StartsWith("qd1."));
  EXPECT_EQ(answer.reply.account().name(), bidder.name);
  EXPECT_EQ(answer.reply.account().handle(), bidder.handle);
  const v1::Session& session = answer.reply.session();
  EXPECT_THAT(session.name(), StartsWith(bidder.name + "/sessions/"));
  EXPECT_EQ(session.state(), v1::Session::STATE_OPEN);
  EXPECT_EQ(session.channel(), rpc::v1::CHANNEL_WEB);
  EXPECT_FALSE(session.second_factor());
  EXPECT_TRUE(session.current());
  EXPECT_THAT(answer.reply.next_steps(), ElementsAre(v1::NEXT_STEP_CONFIRM_PHONE));
}

TEST_F(SigningIn, ReadsAHandleHoweverItIsTyped) {
  const Member bidder = office_.Bidder();
  EXPECT_TRUE(SignIn(office_, Proofs("+86 " + bidder.handle)).ok());
  const Member officer = office_.Officer(kTownship);
  std::string shouted = officer.handle;
  for (char& c : shouted) c = static_cast<char>(std::toupper(c));
  EXPECT_TRUE(SignIn(office_, Proofs(" " + shouted)).ok());
}

TEST_F(SigningIn, BelievesABrowserWhichChannelItIsAndNoProgram) {
  constexpr auto kUnknown = static_cast<rpc::v1::Channel>(77);
  constexpr rpc::v1::Channel kRefused = rpc::v1::CHANNEL_UNSPECIFIED;
  const struct {
    std::string client;  // as the gateway tells
    rpc::v1::Channel named, kept;
  } cases[] = {
      {"web", rpc::v1::CHANNEL_UNSPECIFIED, rpc::v1::CHANNEL_WEB},
      {"web", rpc::v1::CHANNEL_WEB, rpc::v1::CHANNEL_WEB},
      {"web", rpc::v1::CHANNEL_PHONE, rpc::v1::CHANNEL_PHONE},
      {"web", rpc::v1::CHANNEL_COUNTER, rpc::v1::CHANNEL_COUNTER},
      {"web", rpc::v1::CHANNEL_PROGRAM, kRefused},
      {"web", kUnknown, kRefused},
      {"program", rpc::v1::CHANNEL_UNSPECIFIED, rpc::v1::CHANNEL_PROGRAM},
      {"program", rpc::v1::CHANNEL_WEB, rpc::v1::CHANNEL_PROGRAM},
      {"program", rpc::v1::CHANNEL_PHONE, rpc::v1::CHANNEL_PROGRAM},
      {"program", rpc::v1::CHANNEL_COUNTER, rpc::v1::CHANNEL_PROGRAM},
      {"program", rpc::v1::CHANNEL_PROGRAM, rpc::v1::CHANNEL_PROGRAM},
      {"program", kUnknown, kRefused},
      {"", rpc::v1::CHANNEL_WEB, rpc::v1::CHANNEL_PROGRAM},
      {"counter", rpc::v1::CHANNEL_COUNTER, rpc::v1::CHANNEL_PROGRAM},
  };
  const Member bidder = office_.Bidder();
  for (const auto& one : cases) {
    v1::SignInRequest request = Proofs(bidder.handle);
    request.set_channel(one.named);
    const auto answer = SignIn(office_, request, kHomeAddress, one.client);
    EXPECT_EQ(answer.reply.session().channel(), one.kept) << one.client << " " << one.named;
    const auto code = one.kept == kRefused ? StatusCode::INVALID_ARGUMENT : StatusCode::OK;
    EXPECT_EQ(answer.code(), code) << one.client << " " << one.named;
  }
}

TEST_F(SigningIn, AnswersAlikeToWhateverAStrangerGetsWrong) {
  const Member known = office_.Bidder();
  const Member shut = office_.Officer(kTownship);
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::DisableAccount,
                       FreshNamed<v1::DisableAccountRequest>(shut.name))
                  .ok());
  const Member fresh = office_.Officer(kTownship);
  office_.database().Execute("UPDATE identity.account SET password_hash = '' WHERE id = '" +
                             fresh.caller.account_id() + "'");
  const Member enrolled = office_.Officer(kTownship);
  Enrol(office_, enrolled);
  const grpc::Status wrong = SignIn(office_, Proofs(known.handle, kWrong)).status;
  EXPECT_EQ(wrong.error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(rpc::ReasonOf(wrong), "SIGN_IN_REFUSED");
  for (const auto& request :
       {Proofs("nobody.here"), Proofs("13900009999"), Proofs("7-000123"), Proofs(shut.handle),
        Proofs(shut.handle, kWrong), Proofs(fresh.handle), Proofs(enrolled.handle, kWrong)}) {
    const grpc::Status status = SignIn(office_, request).status;
    EXPECT_EQ(status.error_code(), wrong.error_code()) << request.handle();
    EXPECT_EQ(status.error_message(), wrong.error_message()) << request.handle();
    EXPECT_EQ(status.error_details(), wrong.error_details()) << request.handle();
  }
}

TEST_F(SigningIn, LeavesNoTraceOfStrangersInTheJournal) {
  SignIn(office_, Proofs("nobody.here"));
  SignIn(office_, Proofs(office_.Bidder().handle, kWrong));
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.journal"), "0");
}

TEST_F(SigningIn, TellsThatTheAccountStillWaits) {
  const Member officer = office_.Officer(Role::kTownshipApprover, kTownship);
  office_.database().Execute(
      "UPDATE identity.account SET state = 1, confirmer_id = NULL, confirm_time = NULL,"
      " must_change_password = true WHERE id = '" +
      officer.caller.account_id() + "'");
  EXPECT_THAT(Enter(office_, officer).next_steps(),
              ElementsAre(v1::NEXT_STEP_ENROL_ONE_TIME_CODE, v1::NEXT_STEP_CHANGE_PASSWORD,
                          v1::NEXT_STEP_AWAIT_CONFIRMATION));
}

TEST_F(SigningIn, GivesTheSameSessionToTheSameRequestAlsoAfterARestart) {
  const v1::SignInRequest request = Proofs(office_.Bidder().handle);
  const auto first = SignIn(office_, request);
  ASSERT_TRUE(first.ok());
  office_.Restart();
  const auto second = SignIn(office_, request);
  ASSERT_TRUE(second.ok()) << second.reason();
  EXPECT_EQ(second.reply.SerializeAsString(), first.reply.SerializeAsString());
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.session"), "1");
}

TEST_F(SigningIn, GivesTheSameSessionAfterTheDeriveKeyWasRotated) {
  const v1::SignInRequest request = Proofs(office_.Bidder().handle);
  const auto first = SignIn(office_, request);
  ASSERT_TRUE(
      crypto::Keyring::Rotate(office_.keys(), crypto::KeyPurpose::kDerive, office_.clock().Now()));
  office_.Restart();
  EXPECT_EQ(SignIn(office_, request).reply.session_token(), first.reply.session_token());
}

TEST_F(SigningIn, DoesNotCountARepetitionAsAFailure) {
  const v1::SignInRequest request = Proofs(office_.Bidder().handle);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(SignIn(office_, request).ok()) << i;
}

TEST_F(SigningIn, StoresAndLogsNothingSecret) {
  testing::internal::CaptureStderr();
  const Member officer = office_.Officer(kTownship);
  const Factor factor = Enrol(office_, officer);
  const auto answer = SignIn(office_, WithCode(officer, Shown(office_, factor.secret)));
  ASSERT_TRUE(answer.ok()) << answer.reason();
  ASSERT_TRUE(IssueToken(office_, answer.reply.session_token()).ok());
  SignIn(office_, Proofs(officer.handle, kWrong));
  const std::string log = testing::internal::GetCapturedStderr();
  ASSERT_NE(log.find("SignIn"), std::string::npos);
  const std::string& session = answer.reply.session_token();
  const std::string& device = answer.reply.device_token();
  for (const std::string& secret : {session, session.substr(session.rfind('.') + 1),
                                    *FromBase64Url(session.substr(session.rfind('.') + 1)), device,
                                    *FromBase64Url(device.substr(device.rfind('.') + 1)),
                                    std::string(kPassword), std::string(kWrong), factor.secret,
                                    *FromBase32(factor.secret), factor.recovery_codes.front()}) {
    EXPECT_EQ(log.find(secret), std::string::npos) << ToHex(secret);
    EXPECT_THAT(TablesWith(office_, secret), IsEmpty()) << ToHex(secret);
  }
  EXPECT_EQ(log.find(officer.handle), std::string::npos);
}

TEST_F(SigningIn, HashesAPasswordAnewWhoseParametersAreOfYesterday) {
  const Member bidder = office_.Bidder();
  crypto::PasswordHasher yesterday({.memory_kib = 32, .passes = 1, .lanes = 1}, 1);
  const auto hash =
      yesterday.Hash(kPassword, std::chrono::steady_clock::now() + std::chrono::seconds(10));
  office_.database().Execute("UPDATE identity.account SET password_hash = '" + *hash +
                             "' WHERE id = '" + bidder.caller.account_id() + "'");
  Enter(office_, bidder);
  const std::string now = office_.Query("SELECT password_hash FROM identity.account WHERE id = '" +
                                        bidder.caller.account_id() + "'");
  EXPECT_NE(now, *hash);
  EXPECT_FALSE(office_.hasher().NeedsRehash(now));
  Enter(office_, bidder);
}

// Signing in with the old password while it is changed: whoever came in by it is out afterwards.
TEST_F(SigningIn, LetsNobodyStayWithAPasswordThatWasChangedMeanwhile) {
  const Member bidder = office_.Bidder();
  std::vector<std::thread> guests;
  for (int i = 0; i < 3; ++i) {
    guests.emplace_back([&] {
      for (int j = 0; j < 15; ++j) {
        const auto answer = SignIn(office_, Proofs(bidder.handle), "10.2.0." + std::to_string(j));
        EXPECT_TRUE(answer.ok() || answer.reason() == "SIGN_IN_REFUSED" ||
                    answer.reason() == "CHANGED_MEANWHILE")
            << answer.reason();
      }
    });
  }
  auto change = Fresh<v1::ChangePasswordRequest>();
  change.set_old_password(kPassword);
  change.set_new_password("another long secret");
  const auto changed = office_.Ask(bidder.caller, &Stub::ChangePassword, change);
  for (std::thread& guest : guests) guest.join();
  ASSERT_TRUE(changed.ok()) << changed.reason();
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.session WHERE revoke_time IS NULL"), "0");
}

TEST_F(SigningIn, AsksForTheSecondFactorOnlyAfterTheRightPassword) {
  const Member officer = office_.Officer(kTownship);
  const Factor factor = Enrol(office_, officer);
  const auto right = SignIn(office_, Proofs(officer.handle));
  EXPECT_EQ(right.code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(right.reason(), "ONE_TIME_CODE_REQUIRED");
  v1::SignInRequest wrong = WithCode(officer, Shown(office_, factor.secret));
  wrong.set_password(kWrong);
  EXPECT_EQ(SignIn(office_, wrong).reason(), "SIGN_IN_REFUSED");
  const auto entered = SignIn(office_, WithCode(officer, Shown(office_, factor.secret)));
  ASSERT_TRUE(entered.ok()) << entered.reason();
  EXPECT_TRUE(entered.reply.session().second_factor());
}

TEST_F(SigningIn, AcceptsTheCodesOfOneStepAroundNow) {
  struct Case {
    int steps;
    bool accepted;
  };
  for (const Case& c :
       {Case{-2, false}, Case{-1, true}, Case{0, true}, Case{1, true}, Case{2, false}}) {
    const Member officer = office_.Officer(kTownship);
    const Factor factor = Enrol(office_, officer);
    office_.clock().Advance(std::chrono::minutes(5));
    const auto answer = SignIn(office_, WithCode(officer, Shown(office_, factor.secret, c.steps)));
    EXPECT_EQ(answer.ok(), c.accepted) << c.steps;
    if (!c.accepted) {
      EXPECT_EQ(answer.reason(), "ONE_TIME_CODE_REJECTED");
    }
  }
}

TEST_F(SigningIn, AcceptsNoStepTwiceNorAnEarlierOne) {
  const Member officer = office_.Officer(kTownship);
  const Factor factor = Enrol(office_, officer);
  const std::string earlier = Shown(office_, factor.secret, 0);
  const std::string code = Shown(office_, factor.secret, 1);
  ASSERT_TRUE(SignIn(office_, WithCode(officer, code)).ok());
  EXPECT_EQ(SignIn(office_, WithCode(officer, code)).reason(), "ONE_TIME_CODE_REJECTED");
  EXPECT_EQ(SignIn(office_, WithCode(officer, earlier)).reason(), "ONE_TIME_CODE_REJECTED");
}

TEST_F(SigningIn, LetsExactlyOneInWhenACodeIsUsedAtTheSameTime) {
  const Member officer = office_.Officer(kTownship);
  const Factor factor = Enrol(office_, officer);
  for (int round = 0; round < 5; ++round) {
    office_.clock().Advance(std::chrono::minutes(20));
    const std::string code = Shown(office_, factor.secret);
    std::atomic<int> entered = 0;
    std::vector<std::thread> guests;
    for (int i = 0; i < 3; ++i) {
      guests.emplace_back([&] { entered += SignIn(office_, WithCode(officer, code)).ok(); });
    }
    for (std::thread& guest : guests) guest.join();
    EXPECT_EQ(entered, 1);
  }
}

TEST_F(SigningIn, TakesEachRecoveryCodeOnce) {
  const Member officer = office_.Officer(kTownship);
  const Factor factor = Enrol(office_, officer);
  ASSERT_EQ(factor.recovery_codes.size(), 10U);
  EXPECT_EQ(SignIn(office_, WithRecovery(officer, "AAA-AAA-AAAA")).reason(),
            "ONE_TIME_CODE_REJECTED");
  for (const std::string& code : factor.recovery_codes) {
    EXPECT_TRUE(SignIn(office_, WithRecovery(officer, code)).ok());
  }
  EXPECT_EQ(SignIn(office_, WithRecovery(officer, factor.recovery_codes.front())).reason(),
            "ONE_TIME_CODE_REJECTED");
  const Member other = office_.Officer(kTownship);
  Enrol(office_, other);
  EXPECT_FALSE(SignIn(office_, WithRecovery(other, factor.recovery_codes.back())).ok());
}

}  // namespace
}  // namespace qianmo::identity

// Proving that a telephone is one's own.
#include <gtest/gtest.h>

#include "identity/phone_service.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using std::chrono::minutes;

class Telephone : public testing::Test {
 protected:
  Answer<v1::Account> Send(const Member& member) {
    return office_.Ask(member.caller, &Stub::SendPhoneCode, Fresh<v1::SendPhoneCodeRequest>());
  }
  Answer<v1::Account> Confirm(const Member& member, const std::string& code) {
    auto request = Fresh<v1::ConfirmPhoneRequest>();
    request.set_one_time_code(code);
    return office_.Ask(member.caller, &Stub::ConfirmPhone, request);
  }

  Office office_;
};

TEST_F(Telephone, IsProvedByTheCodeInATextMessage) {
  const Member bidder = office_.Bidder();
  const auto sent = Send(bidder);
  ASSERT_TRUE(sent.ok()) << sent.reason();
  EXPECT_FALSE(sent.reply.phone_confirmed());
  const auto message = Messages(office_).back();
  EXPECT_EQ(message.phone(), bidder.phone);
  EXPECT_EQ(message.template_(), messages::v1::TEMPLATE_PHONE_CODE);
  const auto confirmed = Confirm(bidder, message.one_time_code());
  ASSERT_TRUE(confirmed.ok()) << confirmed.reason();
  EXPECT_TRUE(confirmed.reply.phone_confirmed());
  EXPECT_EQ(Confirm(bidder, message.one_time_code()).reason(), "PHONE_CONFIRMED");
  EXPECT_EQ(Send(bidder).reason(), "PHONE_CONFIRMED");
}

TEST_F(Telephone, IsMissingWithOfficersWhoGaveNone) {
  EXPECT_EQ(Send(office_.founder()).reason(), "PHONE_MISSING");
  EXPECT_EQ(Confirm(office_.founder(), "123456").reason(), "PHONE_MISSING");
}

TEST_F(Telephone, GetsTheSameCodeAgainAndAtMostOnceAMinute) {
  const Member bidder = office_.Bidder();
  ASSERT_TRUE(Send(bidder).ok());
  const auto soon = Send(bidder);
  EXPECT_EQ(soon.code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(soon.reason(), "RESEND_TOO_SOON");
  office_.clock().Advance(minutes(1));
  ASSERT_TRUE(Send(bidder).ok());
  const auto messages = Messages(office_);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].one_time_code(), messages[1].one_time_code());
}

TEST_F(Telephone, TakesSoManyAttemptsAndNoCodeOfAnotherPurpose) {
  const Member bidder = office_.Bidder();
  ProvePhone(office_, bidder);
  auto reset = Fresh<v1::RequestPasswordResetRequest>();
  reset.set_handle(bidder.handle);
  ASSERT_TRUE(office_.Ask(Stranger(), &Stub::RequestPasswordReset, reset).ok());
  const std::string other = Messages(office_).back().one_time_code();
  office_.database().Execute("UPDATE identity.account SET phone_confirm_time = NULL");
  office_.clock().Advance(Duration(1));
  ASSERT_TRUE(Send(bidder).ok());
  const std::string code = Messages(office_).back().one_time_code();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Confirm(bidder, other).reason(), "CODE_REJECTED");
  EXPECT_EQ(Confirm(bidder, code).reason(), "CODE_REJECTED");
}

TEST_F(Telephone, IsNotProvedByACodeThatIsOver) {
  const Member bidder = office_.Bidder();
  ASSERT_TRUE(Send(bidder).ok());
  const std::string code = Messages(office_).back().one_time_code();
  office_.clock().Advance(minutes(10));
  EXPECT_EQ(Confirm(bidder, code).reason(), "CODE_REJECTED");
}

}  // namespace
}  // namespace qianmo::identity

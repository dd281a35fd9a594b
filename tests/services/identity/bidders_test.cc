#include <future>
#include <map>

#include <gtest/gtest.h>

#include "identity/bidders_service.h"
#include "services/identity/office.h"

namespace qianmo::identity {
namespace {

v1::SignUpBidderRequest Applicant(int serial) {
  v1::SignUpBidderRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  request.set_phone(std::to_string(13600000000 + serial));
  request.set_display_name("商户" + std::to_string(serial));
  request.set_password(kPassword);
  return request;
}

class Bidders : public testing::Test {
 protected:
  Answer<v1::Account> SignUp(const v1::SignUpBidderRequest& request) {
    return office_.Ask(Stranger(), &Stub::SignUpBidder, request);
  }
  Answer<v1::SignInResponse> SignIn(const std::string& handle) {
    v1::SignInRequest request;
    request.set_request_id(NewRequestId());
    request.set_handle(handle);
    request.set_password(kPassword);
    return office_.Ask(Stranger(), &Stub::SignIn, request);
  }

  Office office_;
};

TEST_F(Bidders, SignUpByTelephoneAndSignInWithIt) {
  const auto made = SignUp(Applicant(1));
  ASSERT_TRUE(made.ok()) << made.reason();
  EXPECT_EQ(made.reply.kind(), v1::ACCOUNT_KIND_BIDDER);
  EXPECT_EQ(made.reply.state(), v1::Account::STATE_ACTIVE);
  EXPECT_EQ(made.reply.handle(), "13600000001");
  EXPECT_EQ(made.reply.phone(), "13600000001");
  EXPECT_FALSE(made.reply.phone_confirmed());
  EXPECT_EQ(made.reply.org_path(), kCounty);
  EXPECT_EQ(made.reply.creator(), "");
  ASSERT_EQ(made.reply.grants_size(), 1);
  EXPECT_EQ(made.reply.grants(0).role(), rpc::v1::ROLE_BIDDER);
  EXPECT_EQ(made.reply.grants(0).granter(), "");
  EXPECT_EQ(SignIn("136 0000 0001").reason(), "");
}

TEST_F(Bidders, MayChooseANameInstead) {
  auto request = Applicant(1);
  request.set_handle("Li.Si");
  EXPECT_EQ(SignUp(request).reply.handle(), "li.si");
  EXPECT_EQ(SignIn("li.si").reason(), "");
  EXPECT_EQ(SignIn("13600000001").reason(), "SIGN_IN_REFUSED");
}

TEST_F(Bidders, AreRefusedWhatCannotBe) {
  const auto refused = [&](auto&& change) {
    auto request = Applicant(1);
    change(request);
    return SignUp(request).reason();
  };
  EXPECT_EQ(refused([](auto& r) { r.set_password("1234567"); }), "PASSWORD_LENGTH");
  EXPECT_EQ(refused([](auto& r) { r.set_password("13600000001"); }), "PASSWORD_IS_HANDLE");
  EXPECT_EQ(refused([](auto& r) { r.set_handle("7-000001"); }), "HANDLE_MALFORMED");
  EXPECT_EQ(refused([](auto& r) { r.set_display_name("\t"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](auto& r) { r.set_identity_number("990007198001010010"); }),
            "IDENTITY_NUMBER_MALFORMED");
  EXPECT_EQ(refused([](auto& r) { r.set_parent("counties/9"); }), "INVALID_FIELD");
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.journal WHERE county_id = 9"), "0");
}

TEST_F(Bidders, OfOneHandleAtOnceAreOneInWhicheverCounty) {
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 6; ++i) {
    answers.push_back(std::async(std::launch::async, [&, i] {
      auto request = Applicant(1);
      request.set_parent(i % 2 == 0 ? "counties/7" : "counties/8");
      return SignUp(request).reason();
    }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 1);
  EXPECT_EQ(counted["HANDLE_TAKEN"], 5);
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.account WHERE kind = 2"), "1");
}

TEST_F(Bidders, GetTheSameAnswerToTheSameRequest) {
  const auto request = Applicant(1);
  const auto first = SignUp(request);
  const auto second = SignUp(request);
  ASSERT_TRUE(second.ok()) << second.reason();
  EXPECT_EQ(first.reply.SerializeAsString(), second.reply.SerializeAsString());
  const auto taken = SignUp(Applicant(1));
  EXPECT_EQ(taken.reason(), "HANDLE_TAKEN");
}

TEST_F(Bidders, AreNobodyElseByAnIdentityNumberThatTheyOnlyClaim) {
  const auto officer = NewOfficer(kCounty, 1);
  const auto made = office_.Ask(office_.founder().caller, &Stub::CreateAccount, officer).reply;
  auto request = Applicant(1);
  request.set_identity_number(officer.identity_number());
  const auto bidder = SignUp(request);
  ASSERT_TRUE(bidder.ok()) << bidder.reason();
  EXPECT_NE(bidder.reply.person(), made.person());
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.account WHERE kind = 2"
                          " AND person_indexes IS NULL AND claimed_person_indexes IS NOT NULL"),
            "1");

  // A stranger's claim does not keep the real one from an office, nor tells that it is held.
  v1::GrantRoleRequest grant;
  grant.set_parent(made.name());
  grant.set_request_id(NewRequestId());
  grant.set_role(rpc::v1::ROLE_CENTRE_OFFICER);
  grant.set_org_path(kCounty);
  EXPECT_EQ(office_.Ask(office_.founder().caller, &Stub::GrantRole, grant).reason(), "");
  request = Applicant(2);
  request.set_identity_number(officer.identity_number());
  EXPECT_EQ(SignUp(request).reason(), "");

  // Nor does it make an account that comes later the claimant's.
  request = Applicant(3);
  request.set_identity_number(IdentityNumber(2));
  const auto early = SignUp(request);
  const auto late =
      office_.Ask(office_.founder().caller, &Stub::CreateAccount, NewOfficer(kCounty, 2));
  EXPECT_NE(late.reply.person(), early.reply.person());
}

TEST_F(Bidders, SlowDownWhoeverTriesWhichHandlesAreTaken) {
  ASSERT_TRUE(SignUp(Applicant(1)).ok());
  EXPECT_EQ(SignUp(Applicant(1)).reason(), "HANDLE_TAKEN");
  office_.database().Execute(
      "UPDATE identity.throttle_bucket SET failures = 100000 WHERE failures = 1");
  EXPECT_EQ(SignUp(Applicant(1)).reason(), "HANDLE_TAKEN");
  EXPECT_EQ(SignUp(Applicant(1)).reason(), "TOO_MANY_FAILURES");
  office_.clock().Advance(std::chrono::hours(24));
  EXPECT_TRUE(SignUp(Applicant(2)).ok());
}

}  // namespace
}  // namespace qianmo::identity

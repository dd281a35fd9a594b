// Admission: a party applies with what proves who it is, one officer takes it in, another decides.
#include <future>
#include <map>

#include <gtest/gtest.h>

#include "registry/admission_service.h"
#include "registry/party_details.h"
#include "services/registry/market.h"

namespace qianmo::registry {
namespace {

class Admission : public testing::Test {
 protected:
  std::string Count(const std::string& what) {
    return market_.archive().Query("SELECT count(*) FROM registry." + what);
  }
  std::string WhyNot(const v1::ApplyForAdmissionRequest& request) {
    return market_.Apply(applicant_, request).reason();
  }

  Market market_;
  const rpc::v1::Caller applicant_ = Archive::Person();
};

TEST_F(Admission, GoesFromApplicationOverReviewToActive) {
  const auto request = market_.Company(applicant_, 1);
  const auto applied = market_.Apply(applicant_, request);
  ASSERT_TRUE(applied.ok()) << applied.reason() << applied.status.error_message();
  EXPECT_EQ(applied.reply.state(), v1::Bidder::STATE_APPLIED);
  EXPECT_EQ(applied.reply.account(), "counties/7/accounts/" + applicant_.account_id());
  EXPECT_EQ(applied.reply.kind(), v1::PARTY_KIND_ORGANISATION);
  EXPECT_EQ(applied.reply.number(), CreditCode(1));
  ASSERT_EQ(applied.reply.documents_size(), 1);
  EXPECT_EQ(applied.reply.documents(0), request.documents(0));
  EXPECT_EQ(market_.TakeIn(applied.reply.name()).reply.state(), v1::Bidder::STATE_UNDER_REVIEW);
  const auto admitted = market_.Admit(applied.reply.name());
  EXPECT_EQ(admitted.reply.state(), v1::Bidder::STATE_ACTIVE) << admitted.reason();
  EXPECT_TRUE(admitted.reply.has_decide_time());
  EXPECT_EQ(admitted.reply.party(), applied.reply.party());
}

TEST_F(Admission, TellsIdentityWhichPartyTheAccountIs) {
  const Trader trader = market_.Admitted(1);
  EXPECT_EQ(market_.archive().Query(
                "SELECT method FROM registry.outbox WHERE county_id = 7 AND ordering_key ="
                " 'counties/7/accounts/" +
                trader.caller.account_id() + "'"),
            "/qianmo.identity.v1.LinksService/LinkParty");
}

TEST_F(Admission, AnswersWithPersonalDataMasked) {
  const auto shown = market_.Apply(applicant_, market_.Company(applicant_, 1)).reply.details();
  EXPECT_EQ(shown.display_name(), "青山果业1有限公司");
  EXPECT_EQ(shown.legal_person().display_name(), "赵**");
  EXPECT_EQ(shown.legal_person().identity_number(),
            "990*************" + CitizenNumber(1).substr(16));
  EXPECT_EQ(shown.phone(), "135****0001");
  EXPECT_EQ(shown.bank_account().number(), "************0001");
  EXPECT_EQ(shown.shareholders(0).display_name(), "钱**");
  EXPECT_EQ(shown.shareholders(0).share_basis_points(), 10'000);
  EXPECT_EQ(shown.contacts(0).phone(), "136****0001");
  EXPECT_EQ(shown.address(), "");
  const auto other = Archive::Person();
  const auto farmer = market_.Apply(other, market_.Farmer(other, 2)).reply;
  EXPECT_EQ(farmer.number(), "990*************" + CitizenNumber(2).substr(16));
}

TEST_F(Admission, GivesTheSameAnswerToTheSameRequest) {
  const auto request = market_.Company(applicant_, 1);
  const auto first = market_.Apply(applicant_, request);
  const auto again = market_.Apply(applicant_, request);
  EXPECT_TRUE(again.ok()) << again.reason();
  EXPECT_EQ(first.reply.SerializeAsString(), again.reply.SerializeAsString());
  EXPECT_EQ(Count("bidder"), "1");
  EXPECT_EQ(Count("bidder_event"), "1");
}

TEST_F(Admission, RefusesWhatCannotBe) {
  const auto refused = [&](auto&& change) {
    auto request = market_.Company(applicant_, 1);
    change(request);
    return WhyNot(request);
  };
  EXPECT_EQ(refused([](auto& r) { r.clear_kind(); }), "PARTY_KIND_MISSING");
  EXPECT_EQ(refused([](auto& r) { r.set_number(CitizenNumber(1)); }), "CREDIT_CODE_MALFORMED");
  EXPECT_EQ(refused([](auto& r) { r.mutable_details()->clear_legal_person(); }),
            "LEGAL_PERSON_MISSING");
  EXPECT_EQ(
      refused([](auto& r) {
        r.mutable_details()->mutable_legal_person()->set_identity_number("990007198001010010");
      }),
      "ID_NUMBER_MALFORMED");
  EXPECT_EQ(refused([](auto& r) {
              auto& more = *r.mutable_details()->add_shareholders();
              more.set_display_name("又一个");
              more.set_share_basis_points(1);
            }),
            "SHARES_OVER_WHOLE");
  EXPECT_EQ(refused([](auto& r) {
              r.mutable_details()->mutable_shareholders(0)->set_share_basis_points(5'000);
              *r.mutable_details()->add_shareholders() = r.details().shareholders(0);
            }),
            "SHAREHOLDER_TWICE");
  EXPECT_EQ(refused([](auto& r) { r.mutable_details()->set_display_name("\u200b"); }),
            "NAME_UNREADABLE");
  EXPECT_EQ(refused([](auto& r) { r.mutable_details()->set_phone("12345"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](auto& r) { r.mutable_details()->clear_bank_account(); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](auto& r) { r.clear_documents(); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](auto& r) { r.add_documents(r.documents(0)); }), "DOCUMENT_TWICE");
  EXPECT_EQ(refused([](auto& r) { r.set_parent("counties/8"); }), "OUT_OF_SCOPE");
  auto farmer = market_.Farmer(applicant_, 1);
  farmer.mutable_details()->mutable_legal_person()->set_display_name("赵法人");
  farmer.mutable_details()->mutable_legal_person()->set_identity_number(CitizenNumber(1));
  EXPECT_EQ(WhyNot(farmer), "LEGAL_PERSON_MISFIT");
  farmer = market_.Farmer(applicant_, 1);
  *farmer.mutable_details()->mutable_shareholders() =
      market_.Company(applicant_, 1).details().shareholders();
  EXPECT_EQ(WhyNot(farmer), "SHAREHOLDERS_MISFIT");
  EXPECT_EQ(Count("party"), "0");
}

TEST_F(Admission, TakesOnlyTheApplicantsOwnDocuments) {
  auto request = market_.Company(applicant_, 1);
  request.set_documents(0, market_.archive().Bring(Archive::Person(), "another's licence"));
  EXPECT_EQ(WhyNot(request), "DOCUMENT_NOT_FOUND");
  request.set_request_id(NewRequestId());
  request.set_documents(0, "counties/7/files/" + NewRequestId());
  EXPECT_EQ(WhyNot(request), "DOCUMENT_NOT_FOUND");
  EXPECT_EQ(Count("party"), "0") << "nothing of a refused application stays";
}

TEST_F(Admission, IsForTheAccountItselfAndNotForItsAgents) {
  const auto request = market_.Company(applicant_, 1);
  auto agent = applicant_;
  agent.set_on_behalf_of(NewRequestId());
  agent.add_powers(rpc::v1::AGENT_POWER_SIGN);
  EXPECT_EQ(market_.Apply(agent, request).reason(), "ADMISSION_BY_AGENT");
}

TEST_F(Admission, OfOneNumberIsOncePerCountyAndOnePartyNationwide) {
  const auto first = market_.Apply(applicant_, market_.Company(applicant_, 1)).reply;
  const auto rival = Archive::Person();
  EXPECT_EQ(market_.Apply(rival, market_.Company(rival, 1)).reason(), "ADMISSION_EXISTS");
  const auto abroad = Archive::Person(rpc::v1::ROLE_BIDDER, 8);
  const auto second = market_.Apply(abroad, market_.Company(abroad, 1));
  ASSERT_TRUE(second.ok()) << second.reason();
  EXPECT_EQ(second.reply.party(), first.party());
  EXPECT_NE(second.reply.name(), first.name());
  EXPECT_EQ(Count("party"), "1");
}

TEST_F(Admission, OfOneNumberAtOnceIsOnePartyAndOneBidderPerCounty) {
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 8; ++i) {
    answers.push_back(std::async(std::launch::async, [&, i] {
      const auto caller = Archive::Person(rpc::v1::ROLE_BIDDER, 7 + i % 2);
      return market_.Apply(caller, market_.Company(caller, 1)).reason();
    }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 2);
  EXPECT_EQ(counted["ADMISSION_EXISTS"], 6);
  EXPECT_EQ(Count("party"), "1");
  EXPECT_EQ(market_.archive().Query("SELECT count(DISTINCT county_id) FROM registry.bidder"), "2");
}

TEST_F(Admission, OfAPartyThatIsKnownAtOnceIsOneBidder) {
  const auto abroad = Archive::Person(rpc::v1::ROLE_BIDDER, 8);
  ASSERT_TRUE(market_.Apply(abroad, market_.Company(abroad, 1)).ok());
  std::vector<rpc::v1::Caller> callers;
  std::vector<v1::ApplyForAdmissionRequest> requests;
  for (int i = 0; i < 6; ++i) {
    callers.push_back(Archive::Person());
    requests.push_back(market_.Company(callers.back(), 1));
  }
  std::vector<std::future<std::string>> answers;
  for (std::size_t i = 0; i < callers.size(); ++i) {
    answers.push_back(std::async(
        std::launch::async, [&, i] { return market_.Apply(callers[i], requests[i]).reason(); }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 1);
  EXPECT_EQ(counted["ADMISSION_EXISTS"], 5);
}

TEST_F(Admission, OfOneAccountIsForOneParty) {
  ASSERT_TRUE(market_.Apply(applicant_, market_.Company(applicant_, 1)).ok());
  EXPECT_EQ(WhyNot(market_.Company(applicant_, 2)), "ACCOUNT_TRADES_ALREADY");
  std::vector<std::future<std::string>> answers;
  const auto other = Archive::Person();
  for (int i = 0; i < 4; ++i) {
    answers.push_back(std::async(std::launch::async, [&, i] {
      return market_.Apply(other, market_.Company(other, 10 + i)).reason();
    }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 1);
  EXPECT_EQ(counted["ACCOUNT_TRADES_ALREADY"], 3);
}

TEST_F(Admission, ThatWasRejectedCanBeAskedForAgainByWhomeverTheNumberIs) {
  const auto pretender = Archive::Person();
  const auto first = market_.Apply(pretender, market_.Company(pretender, 1)).reply;
  market_.TakeIn(first.name());
  const auto rejected = market_.Reject(first.name());
  EXPECT_EQ(rejected.reply.state(), v1::Bidder::STATE_REJECTED) << rejected.reason();
  EXPECT_EQ(rejected.reply.reason(), "执照看不清");
  EXPECT_EQ(Count("party_trait"), "0");
  const auto again = market_.Apply(applicant_, market_.Company(applicant_, 1));
  ASSERT_TRUE(again.ok()) << again.reason();
  EXPECT_EQ(again.reply.name(), first.name());
  EXPECT_EQ(again.reply.state(), v1::Bidder::STATE_APPLIED);
  EXPECT_EQ(again.reply.reason(), "");
  EXPECT_EQ(again.reply.account(), "counties/7/accounts/" + applicant_.account_id());
  const auto mine =
      market_.Ask(pretender, &Bidders::GetBidder, Named<v1::GetBidderRequest>(first.name()));
  EXPECT_EQ(mine.reason(), "OUT_OF_SCOPE");
}

TEST_F(Admission, IsDecidedBySomebodyElseThanWhoeverTookItIn) {
  const auto bidder = market_.Apply(applicant_, market_.Company(applicant_, 1)).reply.name();
  EXPECT_EQ(market_.Admit(bidder).reason(), "BIDDER_STATE_MISFIT");
  ASSERT_TRUE(
      market_
          .Ask(market_.approver(), &Bidders::TakeInBidder, Named<v1::TakeInBidderRequest>(bidder))
          .ok());
  EXPECT_EQ(market_.Admit(bidder).reason(), "SAME_PERSON");
  EXPECT_EQ(market_.Reject(bidder).reason(), "SAME_PERSON");
  auto same = market_.other_approver();
  same.set_person(applicant_.person());
  const auto admit = Named<v1::AdmitBidderRequest>(bidder);
  EXPECT_EQ(market_.Ask(same, &Bidders::AdmitBidder, admit).reason(), "OWN_APPLICATION");
  EXPECT_TRUE(market_
                  .Ask(market_.other_approver(), &Bidders::AdmitBidder,
                       Named<v1::AdmitBidderRequest>(bidder))
                  .ok());
}

TEST_F(Admission, IsDecidedAboutOnce) {
  const auto bidder = market_.Apply(applicant_, market_.Company(applicant_, 1)).reply.name();
  ASSERT_TRUE(market_.TakeIn(bidder).ok());
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 6; ++i) {
    answers.push_back(std::async(std::launch::async, [&, i] {
      return (i % 2 == 0 ? market_.Admit(bidder) : market_.Reject(bidder)).reason();
    }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 1);
  EXPECT_EQ(counted["BIDDER_STATE_MISFIT"], 5);
  EXPECT_EQ(Count("bidder_event WHERE kind IN (3, 4)"), "1");
}

}  // namespace
}  // namespace qianmo::registry

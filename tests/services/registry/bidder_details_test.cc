// A bidder's details change when the bidder says so and the centre agrees, and not before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/bidder_callers.h"
#include "registry/bidder_details_service.h"
#include "registry/party_details.h"
#include "services/registry/market.h"

namespace qianmo::registry {
namespace {

class BidderDetailsTest : public testing::Test {
 protected:
  Answer<v1::Bidder> Propose(const rpc::v1::Caller& caller, const std::string& bidder,
                             const std::string& display_name, const std::string& phone) {
    const auto said = market_.Company(caller, 1);
    auto request = Named<v1::ProposeBidderDetailsRequest>(bidder);
    *request.mutable_details() = said.details();
    request.mutable_details()->set_display_name(display_name);
    request.mutable_details()->set_phone(phone);
    *request.mutable_documents() = said.documents();
    return market_.Ask(caller, &BidderDetails::ProposeBidderDetails, request);
  }
  Answer<v1::Bidder> Approve(const rpc::v1::Caller& caller, const std::string& bidder,
                             const std::string& etag) {
    auto request = Named<v1::ApproveBidderDetailsRequest>(bidder);
    request.set_etag(etag);
    return market_.Ask(caller, &BidderDetails::ApproveBidderDetails, request);
  }
  Answer<v1::Bidder> Refuse(const std::string& bidder) {
    auto request = Named<v1::RejectBidderDetailsRequest>(bidder);
    request.set_reason("执照看不清");
    return market_.Ask(market_.officer(), &BidderDetails::RejectBidderDetails, request);
  }
  // In full.
  v1::Bidder Reveal(const std::string& bidder) {
    auto request = Named<v1::RevealBidderRequest>(bidder);
    request.set_reason("核对");
    return market_.Ask(market_.officer(), &Bidders::RevealBidder, request).reply;
  }

  Market market_;
};

TEST_F(BidderDetailsTest, ChangeOnceTheCentreAgrees) {
  const Trader trader = market_.Admitted(1);
  const auto before = market_.Seen(trader.bidder);
  const auto proposed = Propose(trader.caller, trader.bidder, "新名果业有限公司", "13900001111");
  ASSERT_TRUE(proposed.ok()) << proposed.reason() << proposed.status.error_message();
  EXPECT_EQ(proposed.reply.details().display_name(), before.details().display_name());
  EXPECT_EQ(proposed.reply.proposed_details().display_name(), "新名果业有限公司");
  EXPECT_EQ(proposed.reply.proposed_details().phone(), "139****1111") << "masked like the others";
  EXPECT_EQ(proposed.reply.proposed_documents_size(), 1);
  EXPECT_EQ(Reveal(trader.bidder).proposed_details().phone(), "13900001111");
  const std::string licence = proposed.reply.proposed_documents(0);
  EXPECT_TRUE(market_.archive().Download(market_.officer(), licence).ok())
      << "the centre sees what proves it";
  EXPECT_EQ(market_.StateOf(trader.bidder), v1::Bidder::STATE_ACTIVE) << "it trades meanwhile";
  const auto approved =
      Approve(market_.officer(), trader.bidder, market_.Seen(trader.bidder).etag());
  ASSERT_TRUE(approved.ok()) << approved.reason() << approved.status.error_message();
  EXPECT_EQ(approved.reply.details().display_name(), "新名果业有限公司");
  EXPECT_FALSE(approved.reply.has_proposed_details());
  EXPECT_EQ(approved.reply.documents(0), proposed.reply.proposed_documents(0));
  EXPECT_EQ(Reveal(trader.bidder).details().phone(), "13900001111");
  // Every county sees the party as it is now, and it is found by what it says now.
  EXPECT_EQ(
      market_.Ask(market_.officer(), &Parties::GetParty, Named<v1::GetPartyRequest>(trader.party))
          .reply.details()
          .display_name(),
      "新名果业有限公司");
  v1::ListBiddersRequest by_phone;
  by_phone.set_parent("counties/7");
  by_phone.set_text("13900001111");
  EXPECT_EQ(market_.Ask(market_.officer(), &Bidders::ListBidders, by_phone).reply.bidders_size(),
            1);
  EXPECT_EQ(market_.archive().Query("SELECT string_agg(kind::text, ' ' ORDER BY id)"
                                    " FROM registry.bidder_event WHERE kind > 11"),
            "12 13");
}

TEST_F(BidderDetailsTest, StayAsTheyWereWhenTheCentreDoesNotAgree) {
  const Trader trader = market_.Admitted(1);
  const std::string name = market_.Seen(trader.bidder).details().display_name();
  EXPECT_EQ(Refuse(trader.bidder).reason(), "DETAILS_NOT_PROPOSED");
  ASSERT_TRUE(Propose(trader.caller, trader.bidder, "新名果业有限公司", "13900001111").ok());
  const auto refused = Refuse(trader.bidder);
  ASSERT_TRUE(refused.ok()) << refused.reason();
  EXPECT_EQ(refused.reply.details().display_name(), name);
  EXPECT_FALSE(refused.reply.has_proposed_details());
  EXPECT_EQ(refused.reply.details_reject_reason(), "执照看不清");
  EXPECT_EQ(market_.archive().Query("SELECT count(*) FROM registry.file_link"), "1")
      << "what proved them hangs on the bidder no more";
  const auto again = Propose(trader.caller, trader.bidder, "新名果业有限公司", "13900001111");
  EXPECT_EQ(again.reply.details_reject_reason(), "") << "a new proposal is a new matter";
}

TEST_F(BidderDetailsTest, AreApprovedAsTheyWereLookedAt) {
  const Trader trader = market_.Admitted(1);
  ASSERT_TRUE(Propose(trader.caller, trader.bidder, "甲公司", "13900001111").ok());
  const std::string seen = market_.Seen(trader.bidder).etag();
  ASSERT_TRUE(Propose(trader.caller, trader.bidder, "乙公司", "13900002222").ok());
  EXPECT_EQ(Approve(market_.officer(), trader.bidder, seen).reason(), "ETAG_STALE");
  const auto approved =
      Approve(market_.approver(), trader.bidder, market_.Seen(trader.bidder).etag());
  EXPECT_EQ(approved.reply.details().display_name(), "乙公司") << approved.reason();
}

TEST_F(BidderDetailsTest, AreReviewedAlsoWhileTheApplicationIs) {
  const auto caller = Archive::Person(rpc::v1::ROLE_BIDDER);
  const auto applied = market_.Apply(caller, market_.Company(caller, 1)).reply;
  ASSERT_TRUE(market_.TakeIn(applied.name()).ok());
  ASSERT_TRUE(Propose(caller, applied.name(), "新名果业有限公司", "13900001111").ok());
  const auto approved =
      Approve(market_.officer(), applied.name(), market_.Seen(applied.name()).etag());
  ASSERT_TRUE(approved.ok()) << approved.reason();
  EXPECT_EQ(approved.reply.state(), v1::Bidder::STATE_UNDER_REVIEW);
  const auto party = Named<v1::GetPartyRequest>(applied.party());
  EXPECT_FALSE(market_.Ask(market_.officer(), &Parties::GetParty, party).reply.has_details())
      << "nobody has verified it";
  ASSERT_TRUE(market_.Admit(applied.name()).ok());
  EXPECT_EQ(
      market_.Ask(market_.officer(), &Parties::GetParty, party).reply.details().display_name(),
      "新名果业有限公司");
  // Rejected, one applies anew, and what was proposed before is forgotten.
  const auto other = Archive::Person(rpc::v1::ROLE_BIDDER);
  const auto second = market_.Apply(other, market_.Company(other, 2)).reply;
  ASSERT_TRUE(market_.TakeIn(second.name()).ok());
  ASSERT_TRUE(Propose(other, second.name(), "别名公司", "13900003333").ok());
  ASSERT_TRUE(market_.Reject(second.name()).ok());
  EXPECT_EQ(Propose(other, second.name(), "别名公司", "13900003333").reason(),
            "BIDDER_STATE_MISFIT");
  const auto anew = market_.Apply(other, market_.Company(other, 2));
  ASSERT_TRUE(anew.ok()) << anew.reason();
  EXPECT_FALSE(anew.reply.has_proposed_details());
}

TEST_F(BidderDetailsTest, AreProposedWithWhatBelongsToThem) {
  const Trader trader = market_.Admitted(1);
  auto request = Named<v1::ProposeBidderDetailsRequest>(trader.bidder);
  *request.mutable_details() = market_.Company(trader.caller, 1).details();
  *request.mutable_documents() = market_.Company(Archive::Person(), 1).documents();
  EXPECT_EQ(market_.Ask(trader.caller, &BidderDetails::ProposeBidderDetails, request).reason(),
            "DOCUMENT_NOT_FOUND");
  *request.mutable_documents() = market_.Company(trader.caller, 1).documents();
  request.mutable_details()->clear_legal_person();
  request.set_request_id(NewRequestId());
  EXPECT_EQ(market_.Ask(trader.caller, &BidderDetails::ProposeBidderDetails, request).reason(),
            "LEGAL_PERSON_MISSING");
}

}  // namespace
}  // namespace qianmo::registry

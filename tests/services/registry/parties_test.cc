// Parties: one nationwide, known as they were verified last, and linked by what they share.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/parties_service.h"
#include "registry/party_store.h"
#include "services/registry/market.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PartiesTest : public testing::Test {
 protected:
  Answer<v1::Party> Get(const rpc::v1::Caller& caller, const std::string& party) {
    return market_.Ask(caller, &Parties::GetParty, Named<v1::GetPartyRequest>(party));
  }
  Answer<v1::Party> Reveal(const rpc::v1::Caller& caller, const std::string& party) {
    auto request = Named<v1::RevealPartyRequest>(party);
    request.set_reason("纪委来函");
    return market_.Ask(caller, &Parties::RevealParty, request);
  }
  Answer<v1::ListPartyLinksResponse> Links(const rpc::v1::Caller& caller, const std::string& party,
                                           int page_size = 0, const std::string& token = "") {
    v1::ListPartyLinksRequest request;
    request.set_parent(party);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return market_.Ask(caller, &Parties::ListPartyLinks, request);
  }

  Market market_;
  const rpc::v1::Caller inspector_ = Archive::Person(rpc::v1::ROLE_DISCIPLINE);
};

TEST_F(PartiesTest, AreKnownAsACountyHasVerifiedThemLast) {
  const auto caller = Archive::Person();
  const auto applied = market_.Apply(caller, market_.Company(caller, 1)).reply;
  const auto unknown = Get(market_.officer(), applied.party());
  ASSERT_TRUE(unknown.ok()) << unknown.reason();
  EXPECT_EQ(unknown.reply.number(), CreditCode(1));
  EXPECT_FALSE(unknown.reply.has_details()) << "only claimed so far";
  market_.TakeIn(applied.name());
  market_.Admit(applied.name());
  const auto known = Get(market_.officer(), applied.party()).reply;
  EXPECT_EQ(known.details().display_name(), "青山果业1有限公司");
  EXPECT_EQ(known.details().phone(), "135****0001");
  EXPECT_TRUE(known.has_verify_time());

  market_.MoveTo(8);
  const auto abroad = Archive::Person(rpc::v1::ROLE_BIDDER, 8);
  auto moved = market_.Company(abroad, 1);
  moved.mutable_details()->set_phone("13700000009");
  const Trader there = market_.AdmittedAs(abroad, moved);
  EXPECT_EQ(there.party, applied.party());
  EXPECT_EQ(Get(inspector_, applied.party()).reply.details().phone(), "137****0009");
  market_.MoveTo(7);
  EXPECT_EQ(market_.Seen(applied.name()).details().phone(), "135****0001") << "as it was said here";
}

TEST_F(PartiesTest, SeeThemselvesAndNobodyElse) {
  const Trader one = market_.Admitted(1);
  const Trader two = market_.Admitted(2);
  EXPECT_TRUE(Get(one.caller, one.party).ok());
  EXPECT_EQ(Get(one.caller, two.party).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Get(one.caller, "parties/" + NewRequestId()).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Get(inspector_, "parties/" + NewRequestId()).reason(), "PARTY_NOT_FOUND");
}

TEST_F(PartiesTest, AreShownInFullWhereTheyTradeForAReasonThatIsKept) {
  const Trader trader = market_.Admitted(1);
  const auto shown = Reveal(inspector_, trader.party);
  ASSERT_TRUE(shown.ok()) << shown.reason();
  EXPECT_EQ(shown.reply.details().legal_person().identity_number(), CitizenNumber(1));
  EXPECT_EQ(shown.reply.details().bank_account().number(), "6228480000000001");
  EXPECT_EQ(market_.archive().Query("SELECT account_id FROM registry.bidder_event WHERE kind = 8"
                                    " AND reason = '纪委来函'"),
            inspector_.account_id());
  EXPECT_EQ(Reveal(Archive::Person(rpc::v1::ROLE_DISCIPLINE, 8), trader.party).reason(),
            "PARTY_NOT_FOUND");
}

TEST_F(PartiesTest, AreLinkedByLegalPersonTelephoneAndBankAccount) {
  const Trader one = market_.Admitted(1);
  const auto like_one = [&](int serial, auto&& change) {
    const auto caller = Archive::Person();
    auto request = market_.Company(caller, serial);
    change(*request.mutable_details());
    return market_.AdmittedAs(caller, request);
  };
  const Trader person = like_one(2, [](v1::PartyDetails& details) {
    details.mutable_legal_person()->set_identity_number(CitizenNumber(1));
  });
  const Trader both = like_one(3, [](v1::PartyDetails& details) {
    details.set_phone("13500000001");
    details.mutable_bank_account()->set_number("6228480000000001");
  });
  const auto caller = Archive::Person();
  // The legal person of one, trading as itself.
  const Trader itself = market_.AdmittedAs(caller, market_.Farmer(caller, 1));
  market_.Admitted(9);

  const auto links = Links(inspector_, one.party).reply.links();
  ASSERT_EQ(links.size(), 3);
  EXPECT_EQ(links[0].party(), person.party);
  EXPECT_EQ(links[0].bidder(), person.bidder);
  EXPECT_EQ(links[0].display_name(), "青山果业2有限公司");
  EXPECT_THAT(links[0].reasons(), ElementsAre(v1::PartyLink::REASON_LEGAL_PERSON));
  EXPECT_THAT(links[1].reasons(),
              ElementsAre(v1::PartyLink::REASON_PHONE, v1::PartyLink::REASON_BANK_ACCOUNT));
  EXPECT_EQ(links[1].party(), both.party);
  EXPECT_EQ(links[2].party(), itself.party);
  EXPECT_EQ(links[2].kind(), v1::PARTY_KIND_PERSON);
  // Serial 1 of the farmer is also the phone and the account of the company.
  EXPECT_THAT(links[2].reasons(),
              ElementsAre(v1::PartyLink::REASON_LEGAL_PERSON, v1::PartyLink::REASON_PHONE,
                          v1::PartyLink::REASON_BANK_ACCOUNT));

  const auto first = Links(inspector_, one.party, 2).reply;
  EXPECT_EQ(first.links_size(), 2);
  const auto rest = Links(inspector_, one.party, 2, first.next_page_token()).reply;
  ASSERT_EQ(rest.links_size(), 1);
  EXPECT_EQ(rest.links(0).party(), itself.party);
  EXPECT_EQ(rest.next_page_token(), "");
}

TEST_F(PartiesTest, AreLinkedAcrossCountiesAndTellWhoIsBarred) {
  const Trader barred = market_.Admitted(1);
  auto bar = Named<v1::BarBidderRequest>(barred.bidder);
  bar.set_reason("串标");
  bar.set_nationwide(true);
  ASSERT_TRUE(market_.Ask(market_.approver(), &Bidders::BarBidder, bar).ok());
  market_.MoveTo(8);
  const auto caller = Archive::Person(rpc::v1::ROLE_BIDDER, 8);
  auto request = market_.Company(caller, 2);
  request.mutable_details()->mutable_legal_person()->set_identity_number(CitizenNumber(1));
  const auto applied = market_.Apply(caller, request).reply;
  // Before anybody decides about it.
  const auto links = Links(market_.officer(), applied.party()).reply.links();
  ASSERT_EQ(links.size(), 1);
  EXPECT_EQ(links[0].party(), barred.party);
  EXPECT_TRUE(links[0].barred());
  EXPECT_EQ(links[0].bidder(), "") << "it is none in this county";
}

TEST_F(PartiesTest, NeverSeeWhatLinksThem) {
  const Trader trader = market_.Admitted(1);
  EXPECT_EQ(Links(trader.caller, trader.party).reason(), "ROLE_MISSING");
  EXPECT_EQ(Links(Archive::Person(rpc::v1::ROLE_VILLAGE_CLERK), trader.party).reason(),
            "ROLE_MISSING");
  EXPECT_THAT(Links(market_.officer(), trader.party).reply.links(), IsEmpty());
  EXPECT_THAT(Links(Archive::Person(rpc::v1::ROLE_AUDITOR), trader.party).reply.links(), IsEmpty());
}

}  // namespace
}  // namespace qianmo::registry

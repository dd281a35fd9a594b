// Bidders: kept from trading until a day, in one county or in all; found, listed, shown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/bidder_callers.h"
#include "registry/bidder_event_store.h"
#include "registry/bidder_store.h"
#include "registry/bidders_service.h"
#include "services/registry/market.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class BiddersTest : public testing::Test {
 protected:
  Answer<v1::Bidder> Suspend(const std::string& bidder, int day = 0) {
    auto request = Named<v1::SuspendBidderRequest>(bidder);
    request.set_reason("欠租");
    if (day > 0) SetDay(day, request.mutable_end_date());
    return market_.Ask(market_.officer(), &Bidders::SuspendBidder, request);
  }
  Answer<v1::Bidder> Bar(const std::string& bidder, bool nationwide, int day = 0) {
    auto request = Named<v1::BarBidderRequest>(bidder);
    request.set_reason("串标");
    request.set_nationwide(nationwide);
    if (day > 0) SetDay(day, request.mutable_end_date());
    return market_.Ask(market_.approver(), &Bidders::BarBidder, request);
  }
  Answer<v1::Bidder> Reinstate(const std::string& bidder, const rpc::v1::Caller& by) {
    auto request = Named<v1::ReinstateBidderRequest>(bidder);
    request.set_reason("已改正");
    return market_.Ask(by, &Bidders::ReinstateBidder, request);
  }
  // Of December 2026; the clock stands at 20 November, 10:00 in Beijing.
  static void SetDay(int day, google::type::Date* date) {
    date->set_year(2026);
    date->set_month(12);
    date->set_day(day);
  }
  void GoToJustBeforeDecember(int day) {
    const auto midnight = BeginningOf(Date(std::chrono::year(2026) / 12 / day));
    market_.archive().clock().Advance(midnight - market_.archive().clock().Now() - Duration(1));
  }
  std::vector<std::string> List(const rpc::v1::Caller& caller, v1::ListBiddersRequest request) {
    request.set_parent("counties/" + std::to_string(caller.county_id()));
    const auto listed = market_.Ask(caller, &Bidders::ListBidders, request);
    EXPECT_TRUE(listed.ok()) << listed.reason() << listed.status.error_message();
    std::vector<std::string> names;
    for (const auto& bidder : listed.reply.bidders()) names.push_back(bidder.name());
    return names;
  }
  std::vector<std::string> Find(const std::string& text) {
    v1::ListBiddersRequest request;
    request.set_text(text);
    return List(market_.officer(), request);
  }
  std::vector<std::string> InState(v1::Bidder::State state) {
    v1::ListBiddersRequest request;
    request.set_state(state);
    return List(market_.officer(), request);
  }

  Market market_;
};

TEST_F(BiddersTest, AreSuspendedUntilADayBegins) {
  const Trader trader = market_.Admitted(1);
  const auto suspended = Suspend(trader.bidder, 1);
  ASSERT_TRUE(suspended.ok()) << suspended.reason();
  EXPECT_EQ(suspended.reply.state(), v1::Bidder::STATE_SUSPENDED);
  EXPECT_EQ(suspended.reply.reason(), "欠租");
  EXPECT_EQ(suspended.reply.suspension_end_date().day(), 1);
  EXPECT_EQ(Suspend(trader.bidder, 2).reason(), "BIDDER_STATE_MISFIT");
  GoToJustBeforeDecember(1);
  EXPECT_EQ(market_.StateOf(trader.bidder), v1::Bidder::STATE_SUSPENDED);
  EXPECT_THAT(InState(v1::Bidder::STATE_SUSPENDED), ElementsAre(trader.bidder));
  EXPECT_THAT(InState(v1::Bidder::STATE_ACTIVE), IsEmpty());
  market_.archive().clock().Advance(Duration(1));
  const auto active = market_.Seen(trader.bidder);
  EXPECT_EQ(active.state(), v1::Bidder::STATE_ACTIVE);
  EXPECT_EQ(active.reason(), "");
  EXPECT_FALSE(active.has_suspension_end_date());
  EXPECT_THAT(InState(v1::Bidder::STATE_SUSPENDED), IsEmpty());
  EXPECT_THAT(InState(v1::Bidder::STATE_ACTIVE), ElementsAre(trader.bidder));
  EXPECT_EQ(Suspend(trader.bidder, 1).reason(), "HOLD_END_PAST");
  EXPECT_TRUE(Suspend(trader.bidder, 2).ok()) << "what has ended can be said again";
}

TEST_F(BiddersTest, AreBarredUntilADayBegins) {
  const Trader trader = market_.Admitted(1);
  const auto barred = Bar(trader.bidder, false, 1);
  ASSERT_TRUE(barred.ok()) << barred.reason();
  EXPECT_EQ(barred.reply.state(), v1::Bidder::STATE_BARRED);
  ASSERT_EQ(barred.reply.bars_size(), 1);
  EXPECT_EQ(barred.reply.bars(0).county(), 7);
  EXPECT_EQ(barred.reply.bars(0).reason(), "串标");
  EXPECT_EQ(barred.reply.bars(0).end_date().month(), 12);
  EXPECT_TRUE(barred.reply.bars(0).has_bar_time());
  GoToJustBeforeDecember(1);
  EXPECT_EQ(market_.StateOf(trader.bidder), v1::Bidder::STATE_BARRED);
  EXPECT_THAT(InState(v1::Bidder::STATE_BARRED), ElementsAre(trader.bidder));
  market_.archive().clock().Advance(Duration(1));
  EXPECT_EQ(market_.StateOf(trader.bidder), v1::Bidder::STATE_ACTIVE);
  EXPECT_EQ(market_.Seen(trader.bidder).bars_size(), 0);
  EXPECT_THAT(InState(v1::Bidder::STATE_BARRED), IsEmpty());
}

TEST_F(BiddersTest, AreBarredInOneCountyOrInAll) {
  const Trader local = market_.Admitted(1);
  const Trader national = market_.Admitted(2);
  ASSERT_TRUE(Bar(local.bidder, false).ok());
  ASSERT_TRUE(Bar(national.bidder, true).ok());
  market_.MoveTo(8);
  const Trader there = market_.Admitted(1);
  EXPECT_EQ(market_.StateOf(there.bidder), v1::Bidder::STATE_ACTIVE);
  const auto caller = Archive::Person(rpc::v1::ROLE_BIDDER, 8);
  EXPECT_EQ(market_.Apply(caller, market_.Company(caller, 2)).reason(), "PARTY_BARRED");
  // One that came after it was admitted there.
  ASSERT_TRUE(Bar(there.bidder, true).ok());
  market_.MoveTo(7);
  EXPECT_EQ(market_.Seen(local.bidder).bars_size(), 2);
  EXPECT_TRUE(Reinstate(local.bidder, market_.other_approver()).ok());
  EXPECT_EQ(market_.StateOf(local.bidder), v1::Bidder::STATE_BARRED) << "by the other county";
  EXPECT_EQ(Reinstate(local.bidder, market_.other_approver()).reason(), "BAR_OF_ANOTHER_COUNTY");
}

TEST_F(BiddersTest, AreReinstatedBySomebodyElse) {
  const Trader trader = market_.Admitted(1);
  ASSERT_TRUE(Suspend(trader.bidder).ok());
  ASSERT_TRUE(Bar(trader.bidder, true).ok());
  EXPECT_EQ(Reinstate(trader.bidder, market_.approver()).reason(), "SAME_PERSON");
  const auto back = Reinstate(trader.bidder, market_.other_approver());
  EXPECT_EQ(back.reply.state(), v1::Bidder::STATE_ACTIVE) << back.reason();
  EXPECT_EQ(Reinstate(trader.bidder, market_.other_approver()).reason(), "BIDDER_STATE_MISFIT");
}

TEST_F(BiddersTest, KeepWhatHappenedToThem) {
  const Trader trader = market_.Admitted(1);
  ASSERT_TRUE(Suspend(trader.bidder, 5).ok());
  ASSERT_TRUE(Bar(trader.bidder, true).ok());
  ASSERT_TRUE(Reinstate(trader.bidder, market_.other_approver()).ok());
  v1::ListBidderEventsRequest request;
  request.set_parent(trader.bidder);
  request.set_page_size(4);
  const auto auditor = Archive::Person(rpc::v1::ROLE_AUDITOR);
  const auto first = market_.Ask(auditor, &Bidders::ListBidderEvents, request);
  ASSERT_EQ(first.reply.events_size(), 4) << first.reason();
  EXPECT_EQ(first.reply.events(3).kind(), v1::BidderEvent::KIND_SUSPENDED);
  EXPECT_EQ(first.reply.events(3).end_date().day(), 5);
  EXPECT_EQ(first.reply.events(3).account(),
            "counties/7/accounts/" + market_.officer().account_id());
  request.set_page_token(first.reply.next_page_token());
  const auto rest = market_.Ask(auditor, &Bidders::ListBidderEvents, request);
  ASSERT_EQ(rest.reply.events_size(), 2);
  EXPECT_EQ(rest.reply.events(0).kind(), v1::BidderEvent::KIND_BARRED);
  EXPECT_TRUE(rest.reply.events(0).nationwide());
  EXPECT_EQ(rest.reply.events(1).reason(), "已改正");
  EXPECT_EQ(rest.reply.next_page_token(), "");
  const auto pool = market_.archive().database().PoolFor("registry");
  EXPECT_ANY_THROW((void)pg::Transact(
      *pool, {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5)},
      [](pg::Transaction& tx) -> Result<Done> {
        tx.Run("UPDATE registry.bidder_event SET reason = '' WHERE county_id = 7");
        return Done{};
      }));
}

TEST_F(BiddersTest, AreFoundByAPartOfTheNameOrAWholeNumber) {
  const Trader one = market_.Admitted(1);
  const Trader two = market_.Admitted(22);
  EXPECT_THAT(Find("果业"), ElementsAre(one.bidder, two.bidder));
  EXPECT_THAT(Find("果业22"), ElementsAre(two.bidder));
  EXPECT_THAT(Find("业果"), IsEmpty());
  EXPECT_THAT(Find(CreditCode(1)), ElementsAre(one.bidder));
  EXPECT_THAT(Find("13500000022"), ElementsAre(two.bidder));
  EXPECT_THAT(Find("1350000002"), IsEmpty());
  const auto caller = Archive::Person();
  const Trader farmer = market_.AdmittedAs(caller, market_.Farmer(caller, 3));
  EXPECT_THAT(Find(CitizenNumber(3)), ElementsAre(farmer.bidder));
  v1::ListBiddersRequest people;
  people.set_kind(v1::PARTY_KIND_PERSON);
  EXPECT_THAT(List(market_.officer(), people), ElementsAre(farmer.bidder));
}

TEST_F(BiddersTest, AreListedByPages) {
  std::vector<std::string> all;
  for (int i = 1; i <= 5; ++i) all.push_back(market_.Admitted(i).bidder);
  std::vector<std::string> seen;
  v1::ListBiddersRequest request;
  request.set_parent("counties/7");
  request.set_page_size(2);
  do {
    const auto page = market_.Ask(market_.officer(), &Bidders::ListBidders, request);
    ASSERT_TRUE(page.ok()) << page.reason();
    for (const auto& bidder : page.reply.bidders()) seen.push_back(bidder.name());
    request.set_page_token(page.reply.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, all);
}

TEST_F(BiddersTest, SeeThemselvesAlone) {
  const Trader one = market_.Admitted(1);
  const Trader two = market_.Admitted(2);
  EXPECT_THAT(List(one.caller, {}), ElementsAre(one.bidder));
  auto agent = Archive::Person();  // of two, which speaks for its party
  agent.set_party_id(two.caller.party_id());
  EXPECT_THAT(List(agent, {}), ElementsAre(two.bidder));
  const auto get = [&](const rpc::v1::Caller& caller, const std::string& bidder) {
    return market_.Ask(caller, &Bidders::GetBidder, Named<v1::GetBidderRequest>(bidder)).reason();
  };
  EXPECT_EQ(get(one.caller, one.bidder), "");
  EXPECT_EQ(get(one.caller, two.bidder), "OUT_OF_SCOPE");
  EXPECT_EQ(get(agent, two.bidder), "");
  EXPECT_EQ(get(Archive::Person(rpc::v1::ROLE_CENTRE_OFFICER, 8), one.bidder), "OUT_OF_SCOPE");
  EXPECT_EQ(get(market_.officer(), "counties/7/bidders/" + NewRequestId()), "BIDDER_NOT_FOUND");
}

TEST_F(BiddersTest, AreShownInFullForAReasonThatIsKept) {
  const Trader trader = market_.Admitted(1);
  auto request = Named<v1::RevealBidderRequest>(trader.bidder);
  EXPECT_EQ(market_.Ask(market_.officer(), &Bidders::RevealBidder, request).reason(),
            "INVALID_FIELD");
  request.set_reason("核对身份证");
  for (int i = 0; i < 2; ++i) {
    const auto shown = market_.Ask(market_.officer(), &Bidders::RevealBidder, request);
    ASSERT_TRUE(shown.ok()) << shown.reason();
    EXPECT_EQ(shown.reply.details().legal_person().identity_number(), CitizenNumber(1));
    EXPECT_EQ(shown.reply.details().legal_person().display_name(), "赵法人");
    EXPECT_EQ(shown.reply.details().phone(), "13500000001");
    EXPECT_EQ(shown.reply.details().bank_account().number(), "6228480000000001");
    EXPECT_EQ(shown.reply.details().address(), "甲县乙镇1号");
  }
  EXPECT_EQ(market_.archive().Query("SELECT string_agg(reason, ',') FROM registry.bidder_event"
                                    " WHERE kind = 8"),
            "核对身份证");
}

}  // namespace
}  // namespace qianmo::registry

// Changes of units through the whole service: proposed, confirmed by somebody else, refused.
#include <thread>

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "registry/domain/unit_change.h"
#include "registry/install.h"
#include "registry/unit_callers.h"
#include "registry/unit_change_store.h"
#include "registry/unit_changes_service.h"
#include "registry/unit_event_store.h"
#include "registry/unit_posting.h"
#include "services/registry/unit_office.h"

namespace qianmo::registry {
namespace {

using UnitStub = UnitOffice::UnitStub;

class UnitChangesTest : public testing::Test {
 protected:
  ~UnitChangesTest() override { office_.ExpectBooksAreRight(); }

  std::int64_t Held(const std::string& household, const std::string& day = "") {
    return UnitOffice::MembersOf(office_.Roll(day).reply)[household];
  }

  void SetCap(std::int64_t numerator, std::int64_t denominator, bool outside_heirs = false) {
    v1::SetUnitCharterRequest request;
    request.set_request_id(NewRequestId());
    auto* charter = request.mutable_charter();
    charter->set_name(CollectiveName(kUnitVillage) + "/unitCharter");
    charter->mutable_transfer_cap()->set_numerator(numerator);
    charter->mutable_transfer_cap()->set_denominator(denominator);
    charter->set_heirs_without_vote(outside_heirs);
    charter->set_ground("成员大会决议");
    const auto set = office_.Ask(office_.approver(), &UnitStub::SetUnitCharter, request);
    ASSERT_TRUE(set.ok()) << set.status.error_message();
    EXPECT_EQ(set.reply.transfer_cap().numerator(), numerator);
  }

  v1::InheritUnitsRequest Estate(const std::string& giver) {
    v1::InheritUnitsRequest request;
    request.set_parent(CollectiveName(kUnitVillage));
    request.set_request_id(NewRequestId());
    request.set_giver(HouseholdName(giver));
    request.set_kind(v1::UNIT_KIND_MEMBER);
    request.set_ground("继承公证书");
    return request;
  }
  static void AddHeir(v1::InheritUnitsRequest* request, const std::string& household,
                      std::int64_t numerator, std::int64_t denominator) {
    auto* heir = request->add_heirs();
    heir->set_household(HouseholdName(household));
    heir->mutable_share()->set_numerator(numerator);
    heir->mutable_share()->set_denominator(denominator);
  }

  UnitOffice office_;
  const std::string li_ = office_.Household();
  const std::string wang_ = office_.Household(kUnitVillage, "王小二");
};

TEST_F(UnitChangesTest, CountOnlyWhenAnotherPersonHasConfirmed) {
  auto request = AboutUnits<v1::IssueUnitsRequest>(HouseholdName(li_), 400, "2026-01-01");
  const auto proposed = office_.Ask(office_.clerk(), &UnitStub::IssueUnits, request);
  ASSERT_TRUE(proposed.ok()) << proposed.status.error_message();
  EXPECT_EQ(proposed.reply.state(), v1::UnitChange::STATE_PROPOSED);
  EXPECT_EQ(proposed.reply.taker(), HouseholdName(li_));
  EXPECT_EQ(proposed.reply.giver(), "");
  EXPECT_EQ(Held(li_), 0);
  auto same = office_.approver();
  same.set_person(office_.clerk().person());
  EXPECT_EQ(office_
                .Ask(same, &UnitStub::ConfirmUnitChange,
                     Named<v1::ConfirmUnitChangeRequest>(proposed.reply.name()))
                .reason(),
            "SAME_PERSON");
  const auto done = office_.Confirm(proposed.reply);
  ASSERT_TRUE(done.ok()) << done.status.error_message();
  EXPECT_EQ(done.reply.state(), v1::UnitChange::STATE_DONE);
  EXPECT_TRUE(done.reply.has_record_time());
  EXPECT_EQ(Held(li_), 400);
  EXPECT_EQ(office_.Confirm(proposed.reply).reason(), "UNIT_CHANGE_ENDED");
}

TEST_F(UnitChangesTest, MoveByTheWordOfBothHouseholds) {
  office_.Issue(li_, 400);
  const auto proposed = office_.Transfer(li_, wang_, 150);
  ASSERT_TRUE(proposed.ok()) << proposed.status.error_message();
  EXPECT_TRUE(proposed.reply.has_giver_confirm_time()) << "the head of the giver proposed it";
  EXPECT_EQ(Held(wang_), 0);
  EXPECT_EQ(office_.Agree(proposed.reply, UnitOffice::Head(li_)).reason(), "SIDE_CONFIRMED");
  EXPECT_EQ(office_.Confirm(proposed.reply).reason(), "UNITS_ACT_MISFIT");
  const auto done = office_.Agree(proposed.reply, UnitOffice::Head(wang_));
  ASSERT_TRUE(done.ok()) << done.status.error_message();
  EXPECT_EQ(done.reply.state(), v1::UnitChange::STATE_DONE);
  EXPECT_EQ(Held(li_), 250);
  EXPECT_EQ(Held(wang_), 150);
}

TEST_F(UnitChangesTest, NeedBothHeadsWhenTheClerkProposes) {
  office_.Issue(li_, 400);
  v1::ProposeTransferRequest request;
  request.set_parent(CollectiveName(kUnitVillage));
  request.set_request_id(NewRequestId());
  request.set_giver(HouseholdName(li_));
  request.set_taker(HouseholdName(wang_));
  request.set_kind(v1::UNIT_KIND_MEMBER);
  request.set_units(100);
  request.set_ground("赠与");
  const auto proposed = office_.Ask(office_.clerk(), &UnitStub::ProposeTransfer, request);
  ASSERT_TRUE(proposed.ok());
  const auto head_of_both = UnitOffice::Head(wang_);
  EXPECT_EQ(office_.Agree(proposed.reply, head_of_both).reply.state(),
            v1::UnitChange::STATE_PROPOSED);
  auto same = UnitOffice::Head(li_);
  same.set_person(head_of_both.person());
  EXPECT_EQ(office_.Agree(proposed.reply, same).reason(), "SAME_PERSON");
  EXPECT_EQ(office_.Agree(proposed.reply, UnitOffice::Head(li_)).reply.state(),
            v1::UnitChange::STATE_DONE);
  EXPECT_EQ(Held(wang_), 100);
}

TEST_F(UnitChangesTest, StayInsideTheCollectiveAndUnderTheCap) {
  office_.Issue(li_, 5000);
  office_.Issue("", 5000, "2026-01-01", v1::UNIT_KIND_COLLECTIVE);
  const std::string sister = office_.Household(kUnitSister);
  EXPECT_EQ(office_.Transfer(li_, sister, 1).reason(), "HOLDERS_APART");
  SetCap(3, 100);
  EXPECT_EQ(office_.Transfer(li_, wang_, 301).reason(), "HOLDING_OVER_CAP");
  EXPECT_TRUE(office_.Give(li_, wang_, 300).ok());
  EXPECT_EQ(office_.Transfer(li_, wang_, 1).metadata("cap"), "3/100");
}

TEST_F(UnitChangesTest, NameTheDayThatAReportFromThePastWouldBreak) {
  office_.Issue(li_, 100, "2026-02-01");
  ASSERT_TRUE(office_.Give(li_, wang_, 80, "2026-06-01").ok());
  const auto late = office_.Transfer(li_, wang_, 30, "2026-03-01");
  EXPECT_EQ(late.reason(), "UNITS_SHORT");
  EXPECT_EQ(late.metadata("day"), "2026-06-01");
  const auto early = office_.Transfer(li_, wang_, 10, "2026-01-31");
  EXPECT_EQ(early.reason(), "UNITS_SHORT");
  EXPECT_EQ(early.metadata("day"), "2026-01-31");
  ASSERT_TRUE(office_.Give(li_, wang_, 20, "2026-03-01").ok());
  EXPECT_EQ(Held(wang_, "2026-03-01"), 20);
  EXPECT_EQ(office_.Transfer(li_, wang_, 1, "2026-11-21").reason(), "EFFECTIVE_DATE_AHEAD");
}

TEST_F(UnitChangesTest, LeaveFrozenAndPledgedUnitsWhereTheyAre) {
  office_.Issue(li_, 100);
  const auto freeze = office_.Ask(office_.clerk(), &UnitStub::FreezeUnits,
                                  AboutUnits<v1::FreezeUnitsRequest>(HouseholdName(li_), 60));
  ASSERT_TRUE(office_.Confirm(freeze.reply).ok());
  EXPECT_EQ(office_.Transfer(li_, wang_, 41).reason(), "UNITS_NOT_FREE");
  const auto pledge = office_.Ask(office_.clerk(), &UnitStub::PledgeUnits,
                                  AboutUnits<v1::PledgeUnitsRequest>(HouseholdName(li_), 40));
  ASSERT_TRUE(office_.Confirm(pledge.reply).ok());
  EXPECT_EQ(office_.Transfer(li_, wang_, 1).reason(), "UNITS_NOT_FREE");
  EXPECT_EQ(Held(li_), 100) << "freezing never changes ownership";
  const auto thaw = office_.Ask(office_.clerk(), &UnitStub::UnfreezeUnits,
                                AboutUnits<v1::UnfreezeUnitsRequest>(HouseholdName(li_), 61));
  EXPECT_EQ(thaw.reason(), "UNITS_NOT_FROZEN");
  const auto back = office_.Ask(office_.clerk(), &UnitStub::UnfreezeUnits,
                                AboutUnits<v1::UnfreezeUnitsRequest>(HouseholdName(li_), 60));
  ASSERT_TRUE(office_.Confirm(back.reply).ok());
  ASSERT_TRUE(office_.Give(li_, wang_, 60).ok());
  EXPECT_EQ(office_
                .Ask(office_.clerk(), &UnitStub::ReleasePledge,
                     AboutUnits<v1::ReleasePledgeRequest>(HouseholdName(li_), 41))
                .reason(),
            "UNITS_NOT_PLEDGED");
  const auto bought = office_.Ask(office_.clerk(), &UnitStub::BuyBackUnits,
                                  AboutUnits<v1::BuyBackUnitsRequest>(HouseholdName(wang_), 60));
  ASSERT_TRUE(office_.Confirm(bought.reply).ok());
  const auto roll = office_.Roll();
  ASSERT_EQ(roll.reply.totals_size(), 1);
  EXPECT_EQ(roll.reply.totals(0).units(), 40);
  EXPECT_EQ(roll.reply.totals(0).pledged_units(), 40);
  EXPECT_EQ(roll.reply.totals(0).issued_units(), 100);
  EXPECT_EQ(roll.reply.totals(0).bought_back_units(), 60);
}

TEST_F(UnitChangesTest, GoToHeirsByExactFractions) {
  office_.Issue(li_, 100);
  const std::string zhao = office_.Household();
  office_.archive().database().Execute(
      "UPDATE registry.household SET state = 2, end_time = '2026-05-01T00:00:00Z' WHERE id = '" +
      li_ + "'");
  auto short_of_one = Estate(li_);
  AddHeir(&short_of_one, wang_, 29'999, 30'000);
  EXPECT_EQ(office_.Ask(office_.clerk(), &UnitStub::InheritUnits, short_of_one).reason(),
            "SHARES_NOT_WHOLE");
  auto estate = Estate(li_);
  AddHeir(&estate, wang_, 2, 3);
  AddHeir(&estate, zhao, 1, 3);
  const auto divided = office_.Ask(office_.clerk(), &UnitStub::InheritUnits, estate);
  ASSERT_TRUE(divided.ok()) << divided.status.error_message();
  ASSERT_EQ(divided.reply.unit_changes_size(), 2);
  for (const auto& change : divided.reply.unit_changes()) {
    ASSERT_TRUE(office_.Confirm(change).ok());
  }
  EXPECT_EQ(Held(wang_), 67);
  EXPECT_EQ(Held(zhao), 33);
  EXPECT_EQ(Held(li_), 0);
  auto nothing = Estate(li_);
  AddHeir(&nothing, wang_, 1, 1);
  EXPECT_EQ(office_.Ask(office_.clerk(), &UnitStub::InheritUnits, nothing).reason(),
            "NO_UNITS_TO_INHERIT");
  EXPECT_EQ(office_
                .Ask(office_.clerk(), &UnitStub::IssueUnits,
                     AboutUnits<v1::IssueUnitsRequest>(HouseholdName(li_), 1))
                .reason(),
            "HOLDER_ENDED");
}

TEST_F(UnitChangesTest, AskTheCharterAboutHeirsWithoutVote) {
  office_.Issue(li_, 100);
  auto estate = Estate(li_);
  AddHeir(&estate, wang_, 1, 1);
  estate.mutable_heirs(0)->set_without_vote(true);
  EXPECT_EQ(office_.Ask(office_.clerk(), &UnitStub::InheritUnits, estate).reason(),
            "HEIR_WITHOUT_VOTE");
  SetCap(1, 1, true);
  estate.set_request_id(NewRequestId());
  const auto divided = office_.Ask(office_.clerk(), &UnitStub::InheritUnits, estate);
  ASSERT_TRUE(divided.ok()) << divided.status.error_message();
  EXPECT_TRUE(divided.reply.unit_changes(0).without_vote());
}

TEST_F(UnitChangesTest, AreCancelledByOfficersAndTransfersAlsoByTheirHouseholds) {
  office_.Issue(li_, 100);
  const auto freeze = office_.Ask(office_.clerk(), &UnitStub::FreezeUnits,
                                  AboutUnits<v1::FreezeUnitsRequest>(HouseholdName(li_), 60));
  const auto cancel = [&](const rpc::v1::Caller& caller, const v1::UnitChange& change) {
    return office_.Ask(caller, &UnitStub::CancelUnitChange,
                       Named<v1::CancelUnitChangeRequest>(change.name()));
  };
  EXPECT_EQ(cancel(UnitOffice::Head(li_), freeze.reply).reason(), "OUT_OF_SCOPE")
      << "nobody shakes off a court";
  EXPECT_EQ(cancel(office_.clerk(), freeze.reply).reply.state(), v1::UnitChange::STATE_CANCELLED);
  const auto gift = office_.Transfer(li_, wang_, 10);
  EXPECT_EQ(cancel(UnitOffice::Head(office_.Household()), gift.reply).reason(), "OUT_OF_SCOPE");
  EXPECT_TRUE(cancel(UnitOffice::Head(wang_), gift.reply).ok());
  EXPECT_EQ(office_.Agree(gift.reply, UnitOffice::Head(wang_)).reason(), "UNIT_CHANGE_ENDED");
}

TEST_F(UnitChangesTest, NeverOverdrawHoweverManyComeAtOnce) {
  office_.Issue(li_, 100);
  office_.Issue(wang_, 100);
  std::vector<std::string> takers;
  for (int i = 0; i < 4; ++i) takers.push_back(office_.Household());
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 8; ++round) {
        // Both directions at once, and out to others.
        const bool forth = (i + round) % 2 == 0;
        done += office_.Give(forth ? li_ : wang_, forth ? wang_ : li_, 30).ok();
        done += office_.Give(forth ? li_ : wang_, takers[static_cast<std::size_t>(i)], 30).ok();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(done, 0);
  const auto members = UnitOffice::MembersOf(office_.Roll().reply);
  std::int64_t sum = 0;
  for (const auto& [household, units] : members) sum += units;
  EXPECT_EQ(sum, 200);
}

TEST_F(UnitChangesTest, AreTheSameWhenTheRequestComesAgain) {
  auto request = AboutUnits<v1::IssueUnitsRequest>(HouseholdName(li_), 400);
  const auto once = office_.Ask(office_.clerk(), &UnitStub::IssueUnits, request);
  const auto again = office_.Ask(office_.clerk(), &UnitStub::IssueUnits, request);
  EXPECT_EQ(once.reply.name(), again.reply.name());
  EXPECT_EQ(office_.archive().Query("SELECT count(*) FROM registry.unit_change"), "1");
}

TEST_F(UnitChangesTest, FollowTheirHouseholdsThroughAMergeWithAllTotals) {
  const std::string sister = office_.Household(kUnitSister);
  office_.Issue(li_, 100);
  office_.Issue("", 500, "2026-01-01", v1::UNIT_KIND_COLLECTIVE);
  office_.Issue(sister, 70, "2026-01-01", v1::UNIT_KIND_MEMBER, kUnitSister);
  office_.Issue("", 30, "2026-01-01", v1::UNIT_KIND_COLLECTIVE, kUnitSister);
  const auto freeze =
      office_.Ask(office_.clerk(), &UnitStub::FreezeUnits,
                  AboutUnits<v1::FreezeUnitsRequest>(HouseholdName(li_), 60, "2026-03-01"));
  ASSERT_TRUE(office_.Confirm(freeze.reply).ok());
  const auto pool = office_.archive().database().PoolFor("registry");
  const auto move = [&](const std::string& day) {
    return pg::Transact(
        *pool, {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10)},
        [&](pg::Transaction& tx) -> Result<Done> {
          return MoveUnitsTo(tx,
                             {.county = CountyId{7},
                              .from = *Uuid::Parse(kUnitVillage),
                              .to = *Uuid::Parse(kUnitSister),
                              .effective_date = *ParseIsoDate(day),
                              .account = Uuid::Make(office_.archive().clock().Now())},
                             office_.archive().clock().Now());
        });
  };
  EXPECT_EQ(move("2026-02-28").refusal().reason, "UNITS_CHANGED_SINCE");
  ASSERT_TRUE(move("2026-11-01"));
  const auto before = office_.Roll("2026-10-31");
  EXPECT_EQ(before.reply.lines_size(), 2);
  const auto after = office_.Roll("2026-11-01");
  EXPECT_EQ(after.reply.lines_size(), 0);
  const auto merged = office_.Roll("2026-11-01", kUnitSister);
  ASSERT_EQ(merged.reply.totals_size(), 2);
  EXPECT_EQ(merged.reply.totals(0).units(), 170);
  EXPECT_EQ(merged.reply.totals(0).frozen_units(), 60);
  EXPECT_EQ(merged.reply.totals(0).carried_units(), 100);
  EXPECT_EQ(merged.reply.totals(1).units(), 530);
}

}  // namespace
}  // namespace qianmo::registry

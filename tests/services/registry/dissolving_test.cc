// A household ends only when nothing of it is left: no member, no unit, no house, and nobody waits
// for anything; whatever happens at the same time.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "qianmo/registry/v1/house_shares.grpc.pb.h"
#include "registry/households_service.h"
#include "registry/unit_posting.h"
#include "services/registry/belongings.h"

namespace qianmo::registry {
namespace {

using Unit = v1::UnitsService::Stub;
using Houses = v1::HouseSharesService::Stub;

class DissolvingTest : public testing::Test {
 protected:
  // Of which nobody is left.
  v1::Household Empty(int serial) {
    const auto household = county_.Settle(county_.village(), serial);
    auto died = Named<v1::RecordMemberEventRequest>(household.head());
    died.set_kind(v1::MemberEvent::KIND_DIED);
    *died.mutable_effective_date() = Day("2026-11-01");
    EXPECT_TRUE(county_.Ask(clerk_, &Members::RecordMemberEvent, died).ok());
    return household;
  }
  Answer<v1::Household> Dissolve(const v1::Household& household) {
    return owned_.Ask(clerk_, &Households::DissolveHousehold,
                      Named<v1::DissolveHouseholdRequest>(household.name()));
  }
  template <class Request>
  Request About(const v1::Household& household, std::int64_t units) {
    Request request;
    request.set_parent(county_.village().name());
    request.set_request_id(NewRequestId());
    if constexpr (requires { request.set_holder(""); }) request.set_holder(household.name());
    request.set_kind(v1::UNIT_KIND_MEMBER);
    request.set_units(units);
    request.set_ground("会议决议");
    return request;
  }
  void Confirm(const std::string& change) {
    const auto done = owned_.Ask(approver_, &Unit::ConfirmUnitChange,
                                 Named<v1::ConfirmUnitChangeRequest>(change));
    ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  }
  v1::HouseShare Contribute(const v1::Household& household) {
    v1::SetUnitCharterRequest charter;
    charter.set_request_id(NewRequestId());
    charter.mutable_charter()->set_name(county_.village().name() + "/unitCharter");
    charter.mutable_charter()->mutable_transfer_cap()->set_numerator(1);
    charter.mutable_charter()->mutable_transfer_cap()->set_denominator(1);
    charter.mutable_charter()->set_house_fen_per_share(100);
    charter.mutable_charter()->set_ground("决议");
    EXPECT_TRUE(owned_.Ask(approver_, &Unit::SetUnitCharter, charter).ok());
    v1::ContributeHouseRequest request;
    request.set_parent(county_.village().name());
    request.set_request_id(NewRequestId());
    request.set_household(household.name());
    request.set_house("老屋");
    request.set_valuation_fen(100'000);
    request.set_exit(v1::HouseShare::EXIT_BUY_BACK);
    *request.mutable_start_date() = Day("2024-06-01");
    request.set_ground("评估报告");
    return owned_.Ask(clerk_, &Houses::ContributeHouse, request).reply;
  }

  County county_;
  Belongings owned_{county_};
  const rpc::v1::Caller clerk_ = county_.Clerk(county_.village());
  const rpc::v1::Caller approver_ = County::Officer(rpc::v1::ROLE_TOWNSHIP_APPROVER, "/7/");
};

TEST_F(DissolvingTest, WaitsUntilItsUnitsAreElsewhere) {
  const auto household = Empty(1);
  owned_.Issue(county_.village(), household, 300);
  const auto pledge =
      owned_.Ask(clerk_, &Unit::PledgeUnits, About<v1::PledgeUnitsRequest>(household, 100));
  Confirm(pledge.reply.name());
  const auto refused = Dissolve(household);
  EXPECT_EQ(refused.reason(), "HOUSEHOLD_HOLDS_UNITS");
  EXPECT_EQ(refused.metadata("units"), "300");
  EXPECT_EQ(refused.metadata("pledged"), "100");
  const auto release =
      owned_.Ask(clerk_, &Unit::ReleasePledge, About<v1::ReleasePledgeRequest>(household, 100));
  Confirm(release.reply.name());
  const auto bought =
      owned_.Ask(clerk_, &Unit::BuyBackUnits, About<v1::BuyBackUnitsRequest>(household, 300));
  EXPECT_EQ(Dissolve(household).reason(), "HOUSEHOLD_HOLDS_UNITS") << "only proposed";
  Confirm(bought.reply.name());
  const auto done = Dissolve(household);
  EXPECT_EQ(done.reply.state(), v1::Household::STATE_DISSOLVED) << done.reason();
}

TEST_F(DissolvingTest, WaitsForWhatIsProposed) {
  const auto household = Empty(1);
  const auto issue = owned_.ProposeIssue(county_.village(), household.name(), 100);
  const auto refused = Dissolve(household);
  EXPECT_EQ(refused.reason(), "UNIT_CHANGES_OPEN");
  EXPECT_EQ(refused.metadata("unit_changes"), issue.name());
  // What others wait for does not matter.
  const auto neighbour = county_.Settle(county_.village(), 2);
  owned_.ProposeIssue(county_.village(), neighbour.name(), 100);
  ASSERT_TRUE(
      owned_.Ask(clerk_, &Unit::CancelUnitChange, Named<v1::CancelUnitChangeRequest>(issue.name()))
          .ok());
  EXPECT_TRUE(Dissolve(household).ok());
}

TEST_F(DissolvingTest, WaitsUntilItsHouseIsOut) {
  const auto household = Empty(1);
  const auto house = Contribute(household);
  EXPECT_EQ(Dissolve(household).reason(), "UNIT_CHANGES_OPEN");
  Confirm(house.issue_change());
  EXPECT_EQ(Dissolve(household).reason(), "HOUSEHOLD_HOLDS_UNITS");
  // Its units may have gone to another household: the house is in all the same.
  county_.archive().database().Execute(
      "UPDATE registry.unit_holding SET units = 0 WHERE household_id = '" + IdOf(household.name()) +
      "'");
  const auto refused = Dissolve(household);
  EXPECT_EQ(refused.reason(), "HOUSEHOLD_HAS_HOUSE");
  EXPECT_EQ(refused.metadata("house_share"), house.name());
  county_.archive().database().Execute(
      "UPDATE registry.unit_holding SET units = 100000 WHERE household_id = '" +
      IdOf(household.name()) + "'");
  auto leave = Named<v1::WithdrawHouseRequest>(house.name());
  leave.set_year(2025);
  leave.set_ground("到期");
  const auto leaving = owned_.Ask(clerk_, &Houses::WithdrawHouse, leave);
  ASSERT_TRUE(leaving.ok()) << leaving.reason();
  Confirm(leaving.reply.exit_change());
  EXPECT_TRUE(Dissolve(household).ok());
}

// Units on their way to the household and its end at once: one of them is refused.
TEST_F(DissolvingTest, NeverEndsAHouseholdThatUnitsComeTo) {
  const auto giver = county_.Settle(county_.village(), 100);
  owned_.Issue(county_.village(), giver, 1'000);
  int ended = 0;
  for (int serial = 1; serial <= 8; ++serial) {
    const auto household = Empty(serial);
    std::atomic<bool> dissolved = false;
    std::thread dissolving([&] {
      for (int attempt = 0; attempt < 5 && !dissolved; ++attempt) {
        dissolved = Dissolve(household).ok();
      }
    });
    auto request = About<v1::ProposeTransferRequest>(giver, 10);
    request.set_giver(giver.name());
    request.set_taker(household.name());
    const auto asked = owned_.Ask(county_.Head(giver), &Unit::ProposeTransfer, request);
    if (asked.ok()) {
      (void)owned_.Ask(county_.Head(household), &Unit::ConfirmTransfer,
                       Named<v1::ConfirmTransferRequest>(asked.reply.name()));
    } else {
      EXPECT_EQ(asked.reason(), "HOLDER_ENDED");
    }
    dissolving.join();
    ended += dissolved ? 1 : 0;
    EXPECT_EQ(county_.archive().Query(
                  "SELECT count(*) FROM registry.unit_holding u JOIN registry.household h"
                  " ON h.id = u.household_id WHERE h.state = 2 AND u.units > 0"),
              "0");
    EXPECT_EQ(county_.archive().Query(
                  "SELECT count(*) FROM registry.unit_change u JOIN registry.household h"
                  " ON h.id IN (u.giver_id, u.taker_id) WHERE h.state = 2 AND u.state = 1"),
              "0");
  }
  owned_.ExpectNothingIsAstray();
  RecordProperty("ended", ended);
}

}  // namespace
}  // namespace qianmo::registry

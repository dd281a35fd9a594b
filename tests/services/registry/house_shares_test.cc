// Houses as shares through the whole service: valued in, and out at a year's end only.
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "qianmo/registry/v1/house_shares.grpc.pb.h"
#include "registry/house_share_store.h"
#include "registry/house_shares_service.h"
#include "services/registry/unit_office.h"

namespace qianmo::registry {
namespace {

using HouseStub = v1::HouseSharesService::Stub;

class HouseSharesTest : public testing::Test {
 protected:
  ~HouseSharesTest() override { office_.ExpectBooksAreRight(); }

  void SetRate(std::int64_t fen_per_share) {
    v1::SetUnitCharterRequest request;
    request.set_request_id(NewRequestId());
    request.mutable_charter()->set_name(CollectiveName(kUnitVillage) + "/unitCharter");
    request.mutable_charter()->mutable_transfer_cap()->set_numerator(1);
    request.mutable_charter()->mutable_transfer_cap()->set_denominator(1);
    request.mutable_charter()->set_house_fen_per_share(fen_per_share);
    request.mutable_charter()->set_ground("决议");
    ASSERT_TRUE(
        office_.Ask(office_.approver(), &UnitOffice::UnitStub::SetUnitCharter, request).ok());
  }
  Answer<v1::HouseShare> Bring(std::int64_t valuation_fen) {
    v1::ContributeHouseRequest request;
    request.set_parent(CollectiveName(kUnitVillage));
    request.set_request_id(NewRequestId());
    request.set_household(HouseholdName(li_));
    request.set_house("村东老屋三间");
    request.set_valuation_fen(valuation_fen);
    request.set_exit(v1::HouseShare::EXIT_BUY_BACK);
    *request.mutable_start_date() = DayOf("2026-06-01");
    request.set_ground("评估报告");
    return office_.Ask<HouseStub>(office_.clerk(), &HouseStub::ContributeHouse, request);
  }
  Answer<v1::HouseShare> Leave(const std::string& name, int year) {
    auto request = Named<v1::WithdrawHouseRequest>(name);
    request.set_year(year);
    request.set_ground("到期");
    return office_.Ask<HouseStub>(office_.clerk(), &HouseStub::WithdrawHouse, request);
  }
  v1::HouseShare Get(const std::string& name) {
    return office_
        .Ask<HouseStub>(UnitOffice::Head(li_), &HouseStub::GetHouseShare,
                        Named<v1::GetHouseShareRequest>(name))
        .reply;
  }
  void Confirm(const std::string& change) {
    v1::UnitChange named;
    named.set_name(change);
    const auto done = office_.Confirm(named);
    ASSERT_TRUE(done.ok()) << done.status.error_message();
  }

  UnitOffice office_;
  const std::string li_ = office_.Household();
};

TEST_F(HouseSharesTest, BecomeUnitsAndLeaveAtTheEndOfAYear) {
  EXPECT_EQ(Bring(15'000'000).reason(), "HOUSES_NOT_TAKEN");
  SetRate(1'000'000);
  const auto house = Bring(15'009'999);
  ASSERT_TRUE(house.ok()) << house.status.error_message();
  EXPECT_EQ(house.reply.units(), 1500);
  EXPECT_EQ(house.reply.state(), v1::HouseShare::STATE_PROPOSED);
  EXPECT_EQ(house.reply.exit_price_fen(), 15'009'999);
  EXPECT_EQ(Leave(house.reply.name(), 2026).reason(), "HOUSE_NOT_IN");
  Confirm(house.reply.issue_change());
  EXPECT_EQ(Get(house.reply.name()).state(), v1::HouseShare::STATE_IN);
  EXPECT_EQ(office_.Roll().reply.totals(0).units(), 1500);
  EXPECT_EQ(Leave(house.reply.name(), 2026).reason(), "HOUSE_YEAR_NOT_OVER");
  office_.archive().clock().Set(*ParseRfc3339("2027-01-10T02:00:00Z"));
  const auto leaving = Leave(house.reply.name(), 2026);
  ASSERT_TRUE(leaving.ok()) << leaving.status.error_message();
  EXPECT_EQ(leaving.reply.state(), v1::HouseShare::STATE_LEAVING);
  EXPECT_EQ(Leave(house.reply.name(), 2026).reason(), "HOUSE_NOT_IN");
  Confirm(leaving.reply.exit_change());
  EXPECT_EQ(Get(house.reply.name()).state(), v1::HouseShare::STATE_OUT);
  EXPECT_EQ(office_.Roll("2026-12-30").reply.lines_size(), 1);
  EXPECT_EQ(office_.Roll("2026-12-31").reply.lines_size(), 0);
}

TEST_F(HouseSharesTest, StayWhileTheirUnitsArePledgedOrGone) {
  SetRate(1'000'000);
  const auto house = Bring(10'000'000);
  Confirm(house.reply.issue_change());
  auto pledge = AboutUnits<v1::PledgeUnitsRequest>(HouseholdName(li_), 1);
  pledge.set_kind(v1::UNIT_KIND_ASSET);
  Confirm(office_.Ask(office_.clerk(), &UnitOffice::UnitStub::PledgeUnits, pledge).reply.name());
  office_.archive().clock().Set(*ParseRfc3339("2027-01-10T02:00:00Z"));
  EXPECT_EQ(Leave(house.reply.name(), 2026).reason(), "UNITS_NOT_FREE");
}

TEST_F(HouseSharesTest, AreListedForTheCollective) {
  SetRate(1'000'000);
  const auto house = Bring(10'000'000);
  v1::ListHouseSharesRequest request;
  request.set_parent(CollectiveName(kUnitVillage));
  const auto list = office_.Ask<HouseStub>(office_.clerk(), &HouseStub::ListHouseShares, request);
  ASSERT_EQ(list.reply.house_shares_size(), 1);
  EXPECT_EQ(list.reply.house_shares(0).SerializeAsString(), house.reply.SerializeAsString());
}

}  // namespace
}  // namespace qianmo::registry

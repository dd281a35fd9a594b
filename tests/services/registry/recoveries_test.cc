// Recovery cases through the service: an occupied asset comes back, step by step, with its money.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/recoveries_service.h"
#include "registry/recovery_store.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

class RecoveriesTest : public ::testing::Test {
 protected:
  static void SetDay(google::type::Date* date, int day) {
    date->set_year(2026);
    date->set_month(11);
    date->set_day(day);
  }

  Answer<v1::RecoveryCase> Open(const std::string& asset) {
    v1::OpenRecoveryRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewRequestId());
    request.set_asset(asset);
    request.set_occupant("张三");
    request.set_area_mu_e3(3'000);
    SetDay(request.mutable_step_date(), 1);
    request.set_evidence(estate_.HaveFile(clerk_));
    return estate_.Ask(clerk_, &Recoveries::OpenRecovery, request);
  }

  Answer<v1::RecoveryCase> Advance(const std::string& recovery, v1::RecoveryCase::State state,
                                   int day, const rpc::v1::Caller& caller,
                                   std::optional<std::int64_t> fen = {}) {
    auto request = Named<v1::AdvanceRecoveryRequest>(recovery);
    request.set_state(state);
    SetDay(request.mutable_step_date(), day);
    request.set_evidence(estate_.HaveFile(caller));
    if (fen) request.set_recovered_fen(*fen);
    return estate_.Ask(caller, &Recoveries::AdvanceRecovery, request);
  }

  Estate estate_;
  rpc::v1::Caller clerk_ = Estate::Clerk();
};

TEST_F(RecoveriesTest, BringAnAssetBackStepByStep) {
  const std::string asset = estate_.Have("鱼塘").name();
  const auto opened = Open(asset);
  ASSERT_TRUE(opened.ok()) << opened.reason();
  EXPECT_EQ(estate_.Look(asset).state(), v1::Asset::STATE_OCCUPIED);
  EXPECT_FALSE(estate_.Look(asset).has_idle_since_time());
  const std::string name = opened.reply.name();
  ASSERT_TRUE(Advance(name, v1::RecoveryCase::STATE_NOTIFIED, 3, clerk_).ok());
  ASSERT_TRUE(Advance(name, v1::RecoveryCase::STATE_RECOVERED, 10, clerk_).ok());
  const auto booked = Advance(name, v1::RecoveryCase::STATE_BOOKED, 12, clerk_, 100'000);
  ASSERT_TRUE(booked.ok()) << booked.reason();
  EXPECT_EQ(booked.reply.recovered_fen(), 100'000);
  EXPECT_EQ(booked.reply.recovered_per_mu_fen(), 33'333);
  EXPECT_EQ(estate_.Look(asset).state(), v1::Asset::STATE_OCCUPIED);
  EXPECT_EQ(Advance(name, v1::RecoveryCase::STATE_LISTABLE, 13, clerk_).reason(), "SAME_PERSON");
  const auto listable = Advance(name, v1::RecoveryCase::STATE_LISTABLE, 13, Estate::Approver());
  ASSERT_TRUE(listable.ok()) << listable.reason();
  EXPECT_EQ(estate_.Look(asset).state(), v1::Asset::STATE_IDLE);
  ASSERT_EQ(listable.reply.steps_size(), 5);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(listable.reply.steps(i).state(), i + 1);
    EXPECT_NE(listable.reply.steps(i).evidence(), "");
    EXPECT_TRUE(listable.reply.steps(i).has_record_time());
  }
  EXPECT_EQ(listable.reply.steps(1).step_date().day(), 3);
  EXPECT_EQ(Advance(name, v1::RecoveryCase::STATE_DROPPED, 14, Estate::Approver()).reason(),
            "RECOVERY_STEP_ILLEGAL");
}

TEST_F(RecoveriesTest, LeaveNoStepOut) {
  const std::string name = Open(estate_.Have("鱼塘").name()).reply.name();
  EXPECT_EQ(Advance(name, v1::RecoveryCase::STATE_RECOVERED, 3, clerk_).reason(),
            "RECOVERY_STEP_ILLEGAL");
  EXPECT_EQ(Advance(name, v1::RecoveryCase::STATE_NOTIFIED, 25, clerk_).reason(), "DATE_UNFIT");
  EXPECT_EQ(Advance(name, v1::RecoveryCase::STATE_NOTIFIED, 3, clerk_, 5).reason(),
            "RECOVERED_MONEY_UNFIT");
  auto request = Named<v1::AdvanceRecoveryRequest>(name);
  request.set_state(v1::RecoveryCase::STATE_NOTIFIED);
  SetDay(request.mutable_step_date(), 3);
  request.set_evidence("counties/7/files/" + NewRequestId());
  EXPECT_EQ(estate_.Ask(clerk_, &Recoveries::AdvanceRecovery, request).reason(), "FILE_NOT_FOUND");
}

TEST_F(RecoveriesTest, LeaveTheAssetAsItWasWhenTheyAreDropped) {
  const std::string asset = estate_.Have("鱼塘").name();
  const std::string name = Open(asset).reply.name();
  EXPECT_EQ(Open(asset).reason(), "RECOVERY_UNDER_WAY");
  ASSERT_TRUE(Advance(name, v1::RecoveryCase::STATE_DROPPED, 2, clerk_).ok());
  EXPECT_EQ(estate_.Look(asset).state(), v1::Asset::STATE_IDLE);
  EXPECT_TRUE(Open(asset).ok());
  const std::string listed = estate_.Have("水泵").name();
  auto request = Named<v1::ChangeAssetStateRequest>(listed);
  request.set_state(v1::Asset::STATE_LISTED);
  request.set_cause("counties/7/listings/x");
  ASSERT_TRUE(estate_.Ask(Estate::Service(), &Assets::ChangeAssetState, request).ok());
  EXPECT_EQ(Open(listed).reason(), "ASSET_STATE_UNFIT");
}

TEST_F(RecoveriesTest, AreForOfficersOnly) {
  const std::string name = Open(estate_.Have("鱼塘").name()).reply.name();
  const auto get = Named<v1::GetRecoveryRequest>(name);
  EXPECT_EQ(estate_.Ask(Estate::Approver(), &Recoveries::GetRecovery, get).reply.occupant(),
            "张三");
  EXPECT_EQ(estate_.Ask(Estate::Officer(rpc::v1::ROLE_MEMBER, kHill), &Recoveries::GetRecovery, get)
                .reason(),
            "ROLE_MISSING");
  EXPECT_EQ(estate_.Ask(Estate::Clerk(kLake), &Recoveries::GetRecovery, get).reason(),
            "OUT_OF_SCOPE");
  v1::ListRecoveriesRequest request;
  request.set_parent("counties/7");
  request.set_state(v1::RecoveryCase::STATE_FOUND);
  EXPECT_EQ(estate_.Ask(clerk_, &Recoveries::ListRecoveries, request).reply.recoveries_size(), 1);
  EXPECT_EQ(estate_.Ask(Estate::Clerk(kLake), &Recoveries::ListRecoveries, request)
                .reply.recoveries_size(),
            0);
  request.set_state(v1::RecoveryCase::STATE_BOOKED);
  EXPECT_EQ(estate_.Ask(clerk_, &Recoveries::ListRecoveries, request).reply.recoveries_size(), 0);
}

}  // namespace
}  // namespace qianmo::registry

// Until when deposits go back, and that it is seen when they do not.
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "qianmo/ledger/v1/payouts.grpc.pb.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

class ReleasesTest : public testing::Test {
 protected:
  Answer<v1::Hold> Due(const std::string& day) {
    auto request = Named<v1::DueReleaseRequest>(hold_.name());
    *request.mutable_final_date() = Day(day);
    return vault_.Ask(vault_.officer(), &Releases::DueRelease, request);
  }
  int Judge() {
    return *vault_.Do([&](pg::Transaction& tx) -> Result<int> {
      return JudgeReleases(tx, kHomeCounty, 10, vault_.now());
    });
  }
  int Late() {
    v1::ListLateReleasesRequest request;
    request.set_parent(kCounty);
    const auto auditor = Bureau::Person(rpc::v1::ROLE_AUDITOR, "/7/");
    return vault_.Ask(auditor, &Releases::ListLateReleases, request).reply.holds_size();
  }
  // What the bank says of every payment.
  void Report(const std::string& set) {
    EXPECT_TRUE(vault_.Do([&](pg::Transaction& tx) -> Result<Done> {
      tx.Run("UPDATE ledger.payment SET " + set + " WHERE county_id = 7");
      return Done{};
    }));
  }
  void At(const std::string& time) { vault_.bureau().clock().Set(ParseRfc3339(time).value()); }
  // As the bidder sees it.
  v1::Hold Seen() {
    return vault_.Ask(anna_.caller, &Holds::GetHold, Named<v1::GetHoldRequest>(hold_.name())).reply;
  }

  Vault vault_;
  const Bidding anna_ = Vault::Bidder(1);
  const v1::Hold hold_ = vault_.Funded(NewLot(), anna_);
};

TEST_F(ReleasesTest, AreDueThreeWorkingDaysAfterTheResultIsFinal) {
  EXPECT_EQ(Due("2026-11-21").reason(), "DATE_AHEAD");
  const auto due = Due("2026-11-20");
  ASSERT_TRUE(due.ok()) << due.reason();
  EXPECT_EQ(due.reply.release_due_time().seconds(),
            ParseRfc3339("2026-11-25T16:00:00Z")->time_since_epoch().count() / 1'000'000)
      << "Friday and a weekend, then Monday, Tuesday, Wednesday until midnight";
  EXPECT_FALSE(due.reply.release_due_provisional());
  EXPECT_EQ(Due("2026-11-19").reason(), "RELEASE_DUE_SET") << "lateness is not moved away";
}

TEST_F(ReleasesTest, AreLateWhenTheBankHasNotPaidByThen) {
  ASSERT_TRUE(Due("2026-11-20").ok());
  ASSERT_TRUE(vault_.Release(hold_.name()).ok());
  At("2026-11-26T16:00:00Z");
  EXPECT_FALSE(Seen().late()) << "the statement of the last day comes the day after";
  EXPECT_EQ(Judge(), 0);
  At("2026-11-26T16:00:01Z");
  EXPECT_TRUE(Seen().late()) << "released is not paid";
  EXPECT_EQ(Judge(), 1);
  EXPECT_EQ(Judge(), 0);
  EXPECT_EQ(Late(), 1);
  vault_.BankPaysAll();
  EXPECT_TRUE(Seen().late()) << "and it stays so";
  EXPECT_TRUE(Seen().has_paid_time());
}

TEST_F(ReleasesTest, AreLateAtOnceWhenNobodyReleases) {
  ASSERT_TRUE(Due("2026-11-20").ok());
  At("2026-11-25T16:00:00Z");
  EXPECT_FALSE(Seen().late());
  At("2026-11-25T16:00:01Z");
  EXPECT_TRUE(Seen().late());
  ASSERT_TRUE(vault_.Release(hold_.name()).ok());
  vault_.BankPaysAll();
  EXPECT_TRUE(Seen().late()) << "the bank paid on the day after";
  At("2026-11-27T00:00:00Z");
  EXPECT_EQ(Judge(), 1);
  EXPECT_EQ(Late(), 1);
}

TEST_F(ReleasesTest, AreInTimeWhenTheBankHasPaidOnTheLastDay) {
  ASSERT_TRUE(Due("2026-11-20").ok());
  ASSERT_TRUE(vault_.Release(hold_.name(), 1).ok());
  At("2026-11-25T15:59:59Z");
  ASSERT_TRUE(vault_.Release(hold_.name()).ok());
  vault_.BankPaysAll();
  At("2026-12-24T00:00:00Z");
  EXPECT_FALSE(Seen().late());
  EXPECT_EQ(Judge(), 1);
  EXPECT_EQ(Late(), 0);
}

TEST_F(ReleasesTest, AreLateWhenTheMoneyComesBackFromTheBank) {
  ASSERT_TRUE(Due("2026-11-20").ok());
  ASSERT_TRUE(vault_.Release(hold_.name()).ok());
  vault_.BankPaysAll();
  At("2026-11-27T00:00:00Z");
  EXPECT_EQ(Judge(), 1);
  EXPECT_FALSE(Seen().late());
  Report("state = 6, paid_time = NULL");
  EXPECT_TRUE(Seen().late()) << "the bidder has nothing";
  EXPECT_EQ(Late(), 0);
  EXPECT_EQ(Judge(), 1);
  EXPECT_EQ(Judge(), 0);
  EXPECT_EQ(Late(), 1) << "and everybody sees it";
  Report("state = 4, paid_time = '2026-11-20T00:00:00Z'");
}

TEST_F(ReleasesTest, CanBeLateThoughNobodySaidWhenTheResultWasFinal) {
  const auto released = vault_.Release(hold_.name());
  ASSERT_TRUE(released.ok()) << released.reason();
  EXPECT_EQ(released.reply.final_date().day(), 20) << "whoever releases says so";
  EXPECT_EQ(released.reply.release_due_time().seconds(),
            ParseRfc3339("2026-11-25T16:00:00Z")->time_since_epoch().count() / 1'000'000);
  At("2026-11-22T00:00:00Z");
  EXPECT_EQ(Due("2026-11-21").reason(), "RELEASE_DUE_SET") << "lateness is not moved away";
  const auto earlier = Due("2026-11-19");
  ASSERT_TRUE(earlier.ok()) << earlier.reason();
  EXPECT_EQ(earlier.reply.release_due_time().seconds(),
            ParseRfc3339("2026-11-24T16:00:00Z")->time_since_epoch().count() / 1'000'000);
  EXPECT_EQ(Due("2026-11-18").reason(), "RELEASE_DUE_SET") << "it is said now";
  At("2026-11-26T00:00:00Z");
  EXPECT_EQ(Late(), 1) << "before it is judged for good";
  EXPECT_EQ(Judge(), 1);
  EXPECT_EQ(Late(), 1);
}

TEST_F(ReleasesTest, GoWithTheNextFileForTheBankAndNotOnTheLastDay) {
  ASSERT_TRUE(Due("2026-11-20").ok());
  ASSERT_TRUE(vault_.Release(hold_.name()).ok());
  v1::CreatePayoutBatchRequest request;
  request.set_parent("counties/7/bankAccounts/" + vault_.account().ToString());
  request.set_request_id(NewRequestId());
  const auto batch =
      vault_.Ask(vault_.officer(), &v1::PayoutsService::Stub::CreatePayoutBatch, request);
  ASSERT_TRUE(batch.ok()) << batch.reason();
  EXPECT_EQ(batch.reply.count(), 1) << "all that is due";
}

TEST_F(ReleasesTest, AreDueFromHoldsWithMoneyAlone) {
  ASSERT_TRUE(vault_.Capture(hold_.name()).ok());
  EXPECT_EQ(Due("2026-11-20").reason(), "HOLD_ENDED");
}

}  // namespace
}  // namespace qianmo::ledger

// The bank's interest, to the fen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "ledger/interest_service.h"
#include "ledger/interest_store.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;

class InterestTest : public testing::Test {
 protected:
  // A credit without a sub-account, as banks write interest.
  std::string InterestItem(std::int64_t fen) {
    Credit credit = vault_.CreditFor(v1::Hold(), Vault::Bidder(1));
    credit.amount = Fen(fen);
    credit.payer_name = credit.payer_account = "";
    return vault_.Suspended(credit);
  }
  Answer<v1::InterestRun> Allocate(const std::string& item, const std::string& first,
                                   const std::string& last) {
    auto request = Named<v1::AllocateInterestRequest>(item);
    *request.mutable_first_date() = Day(first);
    *request.mutable_last_date() = Day(last);
    return vault_.Ask(vault_.approver(), &InterestDesk::AllocateInterest, request);
  }
  void On(const std::string& day) {
    vault_.bureau().clock().Set(ParseRfc3339(day + "T02:00:00Z").value());
  }

  Vault vault_;
  const std::string lot_ = NewLot();
};

TEST_F(InterestTest, GoesToThoseWhoseMoneyWasThereByFenAndNights) {
  On("2026-11-01");
  const auto first = vault_.Funded(lot_, Vault::Bidder(1), 1000);
  const auto second = vault_.Funded(lot_, Vault::Bidder(2), 3000);
  On("2026-11-06");
  ASSERT_TRUE(vault_.Release(first.name()).ok());         // 5 nights of 1000
  ASSERT_TRUE(vault_.Capture(second.name(), 1000).ok());  // 5 of 3000, then 5 of 2000
  On("2026-11-12");
  const std::string item = InterestItem(100);
  const auto run = Allocate(item, "2026-11-01", "2026-11-10");
  ASSERT_TRUE(run.ok()) << run.reason();
  EXPECT_EQ(run.reply.shares(), 2);
  v1::ListInterestSharesRequest request;
  request.set_parent(run.reply.name());
  const auto shares =
      vault_.Ask(vault_.officer(), &InterestDesk::ListInterestShares, request).reply;
  Lines told;
  for (const auto& share : shares.shares()) {
    told.push_back(std::to_string(share.fen_days()) + " " + std::to_string(share.amount_fen()) +
                   " " + std::to_string(share.payment_state()));
  }
  EXPECT_THAT(told, ElementsAre("5000 17 1", "25000 83 0"))
      << "the first is paid at once, since its hold is over";
  EXPECT_EQ(vault_.See(second.name()).interest_fen(), 83);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 4100", "201 2000", "203 2017", "205 83"));
  EXPECT_EQ(vault_.SeeItem(item).state(), v1::SuspenseItem::STATE_ALLOCATED);
  ASSERT_TRUE(vault_.Forfeit(second.name()).ok());
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 4100", "203 2100", "206 2000"))
      << "the interest is the bidder's also where the deposit is lost";
  EXPECT_EQ(vault_.BankPaysAll(), 4);
}

TEST_F(InterestTest, IsAllocatedOnceAndForDaysThatAreOver) {
  On("2026-11-01");
  vault_.Funded(lot_, Vault::Bidder(1), 1000);
  On("2026-11-12");
  const std::string item = InterestItem(100), other = InterestItem(50);
  EXPECT_EQ(Allocate(item, "2026-11-02", "2026-11-01").reason(), "DAYS_REVERSED");
  EXPECT_EQ(Allocate(item, "2026-11-02", "2026-11-12").reason(), "DAYS_NOT_OVER");
  EXPECT_EQ(Allocate(item, "2026-10-01", "2026-10-31").reason(), "NO_WEIGHT");
  ASSERT_TRUE(Allocate(item, "2026-11-01", "2026-11-05").ok());
  EXPECT_EQ(Allocate(item, "2026-11-06", "2026-11-07").reason(), "SUSPENSE_ENDED");
  EXPECT_EQ(Allocate(other, "2026-11-05", "2026-11-07").reason(), "DAYS_ALLOCATED");
  EXPECT_TRUE(Allocate(other, "2026-11-06", "2026-11-07").ok());
}

TEST_F(InterestTest, IsNothingThatSomebodyPaidForAHold) {
  On("2026-11-01");
  vault_.Funded(lot_, Vault::Bidder(1), 1000);
  const auto waits = vault_.Open(lot_, Vault::Bidder(2), 1000);
  const std::string item = vault_.Suspended(vault_.CreditFor(waits, Vault::Bidder(3)));
  On("2026-11-12");
  EXPECT_EQ(Allocate(item, "2026-11-01", "2026-11-10").reason(), "SUSPENSE_OF_HOLD");
}

TEST_F(InterestTest, AddsUpForManyHoldsWithRemainders) {
  On("2026-11-01");
  std::vector<std::string> holds;
  for (int i = 1; i <= 23; ++i) {
    holds.push_back(vault_.Funded(lot_, Vault::Bidder(i), 700 + i * 13).name());
  }
  On("2026-11-04");
  for (std::size_t i = 0; i < holds.size(); i += 3) vault_.Release(holds[i]);
  On("2026-11-12");
  ASSERT_TRUE(Allocate(InterestItem(101), "2026-11-01", "2026-11-11").ok());
  EXPECT_EQ(vault_.bureau().Query("SELECT sum(amount_fen) FROM ledger.interest_share"), "101");
}

}  // namespace
}  // namespace qianmo::ledger

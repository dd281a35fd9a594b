// The bank's interest, to the fen.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "ledger/interest_giving.h"
#include "ledger/interest_service.h"
#include "ledger/interest_store.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
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
  Answer<v1::InterestRun> Propose(const std::string& item, const std::string& first,
                                  const std::string& last) {
    auto request = Named<v1::ProposeInterestRequest>(item);
    *request.mutable_first_date() = Day(first);
    *request.mutable_last_date() = Day(last);
    return vault_.Ask(vault_.officer(), &InterestDesk::ProposeInterest, request);
  }
  Answer<google::longrunning::Operation> Approve(const std::string& run) {
    return vault_.Ask(vault_.approver(), &InterestDesk::ApproveInterest,
                      Named<v1::ApproveInterestRequest>(run));
  }
  google::longrunning::Operation Await(const std::string& name) {
    rpc::v1::GetOperationRequest request;
    request.set_name(name);
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    for (;;) {
      const auto now =
          vault_.Ask(vault_.approver(), &rpc::v1::OperationsService::Stub::GetOperation, request);
      if (now.reply.done()) return now.reply;
      if (std::chrono::steady_clock::now() > patience) throw std::runtime_error("it does not end");
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  v1::InterestRun See(const std::string& run) {
    return vault_
        .Ask(vault_.officer(), &InterestDesk::GetInterestRun, Named<v1::GetInterestRunRequest>(run))
        .reply;
  }
  // By two persons, to its end.
  Answer<v1::InterestRun> Allocate(const std::string& item, const std::string& first,
                                   const std::string& last) {
    auto run = Propose(item, first, last);
    if (!run.ok()) return run;
    const auto begun = Approve(run.reply.name());
    EXPECT_TRUE(begun.ok()) << begun.reason();
    Await(begun.reply.name());
    run.reply = See(run.reply.name());
    return run;
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
  EXPECT_EQ(run.reply.state(), v1::InterestRun::STATE_DONE);
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
  const auto nobodys = Allocate(item, "2026-10-01", "2026-10-31");
  EXPECT_EQ(nobodys.reply.state(), v1::InterestRun::STATE_FAILED);
  EXPECT_EQ(nobodys.reply.end_reason(), "NO_WEIGHT");
  ASSERT_TRUE(Allocate(item, "2026-11-01", "2026-11-05").ok()) << "the item waited again";
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

TEST_F(InterestTest, IsGivenOutByTwoPersonsAndNothingElseHappensToItMeanwhile) {
  On("2026-11-01");
  vault_.Funded(lot_, Vault::Bidder(1), 1000);
  On("2026-11-12");
  const std::string item = InterestItem(100);
  const auto run = Propose(item, "2026-11-01", "2026-11-05");
  ASSERT_TRUE(run.ok()) << run.reason();
  EXPECT_EQ(run.reply.state(), v1::InterestRun::STATE_PROPOSED);
  EXPECT_EQ(run.reply.suspense_item(), item);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 1100", "201 1000", "204 100"));
  EXPECT_EQ(Propose(item, "2026-11-06", "2026-11-07").reason(), "SUSPENSE_PROPOSED");
  EXPECT_EQ(Propose(InterestItem(1), "2026-11-05", "2026-11-06").reason(), "DAYS_ALLOCATED");
  auto same = vault_.officer();
  same.mutable_roles(0)->set_role(rpc::v1::ROLE_CENTRE_APPROVER);
  EXPECT_EQ(vault_
                .Ask(same, &InterestDesk::ApproveInterest,
                     Named<v1::ApproveInterestRequest>(run.reply.name()))
                .reason(),
            "SAME_PERSON");
  auto decline = Named<v1::DeclineInterestRequest>(run.reply.name());
  decline.set_reason("日期不对");
  const auto declined = vault_.Ask(vault_.approver(), &InterestDesk::DeclineInterest, decline);
  EXPECT_EQ(declined.reply.state(), v1::InterestRun::STATE_DECLINED) << declined.reason();
  EXPECT_EQ(Approve(run.reply.name()).reason(), "INTEREST_RUN_ENDED");
  ASSERT_TRUE(Allocate(item, "2026-11-01", "2026-11-06").ok()) << "proposed anew";
  v1::ListInterestRunsRequest list;
  list.set_parent(kCounty);
  list.set_state(v1::InterestRun::STATE_DONE);
  EXPECT_EQ(vault_.Ask(vault_.officer(), &InterestDesk::ListInterestRuns, list)
                .reply.interest_runs_size(),
            1);
  EXPECT_EQ(Approve("counties/7/interestRuns/" + NewRequestId()).reason(),
            "INTEREST_RUN_NOT_FOUND");
}

TEST_F(InterestTest, GoesOnWhereItStoppedAndPaysNobodyTwice) {
  On("2026-11-01");
  std::vector<std::string> holds;
  for (int i = 1; i <= 130; ++i) {
    holds.push_back(vault_.Funded(NewLot(), Vault::Bidder(i), 1000).name());
  }
  On("2026-11-06");
  for (const std::string& hold : holds) ASSERT_TRUE(vault_.Release(hold).ok());
  On("2026-11-12");
  const std::string run = Propose(InterestItem(1300), "2026-11-01", "2026-11-05").reply.name();
  const RunId id = RunId::Parse(run.substr(run.rfind('/') + 1)).value();
  const Hand hand{Uuid::Make(vault_.now()), Uuid::Make(vault_.now())};
  // As a server that was killed after the shares and a piece of their payments.
  ASSERT_TRUE(vault_.Do([&](pg::Transaction& tx) -> Result<Done> {
    SaveRunDecided(tx, kHomeCounty, id, RunState::kRunning, hand, vault_.now());
    QM_ASSIGN(const RunRow row, LockRun(tx, kHomeCounty, id));
    QM_TRY(GiveShares(tx, kHomeCounty, *vault_.bureau().keyring(), row, hand, vault_.now()));
    QM_ASSIGN(const auto paid, PayShares(tx, kHomeCounty, *vault_.bureau().keyring(), id, Uuid(),
                                         hand, vault_.now()));
    EXPECT_EQ(paid->shares, 100);
    return Done{};
  }));
  EXPECT_EQ(vault_.bureau().Query("SELECT count(*) FROM ledger.payment WHERE kind = 4"), "100");
  const auto begun = Approve(run);
  ASSERT_TRUE(begun.ok()) << begun.reason();
  const auto done = Await(begun.reply.name());
  EXPECT_FALSE(done.has_error()) << done.error().message();
  rpc::v1::OperationProgress progress;
  ASSERT_TRUE(done.metadata().UnpackTo(&progress));
  EXPECT_EQ(progress.total(), 130);
  EXPECT_EQ(vault_.bureau().Query("SELECT count(*) FROM ledger.payment WHERE kind = 4"), "130");
  EXPECT_EQ(See(run).state(), v1::InterestRun::STATE_DONE);
  EXPECT_EQ(Approve(run).reason(), "INTEREST_RUN_ENDED");
}

}  // namespace
}  // namespace qianmo::ledger

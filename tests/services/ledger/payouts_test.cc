// The file of a batch is what two persons approved, whatever happens between them and the bank.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/bankfile/payout.h"
#include "ledger/contradiction_store.h"
#include "services/ledger/branch.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using PayoutState = v1::PayoutBatch;

class PayoutsTest : public testing::Test {
 protected:
  void SetUp() override { bureau().Post({"D 102 100000", "C 211 100000"}); }

  Bureau& bureau() { return branch_.bureau(); }
  void SetProfile(const std::string& profile) {
    v1::UpdateBankAccountRequest request;
    request.set_request_id(NewRequestId());
    request.mutable_bank_account()->set_name(branch_.account());
    request.mutable_bank_account()->set_profile(profile);
    request.mutable_update_mask()->add_paths("profile");
    const auto updated = branch_.Ask(bureau().agent(), &BankAccounts::UpdateBankAccount, request);
    ASSERT_TRUE(updated.ok()) << updated.reason();
  }
  Answer<v1::PayoutBatch> Cancel(const std::string& batch) {
    return branch_.Ask(bureau().agent(), &Payouts::CancelPayoutBatch,
                       Named<v1::CancelPayoutBatchRequest>(batch));
  }
  std::string Download(const std::string& batch) {
    const auto body = branch_.Ask(bureau().agent(), &Payouts::DownloadPayoutFile,
                                  Named<v1::DownloadPayoutFileRequest>(batch));
    return body.ok() ? body.reply.data() : body.reason();
  }
  // The bank says two things of the payment.
  void Contradict(const std::string& payment) {
    const std::string made = branch_.Contradict(branch_.account());
    bureau().Query("UPDATE ledger.contradiction SET payment_id = '" +
                   payment.substr(payment.rfind('/') + 1) + "' WHERE id = '" +
                   made.substr(made.rfind('/') + 1) + "'");
    contradiction_ = made;
  }
  void ClearUp() {
    auto close = Named<v1::CloseContradictionRequest>(contradiction_);
    close.set_outcome("银行书面确认未付");
    ASSERT_TRUE(branch_.Ask(bureau().agent(), &Payments::CloseContradiction, close).ok());
  }

  Branch branch_;
  std::string contradiction_;
};

TEST_F(PayoutsTest, AreWhatWasApprovedWhateverTheProfileSaysLater) {
  branch_.Owe({30000});
  const auto batch = branch_.Batch();
  ASSERT_TRUE(batch.ok()) << batch.reason();
  EXPECT_EQ(batch.reply.sha256(), "");
  const auto approved = branch_.Approve(batch.reply.name());
  ASSERT_TRUE(approved.ok()) << approved.reason();
  EXPECT_EQ(approved.reply.sha256().size(), 64u);
  EXPECT_EQ(Download(batch.reply.name()), "PAYOUT_BATCH_NOT_EXPORTED") << "nobody has it yet";
  SetProfile(
      "payout.form = csv\npayout.fen = yes\npayout.column.end_to_end_id = id\n"
      "payout.column.name = name\npayout.column.account = account\n"
      "payout.column.amount = amount\n");
  bureau().clock().Advance(std::chrono::hours(50));
  const auto exported = branch_.Export(batch.reply.name());
  ASSERT_TRUE(exported.ok()) << exported.reason();
  EXPECT_EQ(exported.reply.sha256(), approved.reply.sha256());
  const auto head = bankfile::ReadPayout({}, Download(batch.reply.name()), [](const auto&) {});
  ASSERT_TRUE(head) << head.refusal().reason;
  EXPECT_EQ(head->sum, Fen(30000));
}

TEST_F(PayoutsTest, AreNotApprovedOnceTheirDayIsOver) {
  branch_.Owe({300});
  const auto batch = branch_.Batch();
  bureau().clock().Advance(std::chrono::hours(24));
  EXPECT_EQ(branch_.Approve(batch.reply.name()).reason(), "EXECUTION_DATE_PAST");
  ASSERT_TRUE(Cancel(batch.reply.name()).ok());
  EXPECT_EQ(branch_.Send().count(), 1);
}

TEST_F(PayoutsTest, KeepWhoApprovedThemWhenTheyAreTakenApart) {
  branch_.Owe({300});
  const auto batch = branch_.Batch();
  const auto approved = branch_.Approve(batch.reply.name());
  ASSERT_TRUE(approved.ok()) << approved.reason();
  const auto cancelled = Cancel(batch.reply.name());
  ASSERT_TRUE(cancelled.ok()) << cancelled.reason();
  EXPECT_EQ(cancelled.reply.checker(), approved.reply.checker());
  EXPECT_TRUE(cancelled.reply.has_cancel_time());
  EXPECT_NE(cancelled.reply.canceller(), approved.reply.checker());
  EXPECT_EQ(branch_.Export(batch.reply.name()).reason(), "PAYOUT_BATCH_NOT_APPROVED");
  EXPECT_EQ(Download(batch.reply.name()), "PAYOUT_BATCH_NOT_EXPORTED");
}

TEST_F(PayoutsTest, LeaveNotWithAPaymentOfWhichTheBankSaysTwoThings) {
  const auto owed = branch_.Owe({300, 45});
  const auto batch = branch_.Batch();
  Contradict(owed[0]);
  const auto refused = branch_.Approve(batch.reply.name());
  EXPECT_EQ(refused.reason(), "PAYMENT_CONTRADICTED");
  EXPECT_THAT(refused.status.error_message(), testing::HasSubstr(owed[0])) << "it is named";
  ClearUp();
  ASSERT_TRUE(branch_.Approve(batch.reply.name()).ok());
  Contradict(owed[1]);
  EXPECT_EQ(branch_.Export(batch.reply.name()).reason(), "PAYMENT_CONTRADICTED");
  EXPECT_EQ(branch_.Get(owed[0]).state(), v1::Payment::STATE_QUEUED);
  ASSERT_TRUE(Cancel(batch.reply.name()).ok());
  EXPECT_EQ(branch_.Batch({owed[1]}).reason(), "PAYMENT_CONTRADICTED");
  EXPECT_EQ(branch_.Batch().reply.count(), 1) << "the other one is not kept";
}

TEST_F(PayoutsTest, LeaveOutWhatTheBankCannotWriteAndTellWhich) {
  const auto odd = branch_.Owe({300, 7}, "张𠮷三🙂");
  EXPECT_EQ(branch_.Batch().reason(), "PAYEE_CHARACTER") << "nothing is left";
  const auto fine = branch_.Owe({45, 5});
  const auto batch = branch_.Batch();
  ASSERT_TRUE(batch.ok()) << batch.reason();
  EXPECT_EQ(batch.reply.count(), 2);
  EXPECT_EQ(batch.reply.sum_fen(), 50);
  std::vector<std::string> told;
  for (const auto& one : batch.reply.left_out()) {
    told.push_back(one.payment() + " " + one.reason() + " " + one.field());
  }
  EXPECT_THAT(told,
              ElementsAre(odd[0] + " PAYEE_CHARACTER name", odd[1] + " PAYEE_CHARACTER name"));
  EXPECT_EQ(branch_.Batch({odd[0]}).reason(), "PAYEE_CHARACTER") << "one that is named is wanted";
  // Corrected, it goes with the next file.
  const auto proposed = branch_.CorrectPayee(bureau().agent(), odd[0]);
  ASSERT_TRUE(
      branch_.ApproveCorrection(bureau().approver(), proposed.reply.name(), "6222000000000077")
          .ok());
  const auto next = branch_.Batch();
  EXPECT_EQ(next.reply.sum_fen(), 300) << next.reason();
  EXPECT_EQ(next.reply.left_out_size(), 1);
}

TEST_F(PayoutsTest, TakeAsManyAsAFileHoldsBehindThoseThatAreLeftOut) {
  SetProfile("payout.most_items = 2\n");
  branch_.Owe({1, 2, 3}, "🙂");
  branch_.Owe({10, 20, 30});
  const auto batch = branch_.Batch();
  ASSERT_TRUE(batch.ok()) << batch.reason();
  EXPECT_EQ(batch.reply.sum_fen(), 30);
  EXPECT_EQ(batch.reply.left_out_size(), 3);
}

TEST_F(PayoutsTest, EndInOneWayWhoeverComesAtOnce) {
  branch_.Owe({300, 45});
  for (int round = 0; round < 6; ++round) {
    const std::string batch = branch_.Batch().reply.name();
    Answer<v1::PayoutBatch> approved, cancelled;
    std::thread beside([&] { approved = branch_.Approve(batch); });
    cancelled = Cancel(batch);
    beside.join();
    ASSERT_TRUE(cancelled.ok()) << cancelled.reason() << ": an approved one, too";
    ASSERT_TRUE(approved.ok() || approved.reason() == "PAYOUT_BATCH_ENDED") << approved.reason();
  }
  const std::string batch = branch_.Batch().reply.name();
  ASSERT_TRUE(branch_.Approve(batch).ok());
  Answer<v1::PayoutBatch> exported, cancelled;
  std::thread beside([&] { exported = branch_.Export(batch); });
  cancelled = Cancel(batch);
  beside.join();
  EXPECT_NE(exported.ok(), cancelled.ok()) << exported.reason() << cancelled.reason();
}

}  // namespace
}  // namespace qianmo::ledger

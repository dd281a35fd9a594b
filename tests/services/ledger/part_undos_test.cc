// A captured or forfeited part that was wrong comes back, by two persons and while it is here.
#include <barrier>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/part_undo_store.h"
#include "ledger/part_undos_service.h"
#include "ledger/payment_withdrawal_store.h"
#include "qianmo/ledger/v1/payments.grpc.pb.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using Payments = v1::PaymentsService::Stub;

class PartUndosTest : public testing::Test {
 protected:
  template <class Request>
  static Request Of(const v1::Hold& hold, int part) {
    auto request = Named<Request>(hold.name());
    request.set_part(hold.parts(part).id());
    if constexpr (requires { request.set_reason(""); }) request.set_reason("记错标的");
    return request;
  }
  Answer<v1::Hold> Propose(const v1::Hold& hold, int part = 0) {
    return vault_.Ask(vault_.officer(), &Undos::ProposePartUndo,
                      Of<v1::ProposePartUndoRequest>(hold, part));
  }
  Answer<v1::Hold> Approve(const v1::Hold& hold, int part = 0) {
    return vault_.Ask(vault_.other_approver(), &Undos::ApprovePartUndo,
                      Of<v1::ApprovePartUndoRequest>(hold, part));
  }
  Answer<v1::Hold> Decline(const v1::Hold& hold, int part = 0) {
    return vault_.Ask(vault_.approver(), &Undos::DeclinePartUndo,
                      Of<v1::DeclinePartUndoRequest>(hold, part));
  }
  // Of the payment to the village.
  std::string PaymentOfVillage() {
    return "counties/7/payments/" +
           vault_.bureau().Query("SELECT id FROM ledger.payment WHERE kind = 2");
  }
  v1::PayoutBatch Batch() {
    v1::CreatePayoutBatchRequest request;
    request.set_parent("counties/7/bankAccounts/" + vault_.account().ToString());
    request.set_request_id(NewRequestId());
    return vault_.Ask(vault_.officer(), &Payouts::CreatePayoutBatch, request).reply;
  }

  Vault vault_;
  const Bidding anna_ = Vault::Bidder(1);
  const v1::Hold hold_ = vault_.Funded(NewLot(), anna_, 1000);
};

TEST_F(PartUndosTest, TakeBackNoRentThatIsIncome) {
  const auto captured = vault_.Capture(hold_.name(), 600).reply;
  v1::CreateSpreadRequest spread;
  spread.set_parent(vault_.bureau().books());
  spread.set_request_id(NewRequestId());
  spread.mutable_spread()->set_voucher(
      "counties/7/vouchers/" +
      vault_.bureau().Query("SELECT voucher_id FROM ledger.posting WHERE credit_code = '211'"));
  spread.mutable_spread()->set_line(2);
  *spread.mutable_spread()->mutable_first_date() = Day("2026-01-01");
  *spread.mutable_spread()->mutable_last_date() = Day("2028-12-31");
  spread.mutable_spread()->set_method(v1::Spread::METHOD_LEASE_YEARS);
  const auto& agent = vault_.bureau().agent();
  const auto created = vault_.Ask(agent, &v1::SpreadsService::Stub::CreateSpread, spread);
  ASSERT_TRUE(created.ok()) << created.reason();
  v1::DraftDueSpreadsRequest due;
  due.set_parent(vault_.bureau().books());
  due.set_request_id(NewRequestId());
  const auto parts =
      vault_.Ask(vault_.bureau().clerk(), &v1::SpreadsService::Stub::DraftDueSpreads, due);
  ASSERT_EQ(parts.reply.vouchers_size(), 1) << parts.reason();
  ASSERT_TRUE(Propose(captured).ok());
  EXPECT_EQ(Approve(captured).reason(), "SPREAD_PART_WAITS");
  ASSERT_TRUE(
      vault_.bureau().Approve(vault_.bureau().approver(), parts.reply.vouchers(0).name()).ok());
  EXPECT_EQ(Approve(captured).reason(), "SPREAD_IS_INCOME");
}

TEST_F(PartUndosTest, BringACaptureBackInBothBooksAndWithdrawItsPayment) {
  const auto captured = vault_.Capture(hold_.name(), 600).reply;
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 1000", "201 400", "203 600"));
  EXPECT_EQ(Approve(captured).reason(), "UNDO_NOT_PROPOSED");
  const auto proposed = Propose(captured);
  ASSERT_TRUE(proposed.ok()) << proposed.reason();
  EXPECT_EQ(proposed.reply.parts(0).undo().state(), v1::PartUndo::STATE_PROPOSED);
  EXPECT_EQ(proposed.reply.open_fen(), 400) << "nothing has moved";
  EXPECT_EQ(Propose(captured).reason(), "UNDO_PROPOSED");
  auto same = vault_.officer();
  same.mutable_roles(0)->set_role(rpc::v1::ROLE_CENTRE_APPROVER);
  EXPECT_EQ(vault_.Ask(same, &Undos::ApprovePartUndo, Of<v1::ApprovePartUndoRequest>(captured, 0))
                .reason(),
            "SAME_PERSON");
  const auto undone = Approve(captured);
  ASSERT_TRUE(undone.ok()) << undone.reason() << undone.status.error_message();
  EXPECT_EQ(undone.reply.open_fen(), 1000);
  EXPECT_EQ(undone.reply.captured_fen(), 0);
  EXPECT_EQ(undone.reply.parts(0).undo().state(), v1::PartUndo::STATE_DONE);
  EXPECT_EQ(undone.reply.parts(0).payment_state(), v1::Payment::STATE_WITHDRAWN);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 1000", "201 1000"));
  EXPECT_TRUE(vault_.bureau().Balances().empty());
  EXPECT_EQ(vault_.OwedToVillage(), 0);
  EXPECT_EQ(vault_.BankPaysAll(), 0);
  EXPECT_EQ(Batch().count(), 0) << "nothing is due";
  EXPECT_EQ(vault_
                .Ask(vault_.officer(), &Payments::RetryPayment,
                     Named<v1::RetryPaymentRequest>(PaymentOfVillage()))
                .reason(),
            "PAYMENT_WITHDRAWN");
  EXPECT_EQ(Approve(captured).reason(), "PART_UNDONE");
  EXPECT_EQ(Propose(captured).reason(), "PART_UNDONE");
  const auto reversal =
      vault_.bureau().Ask(vault_.officer(), &Vouchers::GetVoucher,
                          Named<v1::GetVoucherRequest>(undone.reply.parts(0).undo().voucher()));
  EXPECT_EQ(reversal.reply.reverses(), undone.reply.parts(0).voucher());
  const auto right = vault_.Capture(hold_.name());
  ASSERT_TRUE(right.ok()) << right.reason();
  EXPECT_EQ(right.reply.state(), v1::Hold::STATE_RESOLVED);
  EXPECT_EQ(vault_.BankPaysAll(), 1);
}

TEST_F(PartUndosTest, BringBackAResolvedHoldForWhichTheVillageWasNotPaidYet) {
  vault_.bureau().Query(
      "UPDATE ledger.bank_account SET close_time = create_time"
      " WHERE books_id <> (SELECT id FROM ledger.books WHERE kind = 3)");
  const auto captured = vault_.Capture(hold_.name()).reply;
  ASSERT_EQ(captured.state(), v1::Hold::STATE_RESOLVED);
  ASSERT_TRUE(Propose(captured).ok());
  const auto undone = Approve(captured);
  ASSERT_TRUE(undone.ok()) << undone.reason();
  EXPECT_EQ(undone.reply.state(), v1::Hold::STATE_FUNDED);
  EXPECT_FALSE(undone.reply.has_end_time());
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 1000", "201 1000"));
  EXPECT_TRUE(vault_.Release(hold_.name()).ok());
}

TEST_F(PartUndosTest, BringAForfeitBackUntilItIsDisposed) {
  const auto forfeited = vault_.Forfeit(hold_.name(), 300).reply;
  ASSERT_TRUE(Propose(forfeited).ok());
  EXPECT_EQ(Decline(forfeited).reply.parts(0).undo().state(), v1::PartUndo::STATE_DECLINED);
  EXPECT_EQ(Approve(forfeited).reason(), "UNDO_NOT_PROPOSED");
  EXPECT_EQ(Decline(forfeited).reason(), "UNDO_NOT_PROPOSED");
  ASSERT_TRUE(Propose(forfeited).ok()) << "once more";
  ASSERT_TRUE(Approve(forfeited).ok());
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 1000", "201 1000"));
  auto dispose = Named<v1::DisposeForfeitRequest>(hold_.name());
  dispose.set_part(forfeited.parts(0).id());
  dispose.set_books(vault_.bureau().books());
  dispose.set_reason("公告");
  EXPECT_EQ(vault_.Ask(vault_.other_approver(), &Forfeits::DisposeForfeit, dispose).reason(),
            "PART_NOT_FORFEITED")
      << "it is not forfeited any more";
  const auto again = vault_.Forfeit(hold_.name(), 200).reply;
  dispose.set_request_id(NewRequestId());
  dispose.set_part(again.parts(1).id());
  ASSERT_TRUE(vault_.Ask(vault_.other_approver(), &Forfeits::DisposeForfeit, dispose).ok());
  EXPECT_EQ(Propose(again, 1).reason(), "FORFEIT_DISPOSED");
}

TEST_F(PartUndosTest, AreTooLateOnceABatchHasTheMoney) {
  const auto captured = vault_.Capture(hold_.name(), 600).reply;
  ASSERT_TRUE(Propose(captured).ok());
  const auto batch = Batch();
  ASSERT_EQ(batch.count(), 1);
  EXPECT_EQ(Approve(captured).reason(), "MONEY_LEFT");
  ASSERT_TRUE(vault_
                  .Ask(vault_.approver(), &Payouts::CancelPayoutBatch,
                       Named<v1::CancelPayoutBatchRequest>(batch.name()))
                  .ok());
  ASSERT_TRUE(Approve(captured).ok()) << "it is here again";
  const auto next = vault_.Capture(hold_.name(), 500).reply;
  vault_.BankPaysAll();
  EXPECT_EQ(Propose(next, 1).reason(), "MONEY_LEFT");
}

TEST_F(PartUndosTest, AreOfPartsOfTheHoldThatDidNotGoBack) {
  const auto released = vault_.Release(hold_.name(), 1).reply;
  EXPECT_EQ(Propose(released).reason(), "PART_RELEASED");
  auto foreign = Of<v1::ProposePartUndoRequest>(released, 0);
  foreign.set_name(vault_.Funded(NewLot(), anna_).name());
  EXPECT_EQ(vault_.Ask(vault_.officer(), &Undos::ProposePartUndo, foreign).reason(),
            "PART_NOT_FOUND");
  foreign.set_request_id(NewRequestId());
  foreign.set_name("counties/7/holds/" + NewRequestId());
  EXPECT_EQ(vault_.Ask(vault_.officer(), &Undos::ProposePartUndo, foreign).reason(),
            "HOLD_NOT_FOUND");
}

TEST_F(PartUndosTest, AndABatchNeverBothHaveTheMoney) {
  for (int i = 0; i < 5; ++i) {
    const auto hold = vault_.Funded(NewLot(), anna_, 100);
    const auto captured = vault_.Capture(hold.name()).reply;
    ASSERT_TRUE(Propose(captured).ok());
    std::barrier together(2);
    v1::PayoutBatch batch;
    std::thread batching([&] {
      together.arrive_and_wait();
      batch = Batch();
    });
    together.arrive_and_wait();
    const auto undone = Approve(captured);
    batching.join();
    EXPECT_EQ(undone.ok(), batch.count() == 0) << undone.reason();
    if (!undone.ok()) {
      EXPECT_EQ(undone.reason(), "MONEY_LEFT");
    }
  }
  vault_.bureau().Query(
      "UPDATE ledger.payment_attempt SET batch_id = NULL, position = NULL WHERE state = 1");
  vault_.BankPaysAll();
}

}  // namespace
}  // namespace qianmo::ledger

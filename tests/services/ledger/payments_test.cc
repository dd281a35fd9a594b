// Payments from the moment at which they are owed to the one at which the bank has made them, or
// has not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "ledger/bank_accounts_service.h"
#include "ledger/bank_callers.h"
#include "ledger/bankfile/payout.h"
#include "ledger/contradiction_store.h"
#include "ledger/payments_service.h"
#include "ledger/payout_store.h"
#include "ledger/payouts_service.h"
#include "services/ledger/branch.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using PaymentState = v1::Payment;
using BatchOf = v1::PayoutBatch;

class PaymentsTest : public testing::Test {
 protected:
  void SetUp() override { bureau().Post({"D 102 100000", "C 211 100000"}); }

  Bureau& bureau() { return branch_.bureau(); }
  Answer<v1::Payment> Retry(const std::string& payment) {
    return branch_.Ask(bureau().agent(), &Payments::RetryPayment,
                       Named<v1::RetryPaymentRequest>(payment));
  }
  std::string Download(const std::string& batch) {
    const auto body = branch_.Ask(bureau().agent(), &Payouts::DownloadPayoutFile,
                                  Named<v1::DownloadPayoutFileRequest>(batch));
    return body.ok() ? body.reply.data() : body.reason();
  }
  int StateOf(const std::string& payment) { return branch_.Get(payment).state(); }

  Branch branch_;
};

TEST_F(PaymentsTest, LeaveInAFileThatAnotherPersonApproved) {
  const auto owed = branch_.Owe({300, 45, 5});
  const auto batch = branch_.Batch({owed[1], owed[0]});
  ASSERT_TRUE(batch.ok()) << batch.reason();
  EXPECT_EQ(batch.reply.count(), 2);
  EXPECT_EQ(batch.reply.sum_fen(), 345);
  EXPECT_EQ(batch.reply.state(), BatchOf::STATE_DRAFT);
  EXPECT_EQ(branch_.Batch({owed[0]}).reason(), "PAYMENT_NOT_WAITING");
  EXPECT_EQ(branch_.Export(batch.reply.name()).reason(), "PAYOUT_BATCH_NOT_APPROVED");
  EXPECT_EQ(Download(batch.reply.name()), "PAYOUT_BATCH_NOT_EXPORTED");
  auto both = bureau().agent();
  auto* held = both.add_roles();
  held->set_role(rpc::v1::ROLE_TOWNSHIP_APPROVER);
  held->set_org_path(kTownship);
  EXPECT_EQ(branch_
                .Ask(both, &Payouts::ApprovePayoutBatch,
                     Named<v1::ApprovePayoutBatchRequest>(batch.reply.name()))
                .reason(),
            "SAME_PERSON");
  ASSERT_TRUE(branch_.Approve(batch.reply.name()).ok());
  EXPECT_EQ(StateOf(owed[0]), PaymentState::STATE_QUEUED) << "approved is not sent";
  const auto exported = branch_.Export(batch.reply.name());
  ASSERT_TRUE(exported.ok()) << exported.reason();
  EXPECT_EQ(exported.reply.state(), BatchOf::STATE_EXPORTED);
  EXPECT_EQ(StateOf(owed[0]), PaymentState::STATE_SENT);
  EXPECT_EQ(StateOf(owed[2]), PaymentState::STATE_QUEUED);
  const std::string file = Download(batch.reply.name());
  bureau().clock().Advance(std::chrono::hours(1));
  EXPECT_EQ(branch_.Export(batch.reply.name()).reply.sha256(), exported.reply.sha256());
  EXPECT_EQ(Download(batch.reply.name()), file) << "the same bytes";
  std::vector<std::string> names;
  const auto head = bankfile::ReadPayout({}, file, [&](const bankfile::PayoutItem& item) {
    names.push_back(item.payee.name + " " + std::to_string(item.amount.count()) + " " +
                    item.end_to_end_id);
  });
  ASSERT_TRUE(head) << head.refusal().reason;
  EXPECT_EQ(head->payer_account, "1102000000000001");
  EXPECT_EQ(head->sum, Fen(345));
  EXPECT_THAT(names, ElementsAre("张三 45 " + branch_.EndToEnd(owed[1]),
                                 "张三 300 " + branch_.EndToEnd(owed[0])));
  EXPECT_EQ(bureau().Query("SELECT count(*) FROM ledger.payout_batch"
                           " WHERE position('<Document'::bytea IN file_sealed) > 0"),
            "0");
}

TEST_F(PaymentsTest, WaitAgainWhenTheirBatchIsTakenApart) {
  EXPECT_EQ(branch_.Batch().reason(), "PAYOUT_BATCH_EMPTY");
  const auto owed = branch_.Owe({300});
  const auto batch = branch_.Batch();
  ASSERT_TRUE(batch.ok()) << batch.reason();
  const auto cancelled = branch_.Ask(bureau().approver(), &Payouts::CancelPayoutBatch,
                                     Named<v1::CancelPayoutBatchRequest>(batch.reply.name()));
  EXPECT_EQ(cancelled.reply.state(), BatchOf::STATE_CANCELLED);
  EXPECT_EQ(branch_.Approve(batch.reply.name()).reason(), "PAYOUT_BATCH_ENDED");
  const auto sent = branch_.Send();
  EXPECT_EQ(sent.count(), 1);
  EXPECT_EQ(branch_
                .Ask(bureau().agent(), &Payouts::CancelPayoutBatch,
                     Named<v1::CancelPayoutBatchRequest>(sent.name()))
                .reason(),
            "PAYOUT_BATCH_ENDED")
      << "the bank may have the file";
  v1::ListPayoutBatchesRequest request;
  request.set_parent(branch_.account());
  EXPECT_EQ(branch_.Ask(bureau().clerk(), &Payouts::ListPayoutBatches, request)
                .reply.payout_batches_size(),
            2);
}

TEST_F(PaymentsTest, AreRefusedWhileTheyCanBePutRight) {
  branch_.Owe({300}, "张𠮷三🙂");
  const auto odd = branch_.Batch();
  EXPECT_EQ(odd.reason(), "PAYEE_CHARACTER") << odd.status.error_message();
  const auto fine = branch_.Owe({5});
  EXPECT_TRUE(branch_.Batch(fine).ok()) << "a neighbour does not stop it";
  v1::CreatePayoutBatchRequest late;
  late.set_parent(branch_.account());
  late.set_request_id(NewRequestId());
  *late.mutable_execution_date() = Day("2026-11-19");
  EXPECT_EQ(branch_.Ask(bureau().agent(), &Payouts::CreatePayoutBatch, late).reason(),
            "EXECUTION_DATE_PAST");
  EXPECT_EQ(branch_.Batch({"counties/7/payments/" + NewRequestId()}).reason(), "PAYMENT_NOT_FOUND");
}

TEST_F(PaymentsTest, ArePostedOnceWhenTheBankHasPaid) {
  const auto owed = branch_.Owe({300, 45});
  EXPECT_EQ(branch_.Report(owed[0], BankReport::kPaid), ReportFate::kAgainstEarlier)
      << "nothing was sent";
  branch_.Send();
  EXPECT_EQ(branch_.Report(owed[0], BankReport::kAccepted), ReportFate::kChanged);
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 100000", "211 100000"));
  EXPECT_EQ(branch_.Report(owed[0], BankReport::kPaid), ReportFate::kChanged);
  EXPECT_EQ(branch_.Report(owed[0], BankReport::kPaid), ReportFate::kKnown);
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99700", "211 99700"));
  EXPECT_EQ(Retry(owed[0]).reason(), "PAYMENT_PAID");
  EXPECT_EQ(Retry(owed[1]).reason(), "PAYMENT_UNDER_WAY");
  const auto paid = branch_.Get(owed[0]);
  EXPECT_EQ(paid.state(), PaymentState::STATE_PAID);
  EXPECT_TRUE(paid.has_paid_time());
  EXPECT_EQ(paid.payee().name(), "张*");
  EXPECT_EQ(paid.payee().account_number(), "************0001");
  const auto voucher = bureau().Ask(bureau().clerk(), &Vouchers::GetVoucher,
                                    Named<v1::GetVoucherRequest>(paid.attempts(0).paid_voucher()));
  EXPECT_EQ(voucher.reply.origin(), v1::Voucher::ORIGIN_RULE);
  EXPECT_EQ(voucher.reply.summary(), "付款：土地流转款");
  EXPECT_EQ(branch_.Report(owed[0], BankReport::kRejected), ReportFate::kAgainstEarlier);
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99700", "211 99700"));
}

TEST_F(PaymentsTest, AreTriedAgainOnlyWhenTheMoneyIsStillHere) {
  const auto owed = branch_.Owe({300, 45, 7});
  branch_.Send();
  EXPECT_EQ(branch_.Report(owed[0], BankReport::kRejected), ReportFate::kChanged);
  EXPECT_EQ(branch_.Report(owed[1], BankReport::kUnknown), ReportFate::kChanged);
  EXPECT_EQ(branch_.Report(owed[2], BankReport::kReturned), ReportFate::kChanged);
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 100000", "211 100000"));
  EXPECT_EQ(Retry(owed[1]).reason(), "PAYMENT_UNKNOWN");
  ASSERT_TRUE(Retry(owed[0]).ok());
  EXPECT_EQ(Retry(owed[0]).reason(), "PAYMENT_UNDER_WAY") << "one attempt at a time";
  ASSERT_TRUE(Retry(owed[2]).ok());
  const std::string first = branch_.Get(owed[0]).attempts(0).end_to_end_id();
  EXPECT_EQ(branch_.Send().count(), 2) << "what nobody knows is not sent again";
  EXPECT_EQ(branch_
                .Report({{.end_to_end_id = first,
                          .report = BankReport::kPaid,
                          .day = BeijingDate(bureau().clock().Now())}})
                .front()
                .fate,
            ReportFate::kAgainstEarlier)
      << "the rejected attempt, while another is under way";
  EXPECT_EQ(branch_.Report(owed[0], BankReport::kPaid), ReportFate::kChanged);
  EXPECT_EQ(branch_.Report(owed[2], BankReport::kPaid), ReportFate::kChanged);
  EXPECT_EQ(branch_.Report(owed[1], BankReport::kPaid), ReportFate::kChanged);
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99648", "211 99648"));
  EXPECT_EQ(branch_.Get(owed[2]).attempts_size(), 2);
  v1::ListPaymentsRequest request;
  request.set_parent(branch_.account());
  request.set_state(PaymentState::STATE_PAID);
  EXPECT_EQ(branch_.Ask(bureau().clerk(), &Payments::ListPayments, request).reply.payments_size(),
            3);
}

TEST_F(PaymentsTest, BelieveNothingThatDoesNotFit) {
  const auto owed = branch_.Owe({300, 45});
  branch_.Send();
  const Date today = BeijingDate(bureau().clock().Now());
  const std::string id = branch_.EndToEnd(owed[0]);
  const auto outcomes = branch_.Report({
      {.end_to_end_id = id, .report = BankReport::kPaid, .day = today, .amount = Fen(301)},
      {.end_to_end_id = id,
       .report = BankReport::kPaid,
       .day = today,
       .payee_account = "6222000000000009"},
      {.end_to_end_id = std::string(32, '0'), .report = BankReport::kPaid, .day = today},
      {.end_to_end_id = "HEATING-2026", .report = BankReport::kPaid, .day = today},
      {.end_to_end_id = id, .report = BankReport::kPaid, .day = today, .amount = Fen(300)},
      {.end_to_end_id = id, .report = BankReport::kReturned, .day = today},
  });
  EXPECT_EQ(outcomes[0].fate, ReportFate::kOtherAmount);
  EXPECT_EQ(outcomes[1].fate, ReportFate::kOtherPayee);
  EXPECT_EQ(outcomes[2].fate, ReportFate::kUnknownPayment);
  EXPECT_EQ(outcomes[3].fate, ReportFate::kUnknownPayment);
  EXPECT_EQ(outcomes[4].fate, ReportFate::kChanged);
  EXPECT_EQ(outcomes[5].fate, ReportFate::kChanged);
  EXPECT_NE(outcomes[4].voucher, outcomes[5].voucher);
  EXPECT_EQ(StateOf(owed[0]), PaymentState::STATE_RETURNED);
  bureau().Post({"D 513 100000", "C 102 100000"});
  const auto broke = branch_.Report(
      {{.end_to_end_id = branch_.EndToEnd(owed[1]), .report = BankReport::kPaid, .day = today}});
  EXPECT_EQ(broke[0].fate, ReportFate::kNotPosted);
  EXPECT_EQ(broke[0].refusal, "FLOOR_BROKEN") << "the books have less than the bank has paid";
  EXPECT_EQ(StateOf(owed[1]), PaymentState::STATE_SENT);
}

TEST_F(PaymentsTest, ArePostedWhereTheBooksAreOpen) {
  const auto owed = branch_.Owe({300});
  branch_.Send();
  for (int month = 1; month <= 10; ++month) {
    ASSERT_TRUE(
        bureau()
            .Close("2026-" + std::string(month < 10 ? "0" : "") + std::to_string(month) + "-01")
            .ok());
  }
  branch_.Report({{.end_to_end_id = branch_.EndToEnd(owed[0]),
                   .report = BankReport::kPaid,
                   .day = *ParseIsoDate("2026-10-31")}});
  EXPECT_EQ(bureau().Query("SELECT posting_date FROM ledger.posting WHERE amount_fen = 300"),
            "2026-11-01");
}

TEST_F(PaymentsTest, NeedAnAccountThatIsWhatItSays) {
  struct Case {
    const char* reason;
    std::function<void(v1::BankAccount*)> change;
  };
  for (const Case& one :
       {Case{"BANK_ACCOUNT_MALFORMED", [](auto* a) { a->set_number("1234"); }},
        Case{"BANK_ACCOUNT_MALFORMED", [](auto* a) { a->set_number("****0001"); }},
        Case{"BANK_ACCOUNT_MALFORMED", [](auto* a) { a->clear_bank_code(); }},
        Case{"BANK_ACCOUNT_CODE_UNFIT", [](auto* a) { a->set_code("101"); }},
        Case{"ACCOUNT_UNKNOWN", [](auto* a) { a->set_code("10209"); }},
        Case{"PROFILE_MALFORMED", [](auto* a) { a->set_profile("statement.colour = red"); }},
        Case{"BANK_ACCOUNT_EXISTS", [](auto* a) { a->set_number("1102 0000 0000 0001"); }}}) {
    auto request = branch_.NewAccount();
    one.change(request.mutable_bank_account());
    EXPECT_EQ(branch_.Ask(bureau().agent(), &BankAccounts::CreateBankAccount, request).reason(),
              one.reason);
  }
  const auto read = branch_.Ask(bureau().clerk(), &BankAccounts::GetBankAccount,
                                Named<v1::GetBankAccountRequest>(branch_.account()));
  EXPECT_EQ(read.reply.number(), "************0001");
  v1::UpdateBankAccountRequest update;
  *update.mutable_bank_account() = read.reply;
  update.mutable_bank_account()->set_profile("bank = 农商行\n");
  update.set_request_id(NewRequestId());
  EXPECT_EQ(branch_.Ask(bureau().agent(), &BankAccounts::UpdateBankAccount, update).reason(),
            "MASK_UNKNOWN");
  update.mutable_update_mask()->add_paths("profile");
  EXPECT_TRUE(branch_.Ask(bureau().agent(), &BankAccounts::UpdateBankAccount, update).ok());
  update.set_request_id(NewRequestId());
  EXPECT_EQ(branch_.Ask(bureau().agent(), &BankAccounts::UpdateBankAccount, update).reason(),
            "ETAG_STALE");
  const auto close = [&] {
    return branch_.Ask(bureau().agent(), &BankAccounts::CloseBankAccount,
                       Named<v1::CloseBankAccountRequest>(branch_.account()));
  };
  EXPECT_EQ(close().reason(), "BANK_ACCOUNT_IN_USE") << "there is money on it";
  bureau().Post({"D 211 100000", "C 102 100000"});
  EXPECT_TRUE(close().ok());
  EXPECT_EQ(close().reason(), "BANK_ACCOUNT_CLOSED");
  EXPECT_EQ(branch_.Batch().reason(), "BANK_ACCOUNT_CLOSED");
  v1::ListBankAccountsRequest list;
  list.set_parent(kCounty);
  const auto listed = branch_.Ask(bureau().chair(), &BankAccounts::ListBankAccounts, list);
  ASSERT_EQ(listed.reply.bank_accounts_size(), 1);
  EXPECT_TRUE(listed.reply.bank_accounts(0).closed());
}

}  // namespace
}  // namespace qianmo::ledger

// Weeks with a bank that does everything wrong that banks do: every day the books are what the bank
// has, and every payment arrives exactly once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/bank_callers.h"
#include "qianmobank/bank.h"
#include "services/ledger/counter.h"

namespace qianmo::ledger {
namespace {

constexpr bank::Faults kEveryFault{.seed = 20261201,
                                   .rejected = 150,
                                   .returned = 200,
                                   .silent = 100,
                                   .late = 250,
                                   .contradicted = 200,
                                   .unnumbered = 80,
                                   .unsure = 80,
                                   .lost = 120,
                                   .charged = 600,
                                   .repeated = 300,
                                   .overlapping = 400,
                                   .garbage = 250,
                                   .most_days = 3,
                                   .fee_fen = 5};
constexpr int kDaysWithOrders = 10;
constexpr int kMostDays = 40;
constexpr std::int64_t kOpening = 10'000'000;

class BankMonth : public testing::Test {
 protected:
  BankMonth()
      : bank_(*bankfile::ParseProfile("bank = a\npayout.bank_code = 402345678901\n"), kEveryFault) {
    bank_.Open("1102000000000001", "柳湾村股份经济合作社", Fen(kOpening));
    bureau().Post({"D 102 10000000", "C 211 10000000"});
    bureau().clock().Advance(std::chrono::hours(24 * 11));
  }

  Bureau& bureau() { return counter_.bureau(); }
  Branch& branch() { return counter_.branch(); }
  Date today() { return BeijingDate(bureau().clock().Now()); }

  void Order(int day) {
    std::vector<std::int64_t> amounts;
    for (int i = 0; i < 5; ++i) amounts.push_back(1'000 + 100 * day + i % 2);
    for (const std::string& payment : branch().Owe(amounts)) payments_.push_back(payment);
    bank_.Credit({.account = "1102000000000001",
                  .amount = Fen(700 + day % 2),
                  .payer = {"李四", "6210001000", "103345678901"},
                  .sub_account = "",
                  .remittance = "租金"});
  }

  // Everything that waits goes to the bank in one file.
  void SendAll() {
    const auto batch = branch().Batch();
    if (batch.reason() == "PAYOUT_BATCH_EMPTY") return;
    ASSERT_TRUE(branch().Approve(batch.reply.name()).ok());
    ASSERT_TRUE(branch().Export(batch.reply.name()).ok());
    const auto file = branch().Ask(bureau().agent(), &Payouts::DownloadPayoutFile,
                                   Named<v1::DownloadPayoutFileRequest>(batch.reply.name()));
    ASSERT_TRUE(bank_.Take(file.reply.data()));
    if (++sent_ % 3 == 0) {
      ASSERT_TRUE(bank_.Take(file.reply.data()));  // a finger slipped
    }
  }

  void TakeIn(const bank::OutFile& file) {
    const bool of_results = file.name.find("result") != std::string::npos;
    const auto end = of_results ? counter_.ImportResult(file.bytes) : counter_.Import(file.bytes);
    ++files_;
    if (file.kind == bank::FileKind::kGarbage) {
      EXPECT_NE(end.reason, "") << file.name;
    } else {
      EXPECT_TRUE(end.reason.empty() || end.reason == "BANK_FILE_TAKEN")
          << file.name << ": " << end.reason;
    }
  }

  // Results come before statements on every other day.
  void TakeDay(int day) {
    auto files = bank_.Day(today());
    if (day % 2 == 1) std::ranges::reverse(files);
    for (const bank::OutFile& file : files) TakeIn(file);
  }

  // Of this amount and state, and really left (or brought back) by the bank, as it says when asked.
  std::string AskTheBank(std::int64_t fen, bool paid) {
    for (const std::string& name : payments_) {
      const auto payment = branch().Get(name);
      const bank::Truth truth = bank_.TruthOf(payment.attempts().rbegin()->end_to_end_id());
      const bool is_paid = payment.state() == v1::Payment::STATE_PAID;
      if (payment.amount_fen() == fen && is_paid == paid && truth.booked == 1 &&
          truth.returned == (paid ? 1 : 0)) {
        return name;
      }
    }
    return "";
  }

  // What the bank brought in is income, or a payment that came back; what it took without a number
  // is one of ours. Each is approved by another person.
  void WorkThroughEntries() {
    for (const auto& entry : counter_.Entries(true)) {
      auto request = Named<v1::MatchBankEntryRequest>(entry.name());
      const bool credit = entry.side() == v1::BankEntry::SIDE_CREDIT;
      EXPECT_EQ(entry.reason(), credit ? "CREDIT_UNEXPECTED" : "PAYMENT_MISSING")
          << entry.ShortDebugString();
      request.set_summary("与银行核对");
      request.set_payment(
          AskTheBank(entry.amount_fen() + (credit ? kEveryFault.fee_fen : 0), credit));
      if (!request.payment().empty()) {
        if (credit) request.set_fee_account("513");
        const auto said = branch().Ask(bureau().agent(), &BankEntries::MatchBankEntry, request);
        ASSERT_TRUE(said.ok()) << said.reason();
        ASSERT_TRUE(branch().ApproveCorrection(bureau().approver(), said.reply.correction()).ok());
        ++(credit ? returned_by_hand_ : paid_by_hand_);
        continue;
      }
      ASSERT_TRUE(credit) << entry.ShortDebugString();
      auto* line = request.add_lines();
      line->set_side(v1::VoucherLine::SIDE_CREDIT);
      line->set_account("501");
      line->set_amount_fen(entry.amount_fen());
      const auto drafted = branch().Ask(bureau().agent(), &BankEntries::MatchBankEntry, request);
      ASSERT_TRUE(drafted.ok()) << drafted.reason();
      ASSERT_TRUE(bureau().Approve(bureau().approver(), drafted.reply.voucher()).ok());
    }
  }

  // The bank says on the telephone that it never made them.
  void GiveUpWhatIsLost() {
    for (const std::string& name : payments_) {
      const auto payment = branch().Get(name);
      if (payment.state() != v1::Payment::STATE_UNKNOWN) continue;
      if (!bank_.TruthOf(payment.attempts().rbegin()->end_to_end_id()).lost) continue;
      auto request = Named<v1::DeclareNotExecutedRequest>(name);
      request.set_reason("银行电话确认未执行");
      const auto said = branch().Ask(bureau().agent(), &Corrections::DeclareNotExecuted, request);
      ASSERT_TRUE(said.ok()) << said.reason();
      ASSERT_TRUE(branch().ApproveCorrection(bureau().approver(), said.reply.name()).ok());
      ++lost_;
    }
  }

  // Somebody asks the bank which of two things that it said is true.
  void ClearUp() {
    v1::ListContradictionsRequest request;
    request.set_parent(branch().account());
    const auto open = branch().Ask(bureau().agent(), &Payments::ListContradictions, request).reply;
    for (const auto& contradiction : open.contradictions()) {
      auto close = Named<v1::CloseContradictionRequest>(contradiction.name());
      close.set_outcome("已向银行查明");
      ASSERT_TRUE(branch().Ask(bureau().agent(), &Payments::CloseContradiction, close).ok());
    }
  }

  void RetryWhatFailed() {
    ClearUp();
    GiveUpWhatIsLost();
    for (const std::string& payment : payments_) {
      const auto state = branch().Get(payment).state();
      if (state != v1::Payment::STATE_REJECTED && state != v1::Payment::STATE_RETURNED) continue;
      ASSERT_TRUE(branch()
                      .Ask(bureau().agent(), &Payments::RetryPayment,
                           Named<v1::RetryPaymentRequest>(payment))
                      .ok());
    }
  }

  void ExpectNoDifference() {
    auto request = Named<v1::GetDayDifferenceRequest>(branch().account());
    *request.mutable_day() = rpc::ToProto(today());
    const auto sheet =
        branch().Ask(bureau().clerk(), &BankEntries::GetDayDifference, request).reply;
    EXPECT_EQ(sheet.unexplained_fen(), 0);
    EXPECT_EQ(sheet.books_fen(), sheet.bank_fen());
    EXPECT_EQ(sheet.bank_fen(), bank_.accounts().begin()->second.balance.count());
    EXPECT_EQ(sheet.lines_size(), 2) << "what was there before the first statement, on both sides";
  }

  bool IsOver() {
    return std::ranges::all_of(payments_, [&](const std::string& payment) {
      return branch().Get(payment).state() == v1::Payment::STATE_PAID;
    });
  }

  Counter counter_;
  bank::Bank bank_;
  std::vector<std::string> payments_;
  int files_ = 0, sent_ = 0;
  int paid_by_hand_ = 0, returned_by_hand_ = 0, lost_ = 0;
};

TEST_F(BankMonth, LeavesNoDifferenceAndPaysEverybodyExactlyOnce) {
  int day = 0;
  do {
    ++day;
    bureau().clock().Advance(std::chrono::hours(24));
    if (day <= kDaysWithOrders) Order(day);
    SendAll();
    TakeDay(day);
    WorkThroughEntries();
    ExpectNoDifference();
    RetryWhatFailed();
  } while (day < kDaysWithOrders || (!IsOver() && day < kMostDays));
  EXPECT_TRUE(IsOver());
  // What came late says nothing new.
  for (int late = 0; late < 4; ++late) {
    bureau().clock().Advance(std::chrono::hours(24));
    TakeDay(late);
    WorkThroughEntries();
    ExpectNoDifference();
    RetryWhatFailed();
    SendAll();
  }
  for (const std::string& name : payments_) {
    const auto payment = branch().Get(name);
    int booked = 0, returned = 0;
    for (const auto& attempt : payment.attempts()) {
      const bank::Truth truth = bank_.TruthOf(attempt.end_to_end_id());
      EXPECT_LE(truth.booked, 1);
      booked += truth.booked;
      returned += truth.returned;
    }
    const bool is_paid = payment.state() == v1::Payment::STATE_PAID;
    EXPECT_EQ(booked - returned, is_paid ? 1 : 0) << payment.ShortDebugString();
  }
  EXPECT_GT(files_, 40);
  EXPECT_GT(paid_by_hand_ + returned_by_hand_ + lost_, 0);
  EXPECT_NE(bureau().Query("SELECT count(*) FROM ledger.contradiction"), "0");
  EXPECT_NE(bureau().Query("SELECT count(*) FROM ledger.payment WHERE attempts > 1"), "0");
}

}  // namespace
}  // namespace qianmo::ledger

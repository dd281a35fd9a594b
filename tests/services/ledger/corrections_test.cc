// What two persons say of payments where the bank's files do not: each thing once, and never that
// money which has left is here.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/correction_store.h"
#include "ledger/corrections_service.h"
#include "services/ledger/counter.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Correction = v1::PaymentCorrection;
using EntryState = v1::BankEntry;

class CorrectionsTest : public testing::Test {
 protected:
  void SetUp() override { bureau().Post({"D 102 100000", "C 211 100000"}, "2026-11-10"); }

  Bureau& bureau() { return counter_.bureau(); }
  Branch& branch() { return counter_.branch(); }

  void Take(int day, std::int64_t opening, const std::vector<std::string>& bookings) {
    std::vector<bank::Booking> all;
    for (const std::string& one : bookings) all.push_back(Counter::Booked(one));
    ASSERT_EQ(counter_.Import(Counter::Statement(day, day, opening, all)).reason, "");
  }
  Answer<v1::BankEntry> Match(const v1::BankEntry& entry, const std::string& payment,
                              const std::string& fee_account = "") {
    auto request = Named<v1::MatchBankEntryRequest>(entry.name());
    request.set_summary("银行回单核对");
    request.set_payment(payment);
    request.set_fee_account(fee_account);
    return branch().Ask(bureau().agent(), &BankEntries::MatchBankEntry, request);
  }
  Answer<v1::BankEntry> PointAt(const v1::BankEntry& entry, const std::string& voucher) {
    auto request = Named<v1::MatchBankEntryRequest>(entry.name());
    request.set_voucher(voucher);
    return branch().Ask(bureau().agent(), &BankEntries::MatchBankEntry, request);
  }
  Answer<v1::BankEntry> Unmatch(const v1::BankEntry& entry) {
    return branch().Ask(bureau().agent(), &BankEntries::UnmatchBankEntry,
                        Named<v1::UnmatchBankEntryRequest>(entry.name()));
  }
  v1::BankEntry Waiting(std::size_t at = 0) { return counter_.Entries(true).at(at); }
  Answer<Correction> NotExecuted(const std::string& payment) {
    auto request = Named<v1::DeclareNotExecutedRequest>(payment);
    request.set_reason("银行电话确认未执行");
    return branch().Ask(bureau().agent(), &Corrections::DeclareNotExecuted, request);
  }
  Answer<Correction> Approve(const std::string& correction, const std::string& typed = "") {
    return branch().ApproveCorrection(bureau().approver(), correction, typed);
  }
  Answer<Correction> Decline(const std::string& correction) {
    return branch().Ask(bureau().agent(), &Corrections::DeclineCorrection,
                        Named<v1::DeclineCorrectionRequest>(correction));
  }
  std::string Retry(const std::string& payment) {
    return branch()
        .Ask(bureau().agent(), &Payments::RetryPayment, Named<v1::RetryPaymentRequest>(payment))
        .reason();
  }
  std::string StateOf(const std::string& payment) {
    return v1::Payment::State_Name(branch().Get(payment).state()).substr(6);
  }
  // Whoever made it, as one who may approve as well.
  rpc::v1::Caller MakerAsApprover() {
    auto both = bureau().agent();
    auto* held = both.add_roles();
    held->set_role(rpc::v1::ROLE_TOWNSHIP_APPROVER);
    held->set_org_path(kTownship);
    return both;
  }

  Counter counter_;
};

TEST_F(CorrectionsTest, SayWhichBookingMadeAPayment) {
  const auto owed = branch().Owe({300, 45});
  branch().Send();
  Take(20, 100000, {"-302 R1 20", "-45 R2 20"});
  EXPECT_EQ(Match(Waiting(), owed[0]).reason(), "FEE_ACCOUNT_UNFIT");
  for (const char* money : {"101", "102", "10209"}) {
    EXPECT_EQ(Match(Waiting(), owed[0], money).reason(), "FEE_ACCOUNT_UNFIT");
  }
  EXPECT_EQ(Match(Waiting(), owed[1]).reason(), "FEE_ACCOUNT_UNFIT") << "257 fen are a fee at most";
  EXPECT_EQ(Match(Waiting(1), owed[0]).reason(), "PAYMENT_OF_OTHER_AMOUNT");
  EXPECT_EQ(Match(Waiting(1), owed[1], "513").reason(), "FEE_ACCOUNT_UNFIT");
  EXPECT_EQ(Match(Waiting(), "counties/7/payments/" + NewRequestId()).reason(),
            "PAYMENT_NOT_FOUND");
  const auto proposed = Match(Waiting(), owed[0], "513");
  ASSERT_TRUE(proposed.ok()) << proposed.reason();
  EXPECT_EQ(proposed.reply.state(), EntryState::STATE_DRAFTED);
  EXPECT_EQ(proposed.reply.payment(), owed[0]);
  const std::string correction = proposed.reply.correction();
  EXPECT_EQ(Match(Waiting(), owed[0], "513").reason(), "BANK_ENTRY_MATCHED");
  EXPECT_EQ(Match(Waiting(1), owed[0]).reason(), "CORRECTION_OPEN");
  EXPECT_EQ(NotExecuted(owed[0]).reason(), "CORRECTION_OPEN");
  EXPECT_EQ(StateOf(owed[0]), "SENT") << "nothing has happened yet";
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 100000", "211 100000"));
  EXPECT_EQ(branch().ApproveCorrection(MakerAsApprover(), correction).reason(), "SAME_PERSON");
  const auto approved = Approve(correction);
  ASSERT_TRUE(approved.ok()) << approved.reason();
  EXPECT_EQ(approved.reply.fee_fen(), 2);
  EXPECT_EQ(approved.reply.fee_account(), "513");
  EXPECT_EQ(StateOf(owed[0]), "PAID");
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99698", "211 99700", "513 2"));
  EXPECT_EQ(Approve(correction).reason(), "CORRECTION_ENDED");
  EXPECT_EQ(Decline(correction).reason(), "CORRECTION_ENDED");
  EXPECT_EQ(Match(Waiting(), owed[0]).reason(), "PAYMENT_PAID");
  ASSERT_TRUE(Approve(Match(Waiting(), owed[1]).reply.correction()).ok());
  EXPECT_THAT(counter_.Entries(true), IsEmpty());
  EXPECT_EQ(counter_.Difference("2026-11-20").unexplained_fen(), 0);
}

TEST_F(CorrectionsTest, SayWhichBookingBroughtAPaymentBack) {
  const auto owed = branch().Owe({300});
  branch().Send();
  Take(20, 100000, {"-300 R1 20 张三 " + branch().EndToEnd(owed[0]), "295 R2 20"});
  ASSERT_EQ(StateOf(owed[0]), "PAID");
  const auto proposed = Match(Waiting(), owed[0], "513");
  ASSERT_TRUE(proposed.ok()) << proposed.reason();
  ASSERT_TRUE(Decline(proposed.reply.correction()).ok());
  EXPECT_EQ(Waiting().state(), EntryState::STATE_UNMATCHED);
  EXPECT_EQ(Waiting().payment(), "");
  ASSERT_TRUE(Approve(Match(Waiting(), owed[0], "513").reply.correction()).ok());
  EXPECT_EQ(StateOf(owed[0]), "RETURNED");
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99995", "211 100000", "513 5"));
  EXPECT_EQ(Retry(owed[0]), "");
  v1::ListCorrectionsRequest list;
  list.set_parent(branch().account());
  EXPECT_EQ(
      branch().Ask(bureau().clerk(), &Corrections::ListCorrections, list).reply.corrections_size(),
      2);
  list.set_waiting_only(true);
  EXPECT_EQ(
      branch().Ask(bureau().clerk(), &Corrections::ListCorrections, list).reply.corrections_size(),
      0);
}

TEST_F(CorrectionsTest, SayThatTheBankPaidWhatItHadRejected) {
  const auto owed = branch().Owe({300, 45});
  branch().Send();
  branch().Report(owed[0], BankReport::kRejected);
  branch().Report(owed[1], BankReport::kRejected);
  ASSERT_EQ(Retry(owed[1]), "");
  Take(20, 100000, {"-300 R1 20 张三 " + branch().EndToEnd(owed[0]), "-45 R2 20 王五"});
  EXPECT_EQ(Waiting().reason(), "AGAINST_EARLIER");
  const auto proposed = Match(Waiting(), owed[0]);
  ASSERT_TRUE(proposed.ok()) << proposed.reason();
  ASSERT_TRUE(Approve(proposed.reply.correction()).ok());
  EXPECT_EQ(StateOf(owed[0]), "PAID");
  // One that waits to be tried again is not sent while somebody says that it was paid.
  const auto second = Match(Waiting(), owed[1]);
  ASSERT_TRUE(second.ok()) << second.reason();
  EXPECT_EQ(branch().Batch({owed[1]}).reason(), "CORRECTION_OPEN");
  EXPECT_EQ(branch().Batch().reason(), "PAYOUT_BATCH_EMPTY");
  ASSERT_TRUE(Approve(second.reply.correction()).ok());
  EXPECT_EQ(StateOf(owed[1]), "PAID");
  EXPECT_EQ(branch().Batch().reason(), "PAYOUT_BATCH_EMPTY");
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99655", "211 99655"));
}

TEST_F(CorrectionsTest, LiftTheStopOfAPaymentOnlyWhereItIsBookedItself) {
  const auto owed = branch().Owe({300, 300});
  branch().Send();
  branch().Report(owed[0], BankReport::kRejected);
  branch().Report(owed[1], BankReport::kPaid);
  Take(20, 100000, {"-300 R1 20 张三 " + branch().EndToEnd(owed[0])});
  ASSERT_EQ(Waiting().reason(), "AGAINST_EARLIER");
  EXPECT_EQ(Retry(owed[0]), "PAYMENT_CONTRADICTED");
  const auto siblings = PointAt(
      Waiting(), bureau().Query("SELECT 'counties/7/vouchers/' || paid_voucher_id"
                                " FROM ledger.payment_attempt WHERE paid_voucher_id IS NOT NULL"));
  ASSERT_TRUE(siblings.ok()) << siblings.reason();
  EXPECT_EQ(counter_.LookAgain(), "0 0");
  EXPECT_EQ(Retry(owed[0]), "PAYMENT_CONTRADICTED") << "the bank has paid it, whoever points where";
  ASSERT_TRUE(Unmatch(siblings.reply).ok());
  ASSERT_TRUE(Approve(Match(Waiting(), owed[0]).reply.correction()).ok());
  EXPECT_EQ(bureau().Query("SELECT outcome FROM ledger.contradiction"), "已按对账单入账");
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99400", "211 99400"));
}

TEST_F(CorrectionsTest, DoNotSayThatTheBankDidNothingWhereABookingMayBeIt) {
  const auto owed = branch().Owe({300, 45});
  branch().Send();
  Take(20, 100000, {"-299 R1 20 张三 " + branch().EndToEnd(owed[0]), "-45 R2 20"});
  const auto named = Waiting(), unnamed = Waiting(1);
  EXPECT_EQ(unnamed.reason(), "PAYMENT_MISSING");
  EXPECT_EQ(NotExecuted(owed[0]).reason(), "PAYMENT_BOOKED");
  EXPECT_EQ(NotExecuted(owed[1]).reason(), "PAYMENT_BOOKED") << "whose payee the bank left out";
  const auto fee = bureau().Post({"D 513 299", "C 102 299"}, "2026-11-20");
  const auto other = bureau().Post({"D 513 45", "C 102 45"}, "2026-11-20");
  ASSERT_TRUE(PointAt(named, fee.name()).ok());
  EXPECT_EQ(NotExecuted(owed[0]).reason(), "PAYMENT_BOOKED") << "by its number, as before";
  ASSERT_TRUE(PointAt(unnamed, other.name()).ok());
  ASSERT_TRUE(Unmatch(unnamed).ok());
  EXPECT_EQ(NotExecuted(owed[1]).reason(), "PAYMENT_BOOKED");
  ASSERT_TRUE(PointAt(unnamed, other.name()).ok());
  EXPECT_EQ(NotExecuted(owed[1]).reason(), "") << "that was something else";
}

TEST_F(CorrectionsTest, ChangeNothingThatTheBooksRefuse) {
  const auto owed = branch().Owe({300});
  branch().Send();
  bureau().Post({"D 513 100000", "C 102 100000"}, "2026-11-19");
  Take(20, 300, {"-300 R1 20 张三 " + branch().EndToEnd(owed[0])});
  EXPECT_EQ(Waiting().reason(), "FLOOR_BROKEN");
  EXPECT_EQ(NotExecuted(owed[0]).reason(), "PAYMENT_BOOKED") << "the bank did pay";
  const auto proposed = Match(Waiting(), owed[0]);
  ASSERT_TRUE(proposed.ok()) << proposed.reason();
  EXPECT_EQ(Approve(proposed.reply.correction()).reason(), "FLOOR_BROKEN");
  EXPECT_EQ(StateOf(owed[0]), "SENT");
  EXPECT_EQ(Waiting().state(), EntryState::STATE_DRAFTED);
  ASSERT_TRUE(Decline(proposed.reply.correction()).ok());
  EXPECT_EQ(counter_.LookAgain(), "1 0");
  EXPECT_EQ(Waiting().reason(), "FLOOR_BROKEN");
  EXPECT_EQ(bureau().Query("SELECT count(*) FROM ledger.contradiction"), "1")
      << "looking again says nothing twice";
  bureau().Post({"D 102 300", "C 501 300"}, "2026-11-19");
  EXPECT_EQ(counter_.LookAgain(), "1 1");
  EXPECT_EQ(StateOf(owed[0]), "PAID");
  EXPECT_EQ(counter_.LookAgain(), "0 0");
  EXPECT_EQ(bureau().Query("SELECT outcome FROM ledger.contradiction"), "已按对账单入账");
}

TEST_F(CorrectionsTest, SayThatTheBankDidNotCarryAPaymentOut) {
  const auto owed = branch().Owe({300, 45, 7});
  EXPECT_EQ(NotExecuted(owed[0]).reason(), "PAYMENT_NOT_SENT");
  branch().Send();
  branch().Report(owed[1], BankReport::kUnknown);
  branch().Report(owed[2], BankReport::kPaid);
  EXPECT_EQ(NotExecuted(owed[2]).reason(), "PAYMENT_PAID");
  const auto sent = NotExecuted(owed[0]), unknown = NotExecuted(owed[1]);
  ASSERT_TRUE(sent.ok()) << sent.reason();
  EXPECT_EQ(branch().ApproveCorrection(MakerAsApprover(), sent.reply.name()).reason(),
            "SAME_PERSON");
  EXPECT_EQ(Retry(owed[1]), "PAYMENT_UNKNOWN") << "one person says nothing";
  // The bank answers meanwhile, and is believed.
  branch().Report(owed[0], BankReport::kPaid);
  EXPECT_EQ(Approve(sent.reply.name()).reason(), "PAYMENT_PAID");
  ASSERT_TRUE(Decline(sent.reply.name()).ok());
  ASSERT_TRUE(Approve(unknown.reply.name()).ok());
  EXPECT_EQ(StateOf(owed[1]), "REJECTED");
  EXPECT_EQ(branch().Get(owed[1]).attempts(0).reason_code(), "MANUAL");
  const std::string first = branch().EndToEnd(owed[1]);
  EXPECT_EQ(Retry(owed[1]), "");
  EXPECT_EQ(branch().Send().count(), 1);
  EXPECT_EQ(branch()
                .Report({{.end_to_end_id = first,
                          .report = BankReport::kPaid,
                          .day = BeijingDate(bureau().clock().Now())}})
                .front()
                .fate,
            ReportFate::kAgainstEarlier);
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99693", "211 99693"));
}

TEST_F(CorrectionsTest, GiveAPaymentAnotherPayeeWhichTwoPersonsTyped) {
  const auto owed = branch().Owe({300, 45});
  const auto batch = branch().Batch({owed[1]});
  EXPECT_EQ(branch().CorrectPayee(bureau().agent(), owed[1]).reason(), "PAYMENT_IN_BATCH");
  EXPECT_EQ(branch().CorrectPayee(bureau().agent(), owed[0], "6222****0077").reason(),
            "PAYEE_UNREADABLE");
  const auto proposed = branch().CorrectPayee(bureau().agent(), owed[0], "6222 0000 0000 0077");
  ASSERT_TRUE(proposed.ok()) << proposed.reason();
  EXPECT_EQ(proposed.reply.payee().account_number(), "************0077");
  EXPECT_EQ(proposed.reply.former_payee().name(), "张三");
  v1::ListCorrectionsRequest list;
  list.set_parent(branch().account());
  const auto listed = branch().Ask(bureau().clerk(), &Corrections::ListCorrections, list).reply;
  ASSERT_EQ(listed.corrections_size(), 1);
  EXPECT_EQ(listed.corrections(0).payee().name(), "李*") << "in full to who looks at one alone";
  EXPECT_EQ(listed.corrections(0).former_payee().name(), "张*");
  EXPECT_EQ(branch().CorrectPayee(bureau().agent(), owed[0]).reason(), "CORRECTION_OPEN");
  EXPECT_EQ(branch().Batch({owed[0]}).reason(), "CORRECTION_OPEN");
  const std::string name = proposed.reply.name();
  EXPECT_EQ(Approve(name, "6222000000000078").reason(), "PAYEE_DIFFERS");
  EXPECT_EQ(Approve(name).reason(), "PAYEE_DIFFERS");
  EXPECT_EQ(branch().ApproveCorrection(MakerAsApprover(), name, "6222000000000077").reason(),
            "SAME_PERSON");
  ASSERT_TRUE(Approve(name, "6222 0000 0000 0077").ok());
  EXPECT_EQ(branch().Get(owed[0]).payee().name(), "李*");
  EXPECT_EQ(branch().Get(owed[0]).payee().account_number(), "************0077");
  EXPECT_EQ(bureau().Query("SELECT count(*) FROM ledger.payment_correction"
                           " WHERE position('6222'::bytea IN payees_sealed) > 0"),
            "0");
  branch().Send();
  EXPECT_EQ(branch().CorrectPayee(bureau().agent(), owed[0]).reason(), "PAYMENT_UNDER_WAY");
  branch().Report(owed[0], BankReport::kUnknown);
  EXPECT_EQ(branch().CorrectPayee(bureau().agent(), owed[0]).reason(), "PAYMENT_UNKNOWN");
  branch().Report(owed[0], BankReport::kReturned);
  const auto again = branch().CorrectPayee(bureau().agent(), owed[0], "6222000000000088");
  ASSERT_TRUE(again.ok()) << again.reason();
  EXPECT_EQ(Retry(owed[0]), "CORRECTION_OPEN");
  ASSERT_TRUE(Approve(again.reply.name(), "6222000000000088").ok());
  EXPECT_EQ(Retry(owed[0]), "");
  EXPECT_EQ(branch().CorrectPayee(bureau().agent(), owed[0], "123456789012345").reason(), "");
}

TEST_F(CorrectionsTest, AreCarriedOutOnceWhoeverComesAtOnce) {
  constexpr int kRounds = 8;
  std::vector<std::string> owed = branch().Owe(std::vector<std::int64_t>(kRounds, 100));
  branch().Send();
  std::vector<std::string> bookings;
  for (int i = 0; i < kRounds; ++i) bookings.push_back("-100 R" + std::to_string(i) + " 20");
  Take(20, 100000, bookings);
  const auto other = Bureau::Person(rpc::v1::ROLE_TOWNSHIP_APPROVER, kTownship);
  const auto entries = counter_.Entries(true);
  ASSERT_EQ(entries.size(), static_cast<std::size_t>(kRounds));
  for (int i = 0; i < kRounds; ++i) {
    const auto at = static_cast<std::size_t>(i);
    // Two propose, then two end it.
    Answer<v1::BankEntry> one, two;
    std::thread beside([&] { one = Match(entries[at], owed[at]); });
    two = Match(entries[at], owed[at]);
    beside.join();
    ASSERT_NE(one.ok(), two.ok()) << one.reason() << " " << two.reason();
    const std::string name = one.ok() ? one.reply.correction() : two.reply.correction();
    Answer<Correction> first, second;
    std::thread ends(
        [&] { first = i % 2 == 0 ? branch().ApproveCorrection(other, name) : Decline(name); });
    second = Approve(name);
    ends.join();
    ASSERT_NE(first.ok(), second.ok()) << first.reason() << " " << second.reason();
    EXPECT_EQ(first.ok() ? second.reason() : first.reason(), "CORRECTION_ENDED");
  }
  const std::string paid =
      bureau().Query("SELECT count(*) FROM ledger.payment WHERE state = 4 AND amount_fen = 100");
  EXPECT_EQ(bureau().Balances().front(), "102 " + std::to_string(100000 - 100 * std::stoi(paid)));
  EXPECT_EQ(bureau().Query("SELECT count(*) FROM ledger.payment_correction WHERE state = 2"), paid);
}

}  // namespace
}  // namespace qianmo::ledger

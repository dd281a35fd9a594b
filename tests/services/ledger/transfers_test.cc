// Money that the centre pays to a village: the village's own bank tells of it, too, and the books
// have it once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/entry_matching.h"
#include "ledger/transfer_store.h"
#include "services/ledger/counter.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using TransferEntry = v1::BankEntry;

constexpr char kPayingNumber[] = "1102000000000003";

class TransfersTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string custody = bureau().Custody();
    auto request = branch().NewAccount("102", kPayingNumber);
    request.set_parent(custody);
    request.mutable_bank_account()->set_display_name("县农村产权交易中心");
    const auto made = branch().Ask(bureau().officer(), &BankAccounts::CreateBankAccount, request);
    ASSERT_TRUE(made.ok()) << made.reason();
    centre_ = made.reply.name();
    for (const auto& entry :
         {Bureau::NewEntry(custody, {"D 102 100000", "C 203 100000"}),
          Bureau::NewEntry(bureau().books(), {"D 112 100000", "C 501 100000"})}) {
      ASSERT_TRUE(bureau().Ask(bureau().service(), &Entries::PostEntry, entry).ok());
    }
  }

  Bureau& bureau() { return counter_.bureau(); }
  Branch& branch() { return counter_.branch(); }

  static Uuid IdIn(const std::string& name) {
    return Uuid::Parse(name.substr(name.rfind('/') + 1)).value();
  }

  // The centre owes the village so much, and its bank has the file.
  std::string Send(std::int64_t fen) {
    const Time now = bureau().clock().Now();
    const NewPayment payment{
        .id = PaymentId::Make(now),
        .kind = PaymentKind::kVillageTransfer,
        .from = BankAccountId{IdIn(centre_)},
        .payee = {"柳湾村股份经济合作社", "1102000000000001", "402345678901", "清河农村商业银行"},
        .amount = Fen(fen),
        .remittance = "竞买保证金转付",
        .source = Uuid::Make(now),
        .settles = AccountCode::Parse("203").value(),
        .mirror = Mirror{BooksId{IdIn(bureau().books())}, AccountCode::Parse("102").value(),
                         AccountCode::Parse("112").value()},
        .due = now};
    const auto inserted = branch().Do([&](pg::Transaction& tx) -> Result<Done> {
      InsertPayments(tx, kBranchCounty, *bureau().keyring(), {payment}, now);
      return Done{};
    });
    EXPECT_TRUE(inserted);
    v1::CreatePayoutBatchRequest request;
    request.set_parent(centre_);
    request.set_request_id(NewRequestId());
    const auto batch = branch().Ask(bureau().officer(), &Payouts::CreatePayoutBatch, request);
    const std::string name = batch.reply.name();
    const auto approver = Bureau::Person(rpc::v1::ROLE_CENTRE_APPROVER, "/7/");
    EXPECT_TRUE(
        branch()
            .Ask(approver, &Payouts::ApprovePayoutBatch, Named<v1::ApprovePayoutBatchRequest>(name))
            .ok());
    EXPECT_TRUE(branch()
                    .Ask(bureau().officer(), &Payouts::ExportPayoutFile,
                         Named<v1::ExportPayoutFileRequest>(name))
                    .ok());
    std::string id = bureau().Query("SELECT id FROM ledger.payment_attempt WHERE payment_id = '" +
                                    payment.id.ToString() + "'");
    std::erase(id, '-');
    return id;
  }
  // The centre's bank says so to the centre.
  void Report(const std::string& end_to_end_id, BankReport report) {
    const auto taken = branch().Do([&](pg::Transaction& tx) -> Result<ReportFate> {
      QM_ASSIGN(
          const BankAccountRow account,
          FindBankAccount(tx, kBranchCounty, *bureau().keyring(), BankAccountId{IdIn(centre_)}));
      return TakeReports(tx, kBranchCounty, *bureau().keyring(), account,
                         {{.end_to_end_id = end_to_end_id,
                           .report = report,
                           .day = BeijingDate(bureau().clock().Now())}},
                         bureau().clock().Now())
          .front()
          .fate;
    });
    ASSERT_TRUE(taken);
    ASSERT_EQ(*taken, ReportFate::kChanged);
  }
  // Of the village, whose other side is the centre.
  static bank::Booking FromCentre(const std::string& text) {
    bank::Booking booking = Counter::Booked(text);
    booking.movements[0].other = {"县农村产权交易中心", kPayingNumber, "402345678901"};
    return booking;
  }
  std::string MatchByLines(const TransferEntry& entry) {
    auto request = Named<v1::MatchBankEntryRequest>(entry.name());
    request.set_summary("收到保证金");
    auto* line = request.add_lines();
    line->set_side(v1::VoucherLine::SIDE_CREDIT);
    line->set_account("501");
    line->set_amount_fen(entry.amount_fen());
    return branch().Ask(bureau().agent(), &BankEntries::MatchBankEntry, request).reason();
  }

  std::string PointAtMirror(const TransferEntry& entry) {
    auto request = Named<v1::MatchBankEntryRequest>(entry.name());
    request.set_voucher(
        bureau().Query("SELECT 'counties/7/vouchers/' || mirror_voucher_id"
                       " FROM ledger.payment_attempt"
                       " WHERE mirror_voucher_id IS NOT NULL"));
    return branch().Ask(bureau().agent(), &BankEntries::MatchBankEntry, request).reason();
  }

  Counter counter_;
  std::string centre_;
};

TEST_F(TransfersTest, AreFoundInTheVillagesBooks) {
  const std::string named = Send(300), unnamed = Send(45);
  Report(named, BankReport::kPaid);
  Report(unnamed, BankReport::kPaid);
  ASSERT_EQ(counter_
                .Import(Counter::Statement(
                    20, 20, 0,
                    {FromCentre("300 R1 20 x " + named), FromCentre("45 R2 20 x"),
                     FromCentre("45 R3 20 x"), Counter::Booked("45 R4 20 李四"),
                     FromCentre("300 R5 20 x " + named), FromCentre("299 R6 20 x " + named)}))
                .reason,
            "");
  std::vector<std::string> found;
  for (const auto& entry : counter_.Entries()) {
    found.push_back(entry.reason() + std::to_string(entry.matched_by()));
  }
  EXPECT_THAT(found, ElementsAre("5", "5", "CREDIT_UNEXPECTED0", "CREDIT_UNEXPECTED0",
                                 "BOOKED_TWICE0", "OTHER_AMOUNT0"))
      << "by number, by payer; a second one and another payer's are none";
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 345", "112 99655", "501 100000"));
  const auto entry = counter_.Entries()[1];
  ASSERT_TRUE(branch()
                  .Ask(bureau().agent(), &BankEntries::UnmatchBankEntry,
                       Named<v1::UnmatchBankEntryRequest>(entry.name()))
                  .ok())
      << "what was only guessed";
  EXPECT_EQ(counter_.LookAgain(), "5 1");
}

TEST_F(TransfersTest, AreNotBookedTwiceWhereTheVillagesBankIsTheFirstToTell) {
  const std::string named = Send(300), unnamed = Send(45);
  ASSERT_EQ(
      counter_
          .Import(Counter::Statement(20, 20, 0,
                                     {FromCentre("300 R1 20 x " + named), FromCentre("45 R2 20 x"),
                                      Counter::Booked("45 R3 20 李四")}))
          .reason,
      "");
  const auto entries = counter_.Entries(true);
  EXPECT_EQ(entries[0].reason(), kTransferUnderWay);
  EXPECT_EQ(entries[1].reason(), kTransferUnderWay);
  EXPECT_EQ(MatchByLines(entries[0]), "TRANSFER_UNDER_WAY") << "the obvious click";
  EXPECT_EQ(MatchByLines(entries[1]), "TRANSFER_UNDER_WAY");
  EXPECT_EQ(MatchByLines(entries[2]), "") << "money of others is theirs";
  EXPECT_EQ(counter_.LookAgain(), "2 0");
  Report(named, BankReport::kPaid);
  EXPECT_THAT(counter_.DifferenceLines("2026-11-20"),
              ElementsAre("2 300", "3 -300", "3 -45", "3 -45"));
  EXPECT_EQ(counter_.LookAgain(), "2 1");
  // The next statement finds it by itself; and what the centre's bank takes back goes again.
  Report(unnamed, BankReport::kPaid);
  Report(named, BankReport::kReturned);
  ASSERT_EQ(counter_.Import(Counter::Statement(20, 20, 390, {FromCentre("-300 R4 20 x " + named)}))
                .reason,
            "");
  EXPECT_EQ(counter_.Entries()[1].matched_by(), TransferEntry::MATCHED_BY_TRANSFER);
  EXPECT_EQ(counter_.Entries()[3].matched_by(), TransferEntry::MATCHED_BY_TRANSFER);
  EXPECT_THAT(counter_.DifferenceLines("2026-11-20"), ElementsAre("3 -45"))
      << "a voucher for it waits to be approved";
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 45", "112 99955", "501 100000"));
}

TEST_F(TransfersTest, AreNotBookedTwiceWhereNobodyKnowsWhichOfSeveralHasCome) {
  const std::string paid = Send(45), sent = Send(45);
  Report(paid, BankReport::kPaid);
  ASSERT_EQ(counter_.Import(Counter::Statement(20, 20, 0, {FromCentre("45 R1 20 x")})).reason, "");
  const auto entry = counter_.Entries(true).at(0);
  EXPECT_EQ(entry.reason(), kTransferUnderWay);
  EXPECT_EQ(MatchByLines(entry), "TRANSFER_UNDER_WAY");
  EXPECT_EQ(PointAtMirror(entry), "") << "somebody may know";
  // What went back is no rival of what came.
  const std::string back = Send(70), came = Send(70);
  Report(back, BankReport::kPaid);
  Report(back, BankReport::kReturned);
  Report(came, BankReport::kPaid);
  ASSERT_EQ(counter_.Import(Counter::Statement(20, 20, 45, {FromCentre("70 R2 20 x")})).reason, "");
  EXPECT_THAT(counter_.Entries(true), IsEmpty());
  EXPECT_EQ(counter_.Entries()[1].matched_by(), TransferEntry::MATCHED_BY_TRANSFER);
}

TEST_F(TransfersTest, AreOnlyGivenAnotherAccountOfTheVillagesOwn) {
  constexpr char kOther[] = "1102000000000002";
  bureau().Query("UPDATE ledger.bank_account SET code = '10201' WHERE id = '" +
                 branch().account_id().ToString() + "'");
  ASSERT_TRUE(bureau().Divide("10201").ok());
  ASSERT_TRUE(bureau().Divide("10202").ok());
  ASSERT_TRUE(branch()
                  .Ask(bureau().agent(), &BankAccounts::CreateBankAccount,
                       branch().NewAccount("10202", kOther))
                  .ok());
  Report(Send(300), BankReport::kRejected);
  const std::string payment =
      bureau().Query("SELECT 'counties/7/payments/' || id FROM ledger.payment");
  EXPECT_EQ(branch().CorrectPayee(bureau().officer(), payment).reason(), "PAYEE_UNREADABLE");
  const auto proposed = branch().CorrectPayee(bureau().officer(), payment, kOther);
  ASSERT_TRUE(proposed.ok()) << proposed.reason();
  const auto approver = Bureau::Person(rpc::v1::ROLE_CENTRE_APPROVER, "/7/");
  const std::string name = proposed.reply.name();
  const std::string close = "UPDATE ledger.bank_account SET close_time = ";
  bureau().Query(close + "create_time WHERE code = '10202'");
  EXPECT_EQ(branch().ApproveCorrection(approver, name, kOther).reason(), "PAYEE_UNREADABLE");
  bureau().Query(close + "NULL WHERE code = '10202'");
  EXPECT_EQ(branch().ApproveCorrection(approver, name, kOther).reason(), "");
  EXPECT_EQ(bureau().Query("SELECT mirror_debit FROM ledger.payment"), "10202")
      << "it comes to the account that it is paid to";
}

}  // namespace
}  // namespace qianmo::ledger

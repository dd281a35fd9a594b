// What the simulated bank does with single orders.
#include "qianmobank/bank.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/qianmobank/month.h"

namespace qianmo::bank {
namespace {

using ledger::bankfile::ResultHead;
using ledger::bankfile::StatementItem;

// A bank with one account of 1,000 yuan.
class SimpleBank : public testing::Test {
 protected:
  SimpleBank() : bank_(PlainProfile(), {}), reader_(PlainProfile()) {
    bank_.Open(kCentre, "清河县农交中心", Fen(100'000));
  }

  void Live(int day) {
    files_ = bank_.Day(DayOf(day));
    for (const OutFile& file : files_) ASSERT_TRUE(reader_.Read(file)) << file.name;
  }

  Bank bank_;
  FileReader reader_;
  std::vector<OutFile> files_;
};

TEST_F(SimpleBank, WritesAStatementOfADayWithoutEntries) {
  Live(1);
  ASSERT_EQ(files_.size(), 1u);
  EXPECT_EQ(files_[0].name, "statement-6200001-20261101.xml");
  EXPECT_EQ(reader_.closing(), Fen(100'000));
}

TEST_F(SimpleBank, BooksWhatSomebodyPaysIn) {
  bank_.Credit({.account = kCentre,
                .amount = Fen(500),
                .payer = {"张三", "6210001", "103345678901"},
                .sub_account = "6200001088",
                .remittance = "保证金"});
  Live(1);
  ASSERT_EQ(reader_.bookings().size(), 1u);
  const StatementItem& item = reader_.bookings().begin()->second;
  EXPECT_EQ(item.amount, Fen(500));
  EXPECT_EQ(item.sub_account, "6200001088");
  EXPECT_EQ(item.counterparty, (ledger::bankfile::Counterparty{"张三", "6210001", "103345678901"}));
  EXPECT_EQ(reader_.closing(), Fen(100'500));
  EXPECT_EQ(reader_.notified().size(), 1u);
}

TEST_F(SimpleBank, PaysOnTheDayThatWasAskedFor) {
  ASSERT_TRUE(bank_.Take(PayoutFile(PlainProfile(), "P1", DayOf(2), {PayoutTo("E1", 300)})));
  Live(1);
  EXPECT_TRUE(reader_.results().empty());
  Live(2);
  ASSERT_EQ(reader_.results().size(), 1u);
  EXPECT_EQ(reader_.results()[0].outcome, Outcome::kPaid);
  EXPECT_EQ(reader_.heads()[0].original_message, "P1");
  EXPECT_EQ(reader_.heads()[0].group, Outcome::kPaid);
  EXPECT_EQ(reader_.bookings().begin()->second.end_to_end_id, "E1");
  EXPECT_EQ(reader_.closing(), Fen(99'700));
  EXPECT_EQ(bank_.TruthOf("E1").booked, 1);
  EXPECT_EQ(bank_.TruthOf("E2").booked, 0);
}

TEST_F(SimpleBank, PaysNothingThatIsNotThere) {
  ASSERT_TRUE(
      bank_.Take(PayoutFile(PlainProfile(), "P1", DayOf(1),
                            {PayoutTo("E1", 99'999), PayoutTo("E2", 2), PayoutTo("E3", 1)})));
  Live(1);
  ASSERT_EQ(reader_.results().size(), 3u);
  EXPECT_EQ(bank_.TruthOf("E2").booked, 0);
  EXPECT_EQ(bank_.accounts().at(kCentre).balance, Fen());
  for (const auto& result : reader_.results()) {
    EXPECT_EQ(result.outcome == Outcome::kRejected, result.end_to_end_id == "E2");
  }
}

TEST_F(SimpleBank, TakesEachFileOnce) {
  const std::string file = PayoutFile(PlainProfile(), "P1", DayOf(1), {PayoutTo("E1", 300)});
  ASSERT_TRUE(bank_.Take(file));
  ASSERT_TRUE(bank_.Take(file));
  Live(1);
  EXPECT_EQ(bank_.TruthOf("E1").booked, 1);
  ASSERT_EQ(reader_.heads().size(), 2u);
  EXPECT_EQ(reader_.heads()[0].group, Outcome::kRejected);
  EXPECT_EQ(reader_.heads()[0].reason_code, "DU01");
}

TEST_F(SimpleBank, RefusesWhatItCannotRead) {
  EXPECT_EQ(bank_.Take("no XML").refusal().reason, "XML_MALFORMED");
  std::string file = PayoutFile(PlainProfile(), "P1", DayOf(1), {PayoutTo("E1", 300)});
  file.replace(file.find("3.00"), 4, "3.01");
  EXPECT_EQ(bank_.Take(file).refusal().reason, "SUM_MISMATCH");
}

TEST_F(SimpleBank, AnswersForAnAccountThatItDoesNotHave) {
  Bank other(PlainProfile(), {});
  ASSERT_TRUE(other.Take(PayoutFile(PlainProfile(), "P1", DayOf(1), {PayoutTo("E1", 300)})));
  for (const OutFile& file : other.Day(DayOf(1))) ASSERT_TRUE(reader_.Read(file));
  EXPECT_EQ(reader_.heads().at(0).reason_code, "AC01");
}

TEST_F(SimpleBank, KnowsWhatCannotBe) {
  EXPECT_THROW(bank_.Open(kCentre, "a", Fen()), std::invalid_argument);
  EXPECT_THROW(
      bank_.Credit(
          {.account = "1", .amount = Fen(1), .payer = {}, .sub_account = "", .remittance = ""}),
      std::invalid_argument);
  EXPECT_THROW(
      bank_.Credit(
          {.account = kCentre, .amount = Fen(), .payer = {}, .sub_account = "", .remittance = ""}),
      std::invalid_argument);
  Live(2);
  EXPECT_THROW(bank_.Day(DayOf(2)), std::invalid_argument);
  EXPECT_THROW(Bank(PlainProfile(), {.most_days = 0}), std::invalid_argument);
  auto profile = PlainProfile();
  profile.statement.sub_account.place = ledger::bankfile::SubAccountPlace::kRelatedAccount;
  EXPECT_THROW(Bank(profile, {}), std::invalid_argument);
  profile = PlainProfile();
  profile.payout.bank_code = "";
  EXPECT_THROW(Bank(profile, {}), std::invalid_argument);
}

TEST(BankFaults, BringMoneyBackDaysLater) {
  Bank bank(PlainProfile(), {.returned = 1000, .most_days = 1});
  bank.Open(kCentre, "a", Fen(1'000));
  FileReader reader(PlainProfile());
  ASSERT_TRUE(bank.Take(PayoutFile(PlainProfile(), "P1", DayOf(1), {PayoutTo("E1", 300)})));
  for (int day = 1; day <= 4; ++day) {
    for (const OutFile& file : bank.Day(DayOf(day))) ASSERT_TRUE(reader.Read(file));
  }
  EXPECT_EQ(bank.TruthOf("E1").returned, 1);
  ASSERT_EQ(reader.bookings().size(), 2u);
  int returned = 0;
  for (const auto& [identity, item] : reader.bookings()) {
    EXPECT_EQ(item.end_to_end_id, "E1");
    returned += item.return_code == "AC04" && item.direction == Direction::kCredit;
  }
  EXPECT_EQ(returned, 1);
}

// What the files of some days say of one payment of 3.00.
FileReader OnePayment(const Faults& faults, Truth* truth) {
  Bank bank(PlainProfile(), faults);
  bank.Open(kCentre, "a", Fen(1'000));
  FileReader reader(PlainProfile());
  EXPECT_TRUE(bank.Take(PayoutFile(PlainProfile(), "P1", DayOf(1), {PayoutTo("E1", 300)})));
  for (int day = 1; day <= 5; ++day) {
    for (const OutFile& file : bank.Day(DayOf(day))) EXPECT_TRUE(reader.Read(file));
  }
  *truth = bank.TruthOf("E1");
  return reader;
}

TEST(BankFaults, LoseTheNumberOfAPayment) {
  Truth truth;
  const FileReader reader = OnePayment({.unnumbered = 1000}, &truth);
  EXPECT_EQ(truth.booked, 1);
  EXPECT_TRUE(reader.results().empty());
  ASSERT_EQ(reader.bookings().size(), 1u);
  EXPECT_EQ(reader.bookings().begin()->second.end_to_end_id, "");
  EXPECT_NE(reader.bookings().begin()->second.counterparty.account, "");
}

TEST(BankFaults, AreUnsureBeforeTheyKnow) {
  Truth truth;
  const FileReader reader = OnePayment({.unsure = 1000, .most_days = 1}, &truth);
  EXPECT_EQ(truth.booked, 1);
  ASSERT_EQ(reader.results().size(), 2u);
  EXPECT_EQ(reader.results()[0].outcome, Outcome::kUnknown);
  EXPECT_EQ(reader.results()[1].outcome, Outcome::kPaid);
}

TEST(BankFaults, LoseAPaymentWithoutSayingSo) {
  Truth truth;
  const FileReader reader = OnePayment({.lost = 1000}, &truth);
  EXPECT_TRUE(truth.lost);
  EXPECT_EQ(truth.booked, 0);
  EXPECT_TRUE(reader.bookings().empty());
  ASSERT_EQ(reader.results().size(), 1u);
  EXPECT_EQ(reader.results()[0].outcome, Outcome::kUnknown);
}

TEST(BankFaults, TakeAFeeOfWhatComesBack) {
  Truth truth;
  const FileReader reader = OnePayment({.returned = 1000, .charged = 1000, .most_days = 1}, &truth);
  EXPECT_EQ(truth.returned, 1);
  ASSERT_EQ(reader.bookings().size(), 2u);
  for (const auto& [identity, item] : reader.bookings()) {
    if (item.direction == Direction::kDebit) continue;
    EXPECT_EQ(item.amount, Fen(250));
    EXPECT_EQ(item.end_to_end_id, "");
  }
}

TEST(BankFaults, RepeatResultsTheDayAfter) {
  Bank bank(PlainProfile(), {.repeated = 1000});
  bank.Open(kCentre, "a", Fen(1'000));
  ASSERT_TRUE(bank.Take(PayoutFile(PlainProfile(), "P1", DayOf(1), {PayoutTo("E1", 300)})));
  const auto first = bank.Day(DayOf(1)), second = bank.Day(DayOf(2));
  EXPECT_EQ(second.at(0).name, "result-R20261101-1-again.xml");
  EXPECT_EQ(second.at(0).bytes, first.back().bytes);
}

}  // namespace
}  // namespace qianmo::bank

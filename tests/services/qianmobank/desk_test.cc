// The bank as a program, and that it goes on where it stopped.
#include "qianmobank/desk.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/qianmobank/month.h"
#include "support/process.h"

namespace qianmo::bank {
namespace {

using support::RunToEnd;
using support::TemporaryFolder;
using testing::HasSubstr;

TEST(Desk, GoesOnWhereItStopped) {
  const TemporaryFolder folder;
  const Faults faults{.seed = 5, .rejected = 300, .late = 300, .overlapping = 500};
  Bank bank(PlainProfile(), faults);
  bank.Open(kCentre, "a", Fen(100'000));
  Desk(folder.path()).Begin(FormatProfile(PlainProfile()), faults);
  Desk(folder.path()).Open(kCentre, "a", Fen(100'000));
  for (int day = 1; day <= 8; ++day) {
    const std::string id = std::to_string(day);
    const std::string file = PayoutFile(PlainProfile(), "P" + id, DayOf(day),
                                        {PayoutTo("A" + id, 100), PayoutTo("B" + id, 200)});
    ASSERT_TRUE(bank.Take(file));
    EXPECT_EQ(Desk(folder.path()).Take(file), "");
    const Incoming incoming{.account = kCentre,
                            .amount = Fen(day),
                            .payer = {"张三", "6210001", ""},
                            .sub_account = "88",
                            .remittance = "租金"};
    bank.Credit(incoming);
    Desk(folder.path()).Credit(incoming);
    const auto files = bank.Day(DayOf(day)), again = Desk(folder.path()).Day(DayOf(day));
    ASSERT_EQ(files.size(), again.size());
    for (std::size_t i = 0; i < files.size(); ++i) EXPECT_EQ(files[i].bytes, again[i].bytes);
  }
  EXPECT_EQ(Desk(folder.path()).accounts().at(kCentre).balance,
            bank.accounts().at(kCentre).balance);
}

TEST(Desk, TakesAProfileThatSaysOnlyWhatIsUnusual) {
  for (const char* profile : {"statement.sub_account = party_account\n", "payout.most_items = 3\n",
                              "statement.sub_account = nowhere\nbank = 农商行\n"}) {
    const TemporaryFolder folder;
    Desk(folder.path()).Begin(profile, {});
    Desk(folder.path()).Open(kCentre, "a", Fen(1'000));
    EXPECT_EQ(
        Desk(folder.path()).Take(PayoutFile(PlainProfile(), "P1", DayOf(1), {PayoutTo("A1", 100)})),
        "")
        << profile;
  }
  const TemporaryFolder folder;
  EXPECT_THROW(Desk(folder.path()).Begin("statement.sub_account = column\n", {}),
               std::invalid_argument);
}

TEST(Desk, WritesNothingDownThatCannotBe) {
  const TemporaryFolder folder;
  Desk desk(folder.path());
  desk.Open(kCentre, "a", Fen(1));
  EXPECT_THROW(desk.Open(kCentre, "a", Fen(1)), std::invalid_argument);
  EXPECT_THROW(desk.Begin("", {}), std::invalid_argument);
  EXPECT_NE(desk.Take("no XML"), "");
  EXPECT_EQ(Desk(folder.path()).accounts().size(), 1u);
}

// The program itself, as somebody would use it.
class BankProgram : public testing::Test {
 protected:
  support::Outcome Call(std::vector<std::string> words) {
    words.insert(words.begin(), support::BuiltProgram("qianmo-bank").string());
    return RunToEnd(words, {{"QIANMO_BANK_STATE", (folder_.path() / "bank").string()}});
  }
  std::string Path(const std::string& name) const { return (folder_.path() / name).string(); }

  const TemporaryFolder folder_;
};

TEST_F(BankProgram, TakesPaymentsAndAnswersTheSameDay) {
  EXPECT_EQ(Call({"open", "--account", kCentre, "--name", "清河", "--balance", "100000"}).code, 0);
  EXPECT_EQ(Call({"credit", "--account", kCentre, "--amount", "500", "--payer", "张三"}).code, 0);
  std::ofstream(Path("pay.xml"), std::ios::binary)
      << PayoutFile(PlainProfile(), "P1", DayOf(1), {PayoutTo("E1", 300)});
  EXPECT_EQ(Call({"take", Path("pay.xml")}).code, 0);
  const auto day = Call({"day", "--date", "2026-11-01", "--out", Path("out")});
  EXPECT_EQ(day.code, 0) << day.output;
  EXPECT_THAT(day.output, HasSubstr("result-R20261101-1.xml\n"));
  FileReader reader(PlainProfile());
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(Path("out"))) {
    ++files;
    EXPECT_TRUE(reader.Read(
        {entry.path().filename().string(), FileKind::kResult, support::ReadFile(entry.path())}));
  }
  EXPECT_EQ(files, 3);
  EXPECT_EQ(reader.closing(), Fen(100'200));
  EXPECT_THAT(Call({"show"}).output, HasSubstr("¥1,002.00"));
}

TEST_F(BankProgram, SaysWhatIsWrong) {
  EXPECT_EQ(Call({}).code, 2);
  EXPECT_EQ(Call({"day", "--date", "2026-13-01", "--out", Path("out")}).code, 1);
  EXPECT_THAT(Call({"take", Path("nothing.xml")}).output, HasSubstr("cannot read"));
  std::ofstream(Path("bad.xml")) << "no XML";
  const auto bad = Call({"take", Path("bad.xml")});
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.output, HasSubstr("well-formed"));
  std::ofstream(Path("profile")) << "colour = red";
  EXPECT_EQ(Call({"begin", "--profile", Path("profile")}).code, 1);
  EXPECT_EQ(Call({"begin", "--rejected", "1001"}).code, 2);
  EXPECT_EQ(Call({"begin", "--rejected", "1000"}).code, 0);
  EXPECT_EQ(Call({"--help"}).code, 0);
}

}  // namespace
}  // namespace qianmo::bank

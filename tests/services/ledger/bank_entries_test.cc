// Bookings that somebody must look at, and the sheet of a day that explains every fen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/bank_entries_service.h"
#include "ledger/bank_entry_read_store.h"
#include "ledger/checkpoint_store.h"
#include "ledger/day_sheet.h"
#include "services/ledger/counter.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Entry = v1::BankEntry;

class BankEntriesTest : public testing::Test {
 protected:
  Bureau& bureau() { return counter_.bureau(); }
  Branch& branch() { return counter_.branch(); }

  void Take(int first, int last, std::int64_t opening, const std::vector<std::string>& bookings) {
    std::vector<bank::Booking> all;
    for (const std::string& one : bookings) all.push_back(Counter::Booked(one));
    ASSERT_EQ(counter_.Import(Counter::Statement(first, last, opening, all)).reason, "");
  }
  Answer<Entry> Match(const Entry& entry, const Lines& lines) {
    auto request = Named<v1::MatchBankEntryRequest>(entry.name());
    request.set_summary("按对账单入账");
    const auto voucher = bureau().NewVoucher(lines).voucher();
    *request.mutable_lines() = voucher.lines();
    return branch().Ask(bureau().agent(), &BankEntries::MatchBankEntry, request);
  }
  Answer<Entry> PointAt(const Entry& entry, const std::string& voucher) {
    auto request = Named<v1::MatchBankEntryRequest>(entry.name());
    request.set_voucher(voucher);
    return branch().Ask(bureau().agent(), &BankEntries::MatchBankEntry, request);
  }
  Answer<Entry> Unmatch(const Entry& entry) {
    return branch().Ask(bureau().agent(), &BankEntries::UnmatchBankEntry,
                        Named<v1::UnmatchBankEntryRequest>(entry.name()));
  }
  Entry Get(const Entry& entry) {
    return branch()
        .Ask(bureau().clerk(), &BankEntries::GetBankEntry,
             Named<v1::GetBankEntryRequest>(entry.name()))
        .reply;
  }

  Counter counter_;
};

TEST_F(BankEntriesTest, BecomeAVoucherThatAnotherPersonApproves) {
  Take(15, 15, 0, {"500 R1 15 李四"});
  const Entry entry = counter_.Entries(true).at(0);
  EXPECT_THAT(counter_.DifferenceLines("2026-11-15"), ElementsAre("3 -500"));
  EXPECT_EQ(Match(entry, {"C 501 400"}).reason(), "VOUCHER_UNBALANCED");
  EXPECT_EQ(Match(entry, {}).reason(), "VOUCHER_UNBALANCED");
  const std::string custody = bureau().Custody();
  const std::string centre = custody.substr(custody.rfind('/') + 1);
  EXPECT_EQ(Match(entry, {"C 112 500 " + centre}).reason(), "ACCOUNT_KEPT")
      << "what the centre owes is for deposits to say";
  const auto drafted = Match(entry, {"C 501 400", "C 112 100"});
  ASSERT_TRUE(drafted.ok()) << drafted.reason();
  EXPECT_EQ(drafted.reply.state(), Entry::STATE_DRAFTED);
  EXPECT_EQ(counter_.Entries(true).size(), 1u) << "it waits for the approval";
  EXPECT_EQ(Match(entry, {"C 501 500"}).reason(), "BANK_ENTRY_MATCHED");
  EXPECT_THAT(counter_.DifferenceLines("2026-11-15"), ElementsAre("3 -500"));
  auto reject = Named<v1::RejectVoucherRequest>(drafted.reply.voucher());
  reject.set_reason("科目不对");
  ASSERT_TRUE(bureau().Ask(bureau().approver(), &Vouchers::RejectVoucher, reject).ok());
  EXPECT_EQ(Get(entry).state(), Entry::STATE_UNMATCHED);
  const auto again = Match(entry, {"C 501 500"});
  ASSERT_TRUE(again.ok()) << again.reason();
  ASSERT_TRUE(bureau().Approve(bureau().approver(), again.reply.voucher()).ok());
  EXPECT_EQ(Get(entry).state(), Entry::STATE_MATCHED);
  EXPECT_EQ(Get(entry).matched_by(), Entry::MATCHED_BY_VOUCHER);
  EXPECT_THAT(counter_.Entries(true), IsEmpty());
  EXPECT_THAT(counter_.DifferenceLines("2026-11-15"), IsEmpty());
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 500", "501 500"));
}

TEST_F(BankEntriesTest, AreFoundInVouchersThatWereThereBefore) {
  const auto before = bureau().Post({"D 102 500", "C 112 500"}, "2026-11-14");
  const auto fee = bureau().Post({"D 513 20", "C 102 20"}, "2026-11-15");
  Take(15, 15, 0, {"500 R1 15 李四", "-20 R2 15", "500 R3 15"});
  bureau().Query("UPDATE ledger.bank_entry SET state = 1, reason = ''");
  EXPECT_EQ(counter_.LookAgain(), "3 0") << "what an import that was given up has left";
  const auto entries = counter_.Entries(true);
  EXPECT_EQ(PointAt(entries[1], before.name()).reason(), "VOUCHER_OF_OTHER_AMOUNT");
  ASSERT_TRUE(PointAt(entries[0], before.name()).ok());
  EXPECT_EQ(PointAt(entries[2], before.name()).reason(), "VOUCHER_TAKEN");
  ASSERT_TRUE(PointAt(entries[1], fee.name()).ok());
  EXPECT_THAT(counter_.DifferenceLines("2026-11-15"), ElementsAre("3 -500"));
  EXPECT_EQ(Unmatch(entries[2]).reason(), "BANK_ENTRY_NOT_MATCHED");
  ASSERT_TRUE(Unmatch(entries[0]).ok());
  EXPECT_THAT(counter_.DifferenceLines("2026-11-15"), ElementsAre("2 500", "3 -500", "3 -500"));
  const auto draft = bureau().Draft({"D 102 500", "C 112 500"});
  EXPECT_EQ(PointAt(entries[2], draft.reply.name()).reason(), "VOUCHER_NOT_POSTED");
}

TEST_F(BankEntriesTest, OfTwoAccountsBothSayWhatAVoucherMovesBetweenThem) {
  bureau().Query("UPDATE ledger.bank_account SET code = '10201'");
  ASSERT_TRUE(bureau().Divide("10201").ok());
  ASSERT_TRUE(bureau().Divide("10202").ok());
  constexpr char kSecond[] = "1102000000000002";
  const auto second = branch().Ask(bureau().agent(), &BankAccounts::CreateBankAccount,
                                   branch().NewAccount("10202", kSecond));
  ASSERT_TRUE(second.ok()) << second.reason();
  bureau().Post({"D 10201 1000", "C 301 1000"}, "2026-11-01");
  const auto moved = bureau().Post({"D 10202 500", "C 10201 500"}, "2026-11-15");
  Take(15, 15, 1000, {"-500 R1 15"});
  std::string statement = Counter::Statement(15, 15, 0, {Counter::Booked("500 R2 15")});
  const std::string first = "1102000000000001";
  for (auto at = statement.find(first); at != std::string::npos; at = statement.find(first)) {
    statement.replace(at, first.size(), kSecond);
  }
  v1::ImportBankStatementRequest import;
  import.set_parent(second.reply.name());
  import.set_request_id(NewRequestId());
  import.set_file(counter_.shelf().Put(statement));
  const auto begun = branch().Ask(bureau().agent(), &BankFiles::ImportBankStatement, import);
  ASSERT_TRUE(begun.ok()) << begun.reason();
  ASSERT_EQ(counter_.Await(bureau().agent(), begun.reply.name()).reason, "");
  v1::ListBankEntriesRequest list;
  list.set_parent(second.reply.name());
  const auto credit =
      branch().Ask(bureau().agent(), &BankEntries::ListBankEntries, list).reply.bank_entries(0);
  auto ask = Named<v1::GetDayDifferenceRequest>(second.reply.name());
  *ask.mutable_day() = Day("2026-11-15");
  const auto sheet = [&] {
    return branch().Ask(bureau().clerk(), &BankEntries::GetDayDifference, ask).reply;
  };
  ASSERT_TRUE(PointAt(counter_.Entries(true).at(0), moved.name()).ok());
  EXPECT_EQ(sheet().lines_size(), 2) << "the other account's booking does not say this one's";
  EXPECT_EQ(sheet().unexplained_fen(), 0);
  const auto pointed = PointAt(credit, moved.name());
  EXPECT_TRUE(pointed.ok()) << pointed.reason();
  EXPECT_EQ(sheet().lines_size(), 0);
  EXPECT_THAT(counter_.DifferenceLines("2026-11-15"), ElementsAre("1 -1000", "2 1000"));
}

TEST_F(BankEntriesTest, OfPaymentsAreNotTakenBackByPointing) {
  bureau().Post({"D 102 1000", "C 211 1000"}, "2026-11-10");
  const auto owed = branch().Owe({300});
  branch().Send();
  Take(20, 20, 1000, {"-300 R1 20 张三 " + branch().EndToEnd(owed[0])});
  EXPECT_EQ(Unmatch(counter_.Entries().at(0)).reason(), "BANK_ENTRY_SETTLED");
}

TEST_F(BankEntriesTest, ExplainEveryFenOfADay) {
  bureau().Post({"D 102 1000", "C 301 1000"}, "2026-11-01");
  bureau().Post({"D 102 70", "C 501 70"}, "2026-11-12");
  Take(10, 10, 1000, {"5 R1 10"});
  Take(12, 12, 1005, {"-8 R2 12"});
  Take(14, 14, 990, {"1 R3 14"});
  EXPECT_THAT(counter_.DifferenceLines("2026-11-10"), ElementsAre("1 -1000", "2 1000", "3 -5"));
  EXPECT_THAT(counter_.DifferenceLines("2026-11-13"),
              ElementsAre("1 -1000", "2 1000", "2 70", "3 -5", "3 8"));
  const auto last = counter_.Difference("2026-11-14");
  EXPECT_EQ(last.books_fen(), 1070);
  EXPECT_EQ(last.bank_fen(), 991);
  EXPECT_EQ(last.unexplained_fen(), 0);
  EXPECT_THAT(counter_.DifferenceLines("2026-11-14"),
              ElementsAre("1 -1000", "4 7", "2 1000", "2 70", "3 -5", "3 8", "3 -1"))
      << "something is missing between two statements, and it is named";
  const auto early = branch().Ask(bureau().clerk(), &BankEntries::GetDayDifference, [&] {
    auto request = Named<v1::GetDayDifferenceRequest>(branch().account());
    *request.mutable_day() = Day("2026-11-09");
    return request;
  }());
  EXPECT_EQ(early.reason(), "NO_BANK_STATEMENT");
  // Filled in later, the gap is gone.
  Take(13, 13, 997, {"-7 R4 13"});
  EXPECT_THAT(counter_.DifferenceLines("2026-11-14"),
              ElementsAre("1 -1000", "2 1000", "2 70", "3 -5", "3 8", "3 7", "3 -1"));
}

// Days before a checkpoint are not read again; what is said of them is the same as if they were.
class Checkpoints : public BankEntriesTest {
 protected:
  // The sheets of these days, each as it is and as it would be if everything were read.
  void ExpectTheSame(const std::vector<std::string>& days) {
    for (const std::string& day : days) {
      const auto quick = counter_.Difference(day);
      bureau().Query("UPDATE ledger.bank_checkpoint SET debit_fen = debit_fen + 1");
      const auto slow = counter_.Difference(day);
      bureau().Query("UPDATE ledger.bank_checkpoint SET debit_fen = debit_fen - 1");
      EXPECT_EQ(quick.ShortDebugString(), slow.ShortDebugString()) << day;
    }
  }
  std::string Kept() {
    return bureau().Query(
        "SELECT string_agg(day::text, ' ' ORDER BY day)"
        " FROM ledger.bank_checkpoint");
  }
  const std::vector<std::string> kDays = {"2026-10-28", "2026-10-31", "2026-11-01", "2026-11-12",
                                          "2026-11-20"};
};

TEST_F(Checkpoints, SayWhatTheWholeHistorySays) {
  bureau().Post({"D 102 1000", "C 301 1000"}, "2026-09-30");
  const auto early = bureau().Post({"D 102 500", "C 112 500"}, "2026-10-26");
  bureau().Post({"D 513 9", "C 102 9"}, "2026-10-30");
  Take(-20, 0, 1000, {"500 R1 -5 李四", "-20 R2 -4", "30 R3 0"});
  EXPECT_EQ(Kept(), "2026-10-31");
  auto entries = counter_.Entries(true);
  ASSERT_TRUE(PointAt(entries[0], early.name()).ok()) << "what was open is closed behind it";
  Take(1, 12, 1510, {"70 R4 12", "-9 R5 3"});
  EXPECT_EQ(Kept(), "2026-10-31");
  ExpectTheSame(kDays);
  // Vouchers of the days before it, of those behind it, and what is taken back.
  const auto late = bureau().Post({"D 513 20", "C 102 20"}, "2026-10-27");
  ExpectTheSame(kDays);
  entries = counter_.Entries(true);
  ASSERT_TRUE(PointAt(entries[0], late.name()).ok());
  const auto drafted = Match(entries[1], {"C 501 30"});
  ASSERT_TRUE(bureau().Approve(bureau().approver(), drafted.reply.voucher()).ok());
  ExpectTheSame(kDays);
  // It jumps by what is missing, found from the checkpoint on.
  const auto jumped = counter_.Import(Counter::Statement(14, 14, 1600, {}));
  EXPECT_EQ(jumped.file.statements(0).jump_fen(), 29);
  EXPECT_EQ(Kept(), "2026-10-31") << "made anew, as its month has changed";
  ExpectTheSame(kDays);
  ASSERT_TRUE(Unmatch(counter_.Entries()[0]).ok());
  EXPECT_EQ(Kept(), "") << "a day before it is not what it was";
  ExpectTheSame(kDays);
  Take(15, 16, 1600, {"1 R6 15"});
  EXPECT_EQ(Kept(), "2026-10-31");
  ExpectTheSame(kDays);
  EXPECT_EQ(counter_.Difference("2026-11-20").unexplained_fen(), 0);
  // A booking that comes late, and that the bank's own balance of the month did not have.
  Take(-3, -2, 1480, {"7 R7 -2"});
  EXPECT_EQ(counter_.Difference("2026-10-31").unexplained_fen(), 7);
  EXPECT_EQ(Kept(), "") << "nothing is settled that is not explained";
  ExpectTheSame(kDays);
}

TEST_F(Checkpoints, AreWhereNothingOlderIsReadFrom) {
  bureau().Post({"D 102 500", "C 501 500"}, "2026-10-26");
  Take(-20, 0, 0, {"500 R1 -5 李四"});
  const auto posted = bureau().Query("SELECT 'counties/7/vouchers/' || id FROM ledger.voucher");
  ASSERT_TRUE(PointAt(counter_.Entries()[0], posted).ok());
  Take(1, 12, 500, {"70 R4 12"});
  ASSERT_EQ(Kept(), "2026-10-31");
  const auto before = counter_.Difference("2026-11-12").ShortDebugString();
  bureau().Query("UPDATE ledger.bank_entry SET amount_fen = 400 WHERE amount_fen = 500");
  EXPECT_EQ(counter_.Difference("2026-11-12").ShortDebugString(), before);
  bureau().Query("UPDATE ledger.bank_entry SET amount_fen = 500 WHERE amount_fen = 400");
}

}  // namespace
}  // namespace qianmo::ledger

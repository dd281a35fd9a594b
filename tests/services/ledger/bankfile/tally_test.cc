// Statements held against what they say of themselves.
#include "ledger/bankfile/tally.h"

#include <gtest/gtest.h>

#include "base/time_text.h"

namespace qianmo::ledger::bankfile {
namespace {

StatementItem ItemWith(const std::string& reference, std::int64_t fen) {
  StatementItem item;
  item.reference = reference;
  item.amount = Fen(fen);
  item.booking_date = item.value_date = *ParseIsoDate("2026-11-20");
  return item;
}

std::string IdentityOf(StatementTally* tally, StatementItem item) {
  EXPECT_TRUE(tally->AddItem(&item));
  return item.identity;
}

// Booked: +300, +200, −100; pending: +50.
StatementTally FourEntries() {
  StatementTally tally;
  tally.Begin();
  for (const TallyEntry& entry : {TallyEntry{Fen(300), Direction::kCredit, true},
                                  TallyEntry{Fen(200), Direction::kCredit, true},
                                  TallyEntry{Fen(100), Direction::kDebit, true},
                                  TallyEntry{Fen(50), Direction::kCredit, false}}) {
    EXPECT_TRUE(tally.AddEntry(entry, {}));
  }
  return tally;
}

TEST(StatementTally, ChecksEachFigureThatIsStated) {
  const StatementTally tally = FourEntries();
  struct Case {
    const char* what;
    StatedTotals stated;
    const char* reason;
  };
  for (const Case& one : {
           Case{"nothing", {}, ""},
           Case{"balances", {.opening = Fen(1000), .closing = Fen(1400)}, ""},
           Case{"a fen more", {.opening = Fen(1000), .closing = Fen(1401)}, "BALANCE_MISMATCH"},
           Case{"a fen less", {.opening = Fen(1000), .closing = Fen(1399)}, "BALANCE_MISMATCH"},
           Case{"overdrawn", {.opening = Fen(-500), .closing = Fen(-100)}, ""},
           Case{"count", {.count = 3}, ""},
           Case{"count with pending", {.count = 4}, ""},
           Case{"count of neither", {.count = 5}, "COUNT_MISMATCH"},
           Case{"credits", {.credit_count = 2, .credit_sum = Fen(500)}, ""},
           Case{"credits with pending", {.credit_count = 3, .credit_sum = Fen(550)}, ""},
           Case{"half with pending", {.credit_count = 2, .credit_sum = Fen(550)}, "SUM_MISMATCH"},
           Case{"credit count", {.credit_count = 1}, "COUNT_MISMATCH"},
           Case{"credit sum", {.credit_sum = Fen(501)}, "SUM_MISMATCH"},
           Case{"debits", {.debit_count = 1, .debit_sum = Fen(100)}, ""},
           Case{"debit count", {.debit_count = 0}, "COUNT_MISMATCH"},
           Case{"debit sum", {.debit_sum = Fen()}, "SUM_MISMATCH"},
           Case{"sum", {.sum = Fen(600)}, ""},
           Case{"sum of another", {.sum = Fen(400)}, "SUM_MISMATCH"},
           Case{"net", {.net = Fen(400)}, ""},
           Case{"net of another", {.net = Fen(-400)}, "SUM_MISMATCH"},
       }) {
    const auto tail = tally.End(one.stated, {.line = 9});
    EXPECT_EQ(tail ? "" : tail.refusal().reason, one.reason) << one.what;
  }
}

TEST(StatementTally, BeginsAnewForEachStatement) {
  StatementTally tally = FourEntries();
  tally.Begin();
  EXPECT_TRUE(tally.End({.opening = Fen(5), .closing = Fen(5), .count = 0}, {}));
}

TEST(StatementTally, RefusesSumsBeyondTheNumbers) {
  StatementTally tally;
  tally.Begin();
  const TallyEntry huge{Fen(std::numeric_limits<std::int64_t>::max()), Direction::kCredit, true};
  EXPECT_TRUE(tally.AddEntry(huge, {}));
  EXPECT_EQ(tally.AddEntry(huge, {}).refusal().reason, "AMOUNT_TOO_LARGE");
}

TEST(StatementTally, GivesTheSameBookingTheSameIdentityInEveryFile) {
  StatementTally first, second;
  first.Begin();
  second.Begin();
  IdentityOf(&second, ItemWith("A0", 5));
  const std::string identity = IdentityOf(&first, ItemWith("A1", 100));
  EXPECT_EQ(identity.size(), 32u);
  EXPECT_EQ(IdentityOf(&second, ItemWith("A1", 100)), identity);
}

TEST(StatementTally, GivesOtherBookingsOtherIdentities) {
  StatementTally tally;
  tally.Begin();
  std::set<std::string> identities;
  StatementItem debit = ItemWith("A1", 100);
  debit.direction = Direction::kDebit;
  StatementItem later = ItemWith("A1", 100);
  later.booking_date += std::chrono::days(1);
  StatementItem unnamed = ItemWith("", 100);
  StatementItem named = unnamed;
  named.counterparty.name = "张三";
  for (const StatementItem& item :
       {ItemWith("A1", 100), ItemWith("A1", 100), ItemWith("A1", 100), ItemWith("A1", 101),
        ItemWith("A2", 100), debit, later, unnamed, unnamed, named}) {
    EXPECT_TRUE(identities.insert(IdentityOf(&tally, item)).second);
  }
}

TEST(StatementTally, TakesWhatTheNextStatementSaysAgainForTheSame) {
  StatementTally tally;
  tally.Begin();
  const std::string identity = IdentityOf(&tally, ItemWith("A1", 100));
  EXPECT_NE(IdentityOf(&tally, ItemWith("A1", 100)), identity);
  tally.Begin();
  EXPECT_EQ(IdentityOf(&tally, ItemWith("A1", 100)), identity);
}

TEST(StatementTally, NamesABookingAlikeWhateverSubAccountIsFound) {
  StatementTally first, second;
  StatementItem found = ItemWith("", 100);
  found.sub_account = "000088";
  EXPECT_EQ(IdentityOf(&first, ItemWith("", 100)), IdentityOf(&second, found));
}

TEST(StatementTally, KnowsABookingWithAReferenceByThatAlone) {
  StatementTally first, second;
  first.Begin();
  second.Begin();
  StatementItem told = ItemWith("A1", 100);
  told.counterparty.name = "张三";
  told.remittance = "定金";
  EXPECT_EQ(IdentityOf(&first, ItemWith("A1", 100)), IdentityOf(&second, told));
}

}  // namespace
}  // namespace qianmo::ledger::bankfile

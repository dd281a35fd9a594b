// Files that somebody or something has changed on the way: whatever comes, the readers end, and
// what they accept adds up.
#include <random>

#include <gtest/gtest.h>

#include "ledger/bankfile/payout.h"
#include "ledger/bankfile/payout_result.h"
#include "ledger/bankfile/statement_reader.h"
#include "services/ledger/bankfile/reading.h"
#include "services/ledger/bankfile/samples.h"
#include "support/heap.h"

namespace qianmo::ledger::bankfile {
namespace {

// Changes a file here and there, the same way for the same seed.
class Harm {
 public:
  explicit Harm(unsigned seed) : random_(seed) {}

  std::string Done(std::string text) {
    const unsigned times = 1 + random_() % 3;
    for (unsigned i = 0; i < times && !text.empty(); ++i) Change(&text);
    return text;
  }
  std::size_t Below(std::size_t most) { return most == 0 ? 0 : random_() % most; }

 private:
  void Change(std::string* text) {
    static constexpr const char* kPieces[] = {"<",
                                              ">",
                                              "&",
                                              "\"",
                                              "\n",
                                              ",",
                                              "|",
                                              "<!DOCTYPE a>",
                                              "<![CDATA[",
                                              "]]>",
                                              "&a;",
                                              "<!--",
                                              "</Ntry>",
                                              "<Ntry>",
                                              "<?a?>",
                                              "-",
                                              "0",
                                              ".001",
                                              "99999999999999999999",
                                              "\xff",
                                              "\xe7"};
    const std::size_t at = Below(text->size()), size = Below(40);
    switch (random_() % 5) {
      case 0:
        (*text)[at] = static_cast<char>(random_());
        break;
      case 1:
        text->erase(at, size);
        break;
      case 2:
        text->insert(at, text->substr(Below(text->size()), size));
        break;
      case 3:
        text->insert(at, kPieces[Below(std::size(kPieces))]);
        break;
      default:
        (*text)[at] = static_cast<char>('0' + Below(10));
    }
  }

  std::mt19937 random_;
};

// What was accepted leads from balance to balance.
void ExpectToAddUp(const Reading& reading) {
  if (reading.refusal) {
    ASSERT_FALSE(reading.reason().empty());
    return;
  }
  for (const ReadStatement& one : reading.statements) {
    ASSERT_TRUE(one.tail);
    if (!one.tail->opening || !one.tail->closing) continue;
    Fen closing = *one.tail->opening;
    for (const StatementItem& item : one.items) {
      ASSERT_GT(item.amount, Fen());
      closing += item.direction == Direction::kCredit ? item.amount : -item.amount;
    }
    ASSERT_EQ(closing, *one.tail->closing);
  }
}

constexpr unsigned kSeeds = 1500;

TEST(HarmedFile, OfAStatementIsRefusedOrAddsUp) {
  const StatementProfile rural = RuralBank().statement, large = LargeBank().statement;
  int accepted = 0, refused = 0;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    Harm harm(seed);
    const std::size_t piece = 1 + harm.Below(300);
    for (const Reading& reading : {ReadStatements(harm.Done(CamtStatement()), {}, piece),
                                   ReadStatements(harm.Done(RuralStatement()), rural, piece),
                                   ReadStatements(harm.Done(LargeStatement()), large, piece)}) {
      ExpectToAddUp(reading);
      ++(reading.refusal ? refused : accepted);
    }
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(accepted, 0);
  EXPECT_GT(refused, accepted);
}

TEST(HarmedFile, OfResultsIsRefusedOrNamesItsPayments) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    Harm harm(seed);
    for (const bool table : {false, true}) {
      const std::string file = harm.Done(table ? RuralResults() : XmlResults());
      ResultReader reader(
          table ? RuralBank().results : ResultProfile(),
          {.head = [](const ResultHead&) {},
           .result =
               [](const PayoutResult& result) { EXPECT_FALSE(result.end_to_end_id.empty()); }});
      const auto fed = reader.Feed(file);
      const auto outcome = fed ? reader.Finish() : fed;
      EXPECT_TRUE(outcome.ok() || !outcome.refusal().reason.empty());
    }
  }
}

TEST(HarmedFile, OfPayoutsIsRefusedOrAddsUp) {
  const auto items = SomePayouts();
  const PayoutHead head = PayoutHeadOf(items);
  for (const PayoutProfile& profile : {RuralBank().payout, LargeBank().payout}) {
    const std::string whole = *WritePayout(profile, head, items);
    for (unsigned seed = 0; seed < kSeeds; ++seed) {
      Fen sum;
      const auto read = ReadPayout(profile, Harm(seed).Done(whole),
                                   [&](const PayoutItem& item) { sum += item.amount; });
      EXPECT_EQ(read ? read->sum : sum, sum) << seed;
    }
  }
}

TEST(HarmedFile, OfAProfileIsRefusedOrReadAgain) {
  const std::string whole = FormatProfile(RuralBank());
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    const auto profile = ParseProfile(Harm(seed).Done(whole));
    EXPECT_TRUE(!profile || ParseProfile(FormatProfile(*profile))) << seed;
  }
}

// A statement of many entries, piece by piece, and what reading it holds at most.
TEST(LongFile, IsReadInLittleMemory) {
  constexpr int kEntries = 20'000;
  constexpr std::size_t kLittle = 1 << 20, kBytesOfAnEntry = 32;
  const std::string file = CamtText{.closing = "2001000.00"}.File();
  const std::size_t cut = file.find("</Stmt>");
  const std::size_t before = support::HeapBytes();
  std::size_t most = before;
  std::int64_t items = 0;
  StatementReader reader({}, {.head = [](const StatementHead&) {},
                              .item = [&](const StatementItem&) { ++items; },
                              .tail = [](const StatementTail&) {}});
  ASSERT_TRUE(reader.Feed(std::string_view(file).substr(0, cut)));
  for (int i = 0; i < kEntries; ++i) {
    EntryText entry;
    entry.reference = "R" + std::to_string(i);
    entry.details = "<TxDtls><RmtInf><Ustrd>保证金</Ustrd></RmtInf></TxDtls>";
    ASSERT_TRUE(reader.Feed(entry.Text()));
    if (i % 100 == 0) most = std::max(most, support::HeapBytes());
  }
  ASSERT_TRUE(reader.Feed(std::string_view(file).substr(cut)));
  ASSERT_TRUE(reader.Finish());
  EXPECT_EQ(items, kEntries);
  EXPECT_LT(most - before, kLittle + kEntries * kBytesOfAnEntry);
}

}  // namespace
}  // namespace qianmo::ledger::bankfile

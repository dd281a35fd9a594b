// What a bank has, by statements that follow each other, overlap, or leave something out.
#include "ledger/domain/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Date On(const std::string& day) { return *ParseIsoDate("2026-11-" + day); }

StatementSpan Span(const std::string& first, const std::string& last, std::int64_t opening,
                   std::int64_t closing) {
  return {On(first), On(last), Fen(opening), Fen(closing)};
}

const std::vector<DayNet> kNets = {{On("01"), Fen(10)}, {On("02"), Fen(-3)}, {On("05"), Fen(20)}};

TEST(BankChain, HasNoJumpsWhereStatementsFollowEachOther) {
  const auto chain = ChainOf(
      {Span("01", "01", 100, 110), Span("02", "04", 110, 107), Span("05", "05", 107, 127)}, kNets);
  EXPECT_THAT(chain.jumps, IsEmpty());
  EXPECT_EQ(BankBalance(chain, kNets, On("01")), Fen(110));
  EXPECT_EQ(BankBalance(chain, kNets, On("03")), Fen(107));
  EXPECT_EQ(BankBalance(chain, kNets, On("30")), Fen(127));
}

TEST(BankChain, TakesOverlapsAndSeveralStatementsADay) {
  EXPECT_THAT(ChainOf({Span("01", "03", 100, 107), Span("02", "05", 110, 127)}, kNets).jumps,
              IsEmpty());
  EXPECT_THAT(ChainOf({Span("01", "01", 100, 104), Span("01", "01", 104, 110)}, kNets).jumps,
              IsEmpty());
}

TEST(BankChain, NamesWhatIsMissingInBetween) {
  const std::vector<StatementSpan> spans = {Span("01", "01", 100, 110), Span("05", "05", 87, 107)};
  const auto chain = ChainOf(spans, kNets);
  EXPECT_THAT(chain.jumps, ElementsAre(Jump{On("05"), Fen(-20)}));
  EXPECT_EQ(BankBalance(chain, kNets, On("04")), Fen(107));
  EXPECT_EQ(BankBalance(chain, kNets, On("05")), Fen(107));
  EXPECT_EQ(StatedBalance(chain, spans, kNets, On("05")), Fen(107));
}

TEST(BankChain, HasWhatWasBeforeInItsOpening) {
  const auto chain = ChainOf({Span("02", "02", 110, 107)}, kNets);
  EXPECT_EQ(BankBalance(chain, kNets, On("01")), Fen(110));
  EXPECT_EQ(BankBalance(chain, kNets, On("05")), Fen(127));
}

TEST(BankChain, BelievesTheBankOnTheDayOnWhichAStatementEnds) {
  const std::vector<StatementSpan> spans = {Span("01", "01", 100, 111)};
  EXPECT_EQ(StatedBalance(ChainOf(spans, kNets), spans, kNets, On("01")), Fen(111));
}

TEST(BankChain, GoesOnFromADayAtWhoseEndTheBalanceIsKnown) {
  const auto chain = ChainOf({SpanUpTo(On("01"), Fen(110)), Span("05", "05", 107, 127)},
                             {{On("02"), Fen(-3)}, {On("05"), Fen(20)}});
  EXPECT_THAT(chain.jumps, IsEmpty());
  EXPECT_EQ(BankBalance(chain, kNets, On("01")), Fen(110));
  EXPECT_EQ(BankBalance(chain, kNets, On("05")), Fen(127));
  const auto jumped = ChainOf({SpanUpTo(On("01"), Fen(110)), Span("02", "02", 111, 108)}, kNets);
  EXPECT_THAT(jumped.jumps, ElementsAre(Jump{On("02"), Fen(1)}));
}

}  // namespace
}  // namespace qianmo::ledger

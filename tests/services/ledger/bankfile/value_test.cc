// Values as banks write them, on both sides of each border.
#include "ledger/bankfile/value.h"

#include <gtest/gtest.h>

#include "base/time_text.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr ValueName kName{{.line = 3, .entry = 2}, "Ntry/Amt"};

std::string AmountOf(const char* text, Result<Fen> (*parse)(std::string_view, const ValueName&)) {
  const auto amount = parse(text, kName);
  return amount ? std::to_string(amount->count()) : amount.refusal().reason;
}

TEST(ParseAmount, TakesYuanWithAtMostTwoDecimals) {
  struct Case {
    const char* text;
    const char* amount;
    const char* total;
  };
  for (const Case& one : {
           Case{"1", "100", "100"},
           Case{"1.5", "150", "150"},
           Case{"1.50", "150", "150"},
           Case{"0.01", "1", "1"},
           Case{"0", "AMOUNT_NOT_POSITIVE", "0"},
           Case{"0.00", "AMOUNT_NOT_POSITIVE", "0"},
           Case{"000", "AMOUNT_NOT_POSITIVE", "0"},
           Case{"007.10", "710", "710"},
           Case{"00.10", "10", "10"},
           Case{"999999999999.99", "99999999999999", "99999999999999"},
           Case{"1000000000000.00", "AMOUNT_TOO_LARGE", "AMOUNT_TOO_LARGE"},
           Case{"99999999999999999999", "AMOUNT_TOO_LARGE", "AMOUNT_TOO_LARGE"},
           Case{"-1.00", "AMOUNT_NOT_POSITIVE", "AMOUNT_NOT_POSITIVE"},
           Case{"1.005", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"1.000", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"1.", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{".5", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"1,000.00", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"1e3", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"+1", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"１", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"1 ", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"", "VALUE_MISSING", "VALUE_MISSING"},
       }) {
    EXPECT_EQ(AmountOf(one.text, ParseAmount), one.amount) << one.text;
    EXPECT_EQ(AmountOf(one.text, ParseTotal), one.total) << one.text;
  }
}

TEST(ParseAmount, NamesTheEntry) {
  const Refusal refusal = ParseAmount("1.005", kName).refusal();
  EXPECT_EQ(refusal.metadata, (std::vector<std::pair<std::string, std::string>>{
                                  {"line", "3"}, {"entry", "2"}, {"field", "Ntry/Amt"}}));
}

TEST(FormatAmount, AlwaysHasTwoDecimals) {
  EXPECT_EQ(FormatAmount(Fen(1)), "0.01");
  EXPECT_EQ(FormatAmount(Fen(100)), "1.00");
  EXPECT_EQ(FormatAmount(Fen(123456)), "1234.56");
}

TEST(ParseCount, TakesUpToFifteenDigits) {
  EXPECT_EQ(*ParseCount("0", kName), 0);
  EXPECT_EQ(*ParseCount("999999999999999", kName), 999'999'999'999'999);
  for (const char* text : {"", "-1", "1.0", "1000000000000000", "x"}) {
    EXPECT_FALSE(ParseCount(text, kName)) << text;
  }
}

TEST(ParseDay, TakesDatesWithOrWithoutAZone) {
  for (const char* text : {"2026-11-20", "2026-11-20Z", "2026-11-20+08:00", "2026-11-20-01:00"}) {
    ASSERT_TRUE(ParseDay(text, kName)) << text;
    EXPECT_EQ(FormatIsoDate(*ParseDay(text, kName)), "2026-11-20") << text;
  }
  for (const char* text : {"", "2026-11-31", "20261120", "2026-11-20T00:00:00", "2026-11-20+8"}) {
    EXPECT_FALSE(ParseDay(text, kName)) << text;
  }
}

TEST(ParseDayOfTime, IsTheDayInBeijing) {
  struct Case {
    const char* text;
    const char* day;
  };
  for (const Case& one :
       {Case{"2026-11-20T23:59:59", "2026-11-20"}, Case{"2026-11-20T23:59:59+08:00", "2026-11-20"},
        Case{"2026-11-20T15:59:59Z", "2026-11-20"}, Case{"2026-11-20T16:00:00Z", "2026-11-21"},
        Case{"2026-11-20T00:00:00.123", "2026-11-20"}}) {
    ASSERT_TRUE(ParseDayOfTime(one.text, kName)) << one.text;
    EXPECT_EQ(FormatIsoDate(*ParseDayOfTime(one.text, kName)), one.day) << one.text;
  }
  for (const char* text : {"", "2026-11-20", "2026-11-20T25:00:00", "2026-02-30T10:00:00"}) {
    EXPECT_FALSE(ParseDayOfTime(text, kName)) << text;
  }
}

TEST(ParseFlag, TakesWhatXmlTakes) {
  EXPECT_TRUE(*ParseFlag("true", kName));
  EXPECT_TRUE(*ParseFlag("1", kName));
  EXPECT_FALSE(*ParseFlag("false", kName));
  EXPECT_FALSE(*ParseFlag("0", kName));
  EXPECT_FALSE(ParseFlag("TRUE", kName));
  EXPECT_FALSE(ParseFlag("", kName));
}

TEST(AddTo, RefusesWhereTheNumbersEnd) {
  Fen sum(std::numeric_limits<std::int64_t>::max() - 5);
  EXPECT_TRUE(AddTo(&sum, Fen(5), kName));
  EXPECT_EQ(AddTo(&sum, Fen(1), kName).refusal().reason, "AMOUNT_TOO_LARGE");
  EXPECT_EQ(sum, Fen(std::numeric_limits<std::int64_t>::max()));
}

}  // namespace
}  // namespace qianmo::ledger::bankfile

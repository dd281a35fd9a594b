// Amounts and dates in tables, on both sides of each border.
#include "ledger/bankfile/csv_value.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/time_text.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr ValueName kCell{{.line = 3, .entry = 2}, "金额"};

std::string Shown(const Result<Fen>& amount) {
  return amount ? std::to_string(amount->count()) : amount.refusal().reason;
}

TEST(ParseCsvTotal, TakesYuanOrFen) {
  struct Case {
    const char* text;
    const char* yuan;
    const char* fen;
  };
  for (const Case& one : {
           Case{"0", "0", "0"},
           Case{"12", "1200", "12"},
           Case{"00012", "1200", "12"},
           Case{"12.5", "1250", "AMOUNT_MALFORMED"},
           Case{"1,234.50", "123450", "AMOUNT_MALFORMED"},
           Case{"1,23.50", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"1.005", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
           Case{"-1", "AMOUNT_NOT_POSITIVE", "AMOUNT_NOT_POSITIVE"},
           Case{"999,999,999,999.99", "99999999999999", "AMOUNT_MALFORMED"},
           Case{"1000000000000", "AMOUNT_TOO_LARGE", "1000000000000"},
           Case{"99999999999999", "AMOUNT_TOO_LARGE", "99999999999999"},
           Case{"100000000000000", "AMOUNT_TOO_LARGE", "AMOUNT_TOO_LARGE"},
           Case{"99999999999999999999999", "AMOUNT_TOO_LARGE", "AMOUNT_TOO_LARGE"},
           Case{"", "VALUE_MISSING", "VALUE_MISSING"},
           Case{"1元", "AMOUNT_MALFORMED", "AMOUNT_MALFORMED"},
       }) {
    EXPECT_EQ(Shown(ParseCsvTotal(one.text, false, kCell)), one.yuan) << one.text;
    EXPECT_EQ(Shown(ParseCsvTotal(one.text, true, kCell)), one.fen) << one.text;
  }
}

TEST(ParseCsvSigned, TakesOneSign) {
  EXPECT_EQ(Shown(ParseCsvSigned("-1.50", false, kCell)), "-150");
  EXPECT_EQ(Shown(ParseCsvSigned("+1.50", false, kCell)), "150");
  EXPECT_EQ(Shown(ParseCsvSigned("1.50", false, kCell)), "150");
  EXPECT_EQ(Shown(ParseCsvSigned("--1.50", false, kCell)), "AMOUNT_MALFORMED");
  EXPECT_EQ(Shown(ParseCsvSigned("-", false, kCell)), "VALUE_MISSING");
}

TEST(ParseCsvDate, FollowsThePattern) {
  struct Case {
    const char* text;
    const char* pattern;
    bool fits;
  };
  for (const Case& one :
       {Case{"2026-11-20", "YYYY-MM-DD", true}, Case{"20261120", "YYYYMMDD", true},
        Case{"20/11/2026", "DD/MM/YYYY", true}, Case{"2026年11月20日", "YYYY年MM月DD日", true},
        Case{"2026-11-20 09:05:00", "YYYY-MM-DD hh:mm:ss", true},
        Case{"2026-11-20", "YYYYMMDD", false}, Case{"2026-11-20 ", "YYYY-MM-DD", false},
        Case{"2026-11-31", "YYYY-MM-DD", false}, Case{"0000-11-20", "YYYY-MM-DD", false},
        Case{"2026-11-2x", "YYYY-MM-DD", false},
        Case{"2026-11-20 0x:05:00", "YYYY-MM-DD hh:mm:ss", false}, Case{"", "YYYY-MM-DD", false}}) {
    ASSERT_TRUE(IsDatePattern(one.pattern));
    const auto date = ParseCsvDate(one.text, one.pattern, kCell);
    EXPECT_EQ(date.ok(), one.fits) << one.text;
    EXPECT_EQ(date ? FormatIsoDate(*date) : "2026-11-20", "2026-11-20") << one.text;
  }
}

TEST(IsDatePattern, NeedsEachPartOnce) {
  for (const char* pattern : {"", "YYYY-MM", "YY-MM-DD", "YYYY-M-D", "YYYYMMDDDD", "YYMMYYDD"}) {
    EXPECT_FALSE(IsDatePattern(pattern)) << pattern;
  }
}

RC_GTEST_PROP(CsvValue, IsReadAgainAsItWasWritten, ()) {
  const Fen amount(*rc::gen::inRange<std::int64_t>(0, kMostFen.count() + 1));
  const bool fen = *rc::gen::arbitrary<bool>();
  RC_ASSERT(*ParseCsvTotal(FormatCsvAmount(amount, fen), fen, kCell) == amount);
  const Date date(std::chrono::days(*rc::gen::inRange(0, 40'000)));
  for (const char* pattern : {"YYYYMMDD", "YYYY-MM-DD hh:mm:ss", "DD.MM.YYYY"}) {
    RC_ASSERT(*ParseCsvDate(FormatCsvDate(date, pattern), pattern, kCell) == date);
  }
}

}  // namespace
}  // namespace qianmo::ledger::bankfile

// Statements that are tables, of two invented banks, and every way in which they are wrong.
#include "ledger/bankfile/csv_statement_reader.h"

#include <gtest/gtest.h>

#include "ledger/bankfile/csv_table.h"
#include "services/ledger/bankfile/profile_samples.h"
#include "services/ledger/bankfile/reading.h"
#include "sheet/encoder.h"

namespace qianmo::ledger::bankfile {
namespace {

StatementProfile Rural() { return ParseProfile(kRuralBank)->statement; }
StatementProfile Large() { return ParseProfile(kLargeBank)->statement; }

std::string Gb(const std::string& text) {
  return *sheet::Encoder(sheet::Encoding::kGb18030).Encode(text);
}

constexpr const char* kRuralHead =
    "清河农村商业银行账户明细,\r\n期初余额：1000.00,,1100.50\r\n"
    "交易日期,交易流水号,借方发生额,贷方发生额,账户余额,对方户名,本行对方账号,他行对方账号,"
    "对方行名,业务编号,摘要,状态\r\n";
constexpr const char* kRuralRows =
    "20261120,L1,,200.50,\"1,200.50\",张三,6210001,,,,保证金：000088,正常\r\n"
    "20261120,L2,100.00,0.00,1100.50,李四,,6222001,农业银行清河支行,E7,退保证金,已入账\r\n"
    "20261120,L3,,5.00,,王五,6210003,,,,未达,处理中\r\n";
constexpr const char* kRuralTail = "合计,1,100.00,1笔,200.50元\r\n";

std::string RuralFile() { return Gb(std::string(kRuralHead) + kRuralRows + kRuralTail); }

TEST(CsvStatementReader, ReadsTheRuralBank) {
  const Reading reading = ReadStatements(RuralFile(), Rural());
  ASSERT_EQ(reading.reason(), "") << ToText(reading);
  ASSERT_EQ(reading.items().size(), 2u);
  EXPECT_EQ(ToText(reading.items()[0]),
            "1.0 +¥200.50 2026-11-20 2026-11-20|L1|||000088|张三|6210001||保证金：000088|");
  EXPECT_EQ(ToText(reading.items()[1]),
            "2.0 -¥100.00 2026-11-20 2026-11-20|L2||E7||李四|6222001|农业银行清河支行|退保证金|");
  EXPECT_EQ(reading.items()[1].line, 5);
  const StatementTail& tail = *reading.statements[0].tail;
  EXPECT_EQ(tail.opening, Fen(100'000));
  EXPECT_EQ(tail.closing, Fen(110'050));
  EXPECT_EQ(tail.skipped, 1);
}

constexpr const char* kLargeHead =
    "txn_time|acct_no|amt|dc_flag|bal|sub_acct|opp_name|opp_acct|opp_bank|ccy|txn_type|memo|"
    "reversed|other\n";
constexpr const char* kLargeRows =
    "2026-11-20 16:00:01|6200001|0000000500|D|9500||李四|6222001|103345678901|CNY|TRF|退款|1|x\n"
    "2026-11-20 09:00:00|6200001|10000|C|10000|000088|张三|6210001||156|IN|\"a|b\"|0|x\n";

TEST(CsvStatementReader, ReadsTheLargeBank) {
  const Reading reading = ReadStatements(std::string(kLargeHead) + kLargeRows, Large());
  ASSERT_EQ(reading.reason(), "") << ToText(reading);
  EXPECT_EQ(reading.statements[0].head.account, "6200001");
  ASSERT_EQ(reading.items().size(), 2u);
  EXPECT_EQ(ToText(reading.items()[0]),
            "1.0 -¥5.00 reversal 2026-11-20 2026-11-20||TRF|||李四|6222001|103345678901|退款|");
  EXPECT_EQ(ToText(reading.items()[1]),
            "2.0 +¥100.00 2026-11-20 2026-11-20||IN||000088|张三|6210001||a|b|");
  const StatementTail& tail = *reading.statements[0].tail;
  EXPECT_EQ(tail.opening, Fen());
  EXPECT_EQ(tail.closing, Fen(9500));
}

TEST(CsvStatementReader, ReadsTheSameHoweverTheBytesCome) {
  const std::string rural = RuralFile(), large = std::string(kLargeHead) + kLargeRows;
  const std::string of_rural = ToText(ReadStatements(rural, Rural()));
  const std::string of_large = ToText(ReadStatements(large, Large()));
  for (std::size_t piece = 1; piece < rural.size(); ++piece) {
    ASSERT_EQ(ToText(ReadStatements(rural, Rural(), piece)), of_rural) << piece;
    ASSERT_EQ(ToText(ReadStatements(large, Large(), piece)), of_large) << piece;
  }
}

TEST(CsvStatementReader, ReadsAStatementWithoutEntries) {
  const Reading reading = ReadStatements(kLargeHead, Large());
  ASSERT_EQ(reading.reason(), "");
  ASSERT_EQ(reading.statements.size(), 1u);
  EXPECT_TRUE(reading.items().empty());
  EXPECT_TRUE(reading.statements[0].tail);
}

std::string Changed(std::string text, const std::string& old, const std::string& fresh) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, text.npos) << old;
  return text.replace(at, old.size(), fresh);
}

TEST(CsvStatementReader, RefusesAWrongTableOfTheRuralBank) {
  const std::string whole = *sheet::Decoder(sheet::Encoding::kGb18030).Decode(RuralFile());
  struct Case {
    const char* what;
    const char* old;
    const char* fresh;
    const char* reason;
    const char* line;
  };
  for (const Case& one : {
           Case{"another opening", "期初余额：1000.00", "期初余额：1000.01", "BALANCE_MISMATCH",
                ""},
           Case{"another closing", ",,1100.50", ",,1100.49", "BALANCE_MISMATCH", ""},
           Case{"no header", "期初余额", "期末余额", "VALUE_MISSING", "3"},
           Case{"no figure", "期初余额：1000.00", "期初余额：", "VALUE_MISSING", "2"},
           Case{"another count", "1笔", "2笔", "COUNT_MISMATCH", "7"},
           Case{"another sum", "200.50元", "200.51元", "SUM_MISMATCH", "7"},
           Case{"no trailer", "合计,1,100.00,1笔,200.50元\r\n", "", "BANK_FILE_CUT_SHORT", "7"},
           Case{"more behind", "元\r\n", "元\r\na,b\r\n", "CSV_MALFORMED", "8"},
           Case{"a column gone", "贷方发生额", "贷方", "CSV_COLUMN_MISSING", "3"},
           Case{"a column twice", "状态\r\n", "状态,摘要\r\n", "CSV_COLUMN_REPEATED", "3"},
           Case{"three decimals", "200.50,\"1", "200.505,\"1", "AMOUNT_MALFORMED", "4"},
           Case{"both columns", "L2,100.00,0.00", "L2,100.00,1.00", "VALUE_MALFORMED", "5"},
           Case{"neither column", "L2,100.00,0.00", "L2,,0.00", "AMOUNT_NOT_POSITIVE", "5"},
           Case{"below zero", "L2,100.00,0.00", "L2,-100.00,", "AMOUNT_NOT_POSITIVE", "5"},
           Case{"both accounts", ",,6222001", ",6210009,6222001", "VALUE_MALFORMED", "5"},
           Case{"no date", "20261120,L1", "20261131,L1", "VALUE_MALFORMED", "4"},
           Case{"a balance beside", "\"1,200.50\"", "\"1,200.51\"", "BALANCE_MISMATCH", "5"},
           Case{"a cell less", ",E7,", ",E7", "CSV_MALFORMED", "5"},
           Case{"a cell more", "已入账\r\n", "已入账,x\r\n", "CSV_MALFORMED", "5"},
           Case{"a long reference", "L1,", "L234567890123456789012345678901234567,",
                "VALUE_TOO_LONG", "4"},
           Case{"an open quote", "\"1,200.50\"", "\"1,200.50", "CSV_MALFORMED", "4"},
       }) {
    const Reading reading = ReadStatements(Gb(Changed(whole, one.old, one.fresh)), Rural());
    EXPECT_EQ(reading.reason(), one.reason) << one.what << ": " << ToText(reading);
    if (*one.line == '\0') continue;
    EXPECT_EQ(reading.Said("line"), one.line) << one.what;
  }
  EXPECT_EQ(ReadStatements(whole, Rural()).reason(), "BANK_FILE_ENCODING");
  EXPECT_EQ(ReadStatements(RuralFile() + std::string(3, '\0'), Rural()).reason(), "CSV_MALFORMED");
  EXPECT_EQ(ReadStatements("", Rural()).reason(), "BANK_FILE_CUT_SHORT");
  EXPECT_EQ(ReadStatements(Gb("a,b\r\n"), Rural()).reason(), "BANK_FILE_CUT_SHORT");
}

TEST(CsvStatementReader, RefusesAWrongTableOfTheLargeBank) {
  const std::string whole = std::string(kLargeHead) + kLargeRows;
  struct Case {
    const char* what;
    const char* old;
    const char* fresh;
    const char* reason;
  };
  for (const Case& one : {
           Case{"no such word", "|D|", "|X|", "VALUE_MALFORMED"},
           Case{"decimals of fen", "0000000500", "5.00", "AMOUNT_MALFORMED"},
           Case{"a sign beside a word", "0000000500", "-500", "AMOUNT_NOT_POSITIVE"},
           Case{"nothing", "0000000500", "0", "AMOUNT_NOT_POSITIVE"},
           Case{"dollars", "|CNY|", "|USD|", "CURRENCY_FOREIGN"},
           Case{"another account", "6200001|10000", "6200002|10000", "ACCOUNT_CHANGED"},
           Case{"a balance beside", "|10000|000088", "|10001|000088", "BALANCE_MISMATCH"},
           Case{"a time that is none", "09:00:00", "9:00:00", "VALUE_MALFORMED"},
       }) {
    const Reading reading = ReadStatements(Changed(whole, one.old, one.fresh), Large());
    EXPECT_EQ(reading.reason(), one.reason) << one.what << ": " << ToText(reading);
  }
}

TEST(CsvStatementReader, TakesAFewBlankRecordsAndADelimiterAtTheEnd) {
  const std::string rows = Changed(kLargeRows, "|x\n", "|x|\n");
  EXPECT_EQ(ReadStatements(std::string(kLargeHead) + rows + "| |\n\n", Large()).reason(), "");
}

TEST(CsvStatementReader, ReadsSignsWhereThereIsNoWord) {
  StatementProfile profile;
  profile.form = FileForm::kCsv;
  profile.csv.columns = {{Column::kBookingDate, "d"}, {Column::kAmount, "a"}};
  const Reading reading = ReadStatements("d,a\n2026-11-20,-1.00\n2026-11-20,+2\n", profile);
  ASSERT_EQ(reading.reason(), "");
  EXPECT_EQ(reading.items()[0].direction, Direction::kDebit);
  EXPECT_EQ(reading.items()[0].amount, Fen(100));
  EXPECT_EQ(reading.items()[1].direction, Direction::kCredit);
  EXPECT_FALSE(reading.statements[0].tail->opening);
}

TEST(CsvStatementReader, ReadsNothingByAProfileThatCannotWork) {
  StatementProfile profile;
  profile.form = FileForm::kCsv;
  EXPECT_EQ(ReadStatements("a,b\n", profile).reason(), "PROFILE_MALFORMED");
}

TEST(CsvStatementReader, HoldsItsLimits) {
  const std::string whole = std::string(kLargeHead) + kLargeRows;
  const auto size = static_cast<std::int64_t>(whole.size());
  EXPECT_EQ(ReadStatements(whole, Large(), 7, {.file_bytes = size, .entries = 2}).reason(), "");
  EXPECT_EQ(ReadStatements(whole, Large(), 7, {.file_bytes = size - 1}).reason(),
            "BANK_FILE_TOO_LARGE");
  EXPECT_EQ(ReadStatements(whole, Large(), 7, {.entries = 1}).reason(),
            "BANK_FILE_TOO_MANY_ENTRIES");
  EXPECT_EQ(ReadStatements(whole, Large(), 7, {.text_bytes = 18}).reason(), "CSV_MALFORMED");
}

}  // namespace
}  // namespace qianmo::ledger::bankfile

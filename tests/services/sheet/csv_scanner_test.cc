// Tables of other delimiters, byte by byte.
#include "sheet/csv_scanner.h"

#include <gtest/gtest.h>

namespace qianmo::sheet {
namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells Scan(const std::string& text, char delimiter) {
  CsvScanner scanner(Encoding::kUtf8, delimiter, {}, {});
  Cells all;
  for (const char byte : text) {
    if (scanner.Take(static_cast<unsigned char>(byte)) != CsvScanner::Step::kRecord) continue;
    all.push_back(scanner.record().cells);
  }
  if (scanner.End() == CsvScanner::Step::kRecord) all.push_back(scanner.record().cells);
  EXPECT_FALSE(scanner.fault());
  return all;
}

TEST(CsvScanner, TakesTheDelimiterThatItIsTold) {
  EXPECT_EQ(Scan("a|b,c|\"d|e\"\n\nf\n", '|'), (Cells{{"a", "b,c", "d|e"}, {"f"}}));
  EXPECT_EQ(Scan("a\tb\r\n\"\t\"\tc", '\t'), (Cells{{"a", "b"}, {"\t", "c"}}));
}

TEST(CsvScanner, LeavesOutAMarkOnlyWhereItIsWhole) {
  EXPECT_EQ(Scan("\xef\xbb\xbf"
                 "a",
                 ','),
            (Cells{{"a"}}));
  EXPECT_EQ(Scan("\xef\xbc\x8c,a", ','), (Cells{{"，", "a"}}));
  EXPECT_EQ(Scan("\xef\xbb\xb0,a", ','), (Cells{{"\xef\xbb\xb0", "a"}}));
  EXPECT_EQ(Scan("\xef\xbb\xbf", ','), Cells{});
}

TEST(CsvScanner, FaultsOnHalfAMark) {
  for (const char* text : {"\xef", "\xef\xbb", "\xef\xbb,"}) {
    CsvScanner scanner(Encoding::kUtf8, ',', {}, {});
    for (const char* byte = text; *byte != '\0'; ++byte) {
      scanner.Take(static_cast<unsigned char>(*byte));
    }
    scanner.End();
    EXPECT_EQ(scanner.fault(), (CsvFault{CsvProblem::kWrongEncoding, 1, 1}));
  }
}

}  // namespace
}  // namespace qianmo::sheet

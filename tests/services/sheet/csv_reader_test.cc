// Tables as people's programs write them, and what is none.
#include "sheet/csv_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>

namespace qianmo::sheet {
namespace {

using Cells = std::vector<std::vector<std::string>>;

// The text in pieces of so many bytes.
CsvReader::Source InPieces(const std::string& text, std::size_t size) {
  return [text, size, at = std::size_t{0}]() mutable {
    const std::string piece = text.substr(std::min(at, text.size()), size);
    at += piece.size();
    return piece;
  };
}

Cells ReadAll(CsvReader* reader) {
  Cells all;
  CsvRecord record;
  while (reader->Next(&record)) all.push_back(record.cells);
  return all;
}

TEST(CsvReader, ReadsWhatRfc4180Means) {
  struct Case {
    const char* what;
    std::string text;
    Cells cells;
  };
  for (const Case& one :
       {Case{"nothing", "", {}}, Case{"one line without end", "a,b", {{"a", "b"}}},
        Case{"CRLF", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
        Case{"LF", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
        Case{"a BOM",
             "\xef\xbb\xbf"
             "a,b\n",
             {{"a", "b"}}},
        Case{"only a BOM", "\xef\xbb\xbf", {}}, Case{"empty cells", ",,\n", {{"", "", ""}}},
        Case{"empty lines", "\n\r\na\n\n", {{"a"}}},
        Case{"an empty cell in quotes", "\"\"\n", {{""}}},
        Case{"a comma in quotes", "\"a,b\",c\n", {{"a,b", "c"}}},
        Case{"quotes in quotes", "\"a \"\"b\"\"\"\n", {{"a \"b\""}}},
        Case{"line ends in quotes", "\"a\r\nb\nc\",d\r\n", {{"a\r\nb\nc", "d"}}},
        Case{"blanks stay", " a , b\t\n", {{" a ", " b\t"}}},
        Case{"Chinese", "户号,姓名\n1,张三\n", {{"户号", "姓名"}, {"1", "张三"}}}}) {
    for (const std::size_t size : {1, 2, 3, 1000}) {
      CsvReader reader(Encoding::kUtf8, InPieces(one.text, size));
      EXPECT_EQ(ReadAll(&reader), one.cells) << one.what;
      EXPECT_FALSE(reader.fault()) << one.what;
    }
  }
}

TEST(CsvReader, ReadsGb18030) {
  CsvReader reader(Encoding::kGb18030, InPieces("\xbb\xa7\xba\xc5,\"\xd0\xd5\xc3\xfb\"\r\n", 3));
  EXPECT_EQ(ReadAll(&reader), (Cells{{"户号", "姓名"}}));
}

TEST(CsvReader, SaysWhatIsWrongAndWhere) {
  const CsvLimits small{.cell_bytes = 5, .cells = 3, .record_bytes = 9};
  struct Case {
    const char* what;
    std::string text;
    CsvFault fault;
  };
  for (const Case& one : {
           Case{"a zero", std::string("a,b\nc,\0d", 8), {CsvProblem::kControlCharacter, 2, 2}},
           Case{"only zeros", std::string(100, '\0'), {CsvProblem::kControlCharacter, 1, 1}},
           Case{
               "a zero in quotes", std::string("\"\0\"", 3), {CsvProblem::kControlCharacter, 1, 1}},
           Case{"UTF-16",
                std::string("\xff\xfe"
                            "a\0",
                            4),
                {CsvProblem::kControlCharacter, 1, 1}},
           Case{"a quote in a cell", "a\"b\n", {CsvProblem::kStrayQuote, 1, 1}},
           Case{"text behind quotes", "a,\"b\"c\n", {CsvProblem::kStrayQuote, 1, 2}},
           Case{"open quotes", "a\n\"b\nc\n", {CsvProblem::kOpenQuote, 2, 1}},
           Case{"a lone CR", "a\rb\n", {CsvProblem::kLoneReturn, 1, 1}},
           Case{"a CR at the end", "a\r", {CsvProblem::kLoneReturn, 1, 1}},
           Case{"a long cell", "a,b\nc,123456", {CsvProblem::kCellTooLong, 2, 2}},
           Case{"too many cells", "a,b,c\n1,2,3,4\n", {CsvProblem::kTooManyCells, 2, 4}},
           Case{"a long record", "1234,1234,1\n", {CsvProblem::kRecordTooLong, 1, 3}},
           Case{"another encoding", "a\n\xcc\xef\n", {CsvProblem::kWrongEncoding, 2, 1}},
       }) {
    for (const std::size_t size : {1, 1000}) {
      CsvReader reader(Encoding::kUtf8, InPieces(one.text, size), {}, small);
      ReadAll(&reader);
      ASSERT_TRUE(reader.fault()) << one.what;
      EXPECT_EQ(*reader.fault(), one.fault)
          << one.what << ": problem " << static_cast<int>(reader.fault()->problem) << ", line "
          << reader.fault()->line << ", column " << reader.fault()->column;
    }
  }
}

TEST(CsvReader, TellsWhereARecordBegins) {
  CsvReader reader(Encoding::kUtf8, InPieces("\xef\xbb\xbf"
                                             "a\n\"b\nb\"\n\nc\n",
                                             2));
  CsvRecord record;
  std::vector<CsvPlace> places;
  while (reader.Next(&record)) places.push_back(record.place);
  EXPECT_EQ(places, (std::vector<CsvPlace>{{3, 1}, {5, 2}, {12, 5}}));
}

// What a file of one endless thing does to memory.
std::int64_t GrowthOn(const std::string& piece, const CsvFault& expected) {
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  std::int64_t left = 1LL << 30;
  CsvReader reader(Encoding::kUtf8, [&] {
    if (left <= 0) return std::string();
    left -= static_cast<std::int64_t>(piece.size());
    return piece;
  });
  EXPECT_TRUE(ReadAll(&reader).empty());
  EXPECT_EQ(reader.fault(), expected);
  getrusage(RUSAGE_SELF, &after);
  return after.ru_maxrss - before.ru_maxrss;
}

TEST(CsvReader, HoldsLittleOfAGigabyteOfAnything) {
  constexpr std::size_t kPiece = 64 << 10;
  constexpr std::int64_t kLittle = 4 << 10;  // KiB
  EXPECT_LT(GrowthOn(std::string(kPiece, '\0'), {CsvProblem::kControlCharacter, 1, 1}), kLittle);
  EXPECT_LT(GrowthOn(std::string(kPiece, 'a'), {CsvProblem::kCellTooLong, 1, 1}), kLittle);
  EXPECT_LT(GrowthOn(std::string(kPiece, ','), {CsvProblem::kTooManyCells, 1, 101}), kLittle);
  EXPECT_LT(GrowthOn("\"" + std::string(kPiece, '\n'), {CsvProblem::kCellTooLong, 4097, 1}),
            kLittle);
  // Read to its end, since lines without any character are no faults.
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  int left = 1'000;
  CsvReader reader(Encoding::kUtf8,
                   [&] { return left-- > 0 ? std::string(kPiece, '\n') : std::string(); });
  EXPECT_TRUE(ReadAll(&reader).empty());
  EXPECT_EQ(reader.place().line, 1'000 * static_cast<std::int64_t>(kPiece) + 1);
  getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, kLittle);
}

RC_GTEST_PROP(CsvReader, ComesToAnEndWhateverComes, (const std::string& text)) {
  CsvReader reader(Encoding::kGb18030, InPieces(text, 7));
  ReadAll(&reader);
  RC_ASSERT(reader.place().offset <= static_cast<std::int64_t>(text.size()));
}

}  // namespace
}  // namespace qianmo::sheet

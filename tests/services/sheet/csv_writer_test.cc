// What is written is what is read again.
#include "sheet/csv_writer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sheet/csv_reader.h"
#include "sheet/formula.h"

namespace qianmo::sheet {
namespace {

using Table = std::vector<std::vector<std::string>>;

std::string Written(const Table& table) {
  std::string text(kByteOrderMarkOfCsv);
  for (const auto& row : table) AppendCsv(&text, row);
  return text;
}

// From `start` on, to the end or the first `most` records.
Table Read(const std::string& text, CsvPlace* place, std::size_t most) {
  bool given = false;
  CsvReader reader(
      Encoding::kUtf8, [&] { return std::exchange(given, true) ? "" : text.substr(place->offset); },
      *place);
  Table table;
  CsvRecord record;
  while (table.size() < most && reader.Next(&record)) {
    table.emplace_back();
    for (const auto& cell : record.cells) table.back().push_back(Unguard(cell));
  }
  if (reader.fault()) throw std::runtime_error("a fault in what was written");
  *place = reader.place();
  return table;
}

Table AnyTable() {
  const auto cell =
      rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                       "a", ",", "\"", "\n", "\r", "'", "=", "-", " ", "田", "𠀀", "\t")),
                   [](const std::vector<std::string>& parts) {
                     std::string text;
                     for (const auto& part : parts) text += part;
                     return text;
                   });
  const auto row = rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(cell));
  return *rc::gen::container<Table>(row);
}

TEST(CsvWriter, QuotesWhatNeedsItAndGuardsFormulas) {
  EXPECT_EQ(Written({{"a,b", "c\"d", "e\nf", "=1", "田"}, {""}}),
            "\xef\xbb\xbf\"a,b\",\"c\"\"d\",\"e\nf\",'=1,田\r\n\"\"\r\n");
}

RC_GTEST_PROP(CsvWriter, IsReadAsItWasWritten, ()) {
  const Table table = AnyTable();
  CsvPlace place;
  RC_ASSERT(Read(Written(table), &place, table.size() + 1) == table);
}

RC_GTEST_PROP(CsvReader, GoesOnWhereAnotherStopped, ()) {
  const Table table = AnyTable();
  const std::string text = Written(table);
  CsvPlace place;
  const auto first = *rc::gen::inRange<std::size_t>(0, table.size() + 1);
  Table both = Read(text, &place, first);
  for (const auto& row : Read(text, &place, table.size() + 1)) both.push_back(row);
  RC_ASSERT(both == table);
}

}  // namespace
}  // namespace qianmo::sheet

// One row of a table, cell by cell, and what can be wrong with it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/domain/table_header.h"

namespace qianmo::registry {

// The numbers are those of qianmo.registry.v1.ImportFault.Problem.
enum class RowProblem {
  kMissing = 1,        // the cell must not be empty
  kMalformed = 2,      // no such number, date, word …
  kFormula = 3,        // a spreadsheet would run the cell
  kWidth = 4,          // more or fewer cells than the header
  kContradiction = 5,  // two cells do not agree
  kTooLong = 6,
  kNoHead = 7,
  kSecondHead = 8,
  kTwice = 9,  // the household's rows do not stand together; an asset of this name was there before
  kHouseholdTooLarge = 10,
  kIdNumberTwice = 11,      // in this file
  kIdNumberTaken = 12,      // an active member's of another household
  kCollectiveUnknown = 13,  // no active one is called so, or several are
  kCollectiveOutside = 14,  // the importer has nothing to say there
  kDiffers = 15,            // the household or asset is there already, and not like this
  kNeighbour = 16,          // another row of the household is bad
};

struct RowFault {
  std::int64_t line;
  int column;  // from 1; 0 for the whole row
  RowProblem problem;

  bool operator==(const RowFault&) const = default;
};

// A record of the file: cells in UTF-8, as they were meant.
struct ImportRecord {
  std::int64_t line = 0;
  std::vector<std::string> cells;
};

inline constexpr std::size_t kMostCollectiveName = 100;  // characters
inline constexpr std::size_t kMostWord = 60;

// Lower case for the English words.
std::string FoldWord(std::string word);

// Reads the cells of a record by their columns, and notes what is wrong with each.
class RowReader {
 public:
  RowReader(const TableHeader& header, const ImportRecord& record, std::vector<RowFault>* faults)
      : header_(header), record_(record), faults_(faults) {}

  template <class Column>
  void Fault(Column column, RowProblem problem) {
    FaultAt(header_.PositionOf(column), problem);
  }
  // In its normal form; "" where the table has no such column.
  template <class Column>
  std::string Text(Column column, std::size_t most) {
    return TextAt(header_.PositionOf(column), header_.Cell(record_.cells, column), most);
  }
  template <class Column>
  std::string Needed(Column column, std::size_t most) {
    std::string text = Text(column, most);
    if (text.empty()) Fault(column, RowProblem::kMissing);
    return text;
  }
  template <class Column>
  std::string Digits(Column column, std::size_t least, std::size_t most) {
    std::string text = Text(column, most);
    if (text.empty() || (text.size() >= least && IsDigits(text))) return text;
    Fault(column, RowProblem::kMalformed);
    return "";
  }
  // A decimal with at most `places` as an integer from 0 to `most`.
  template <class Column>
  std::optional<std::int64_t> Amount(Column column, int places, std::int64_t most) {
    const std::string text = Text(column, kMostWord);
    if (text.empty()) return std::nullopt;
    const auto amount = AmountIn(text, places, most);
    if (!amount) Fault(column, RowProblem::kMalformed);
    return amount;
  }
  // What one of these words means.
  template <class Column, class Meaning>
  std::optional<Meaning> Word(Column column, const std::map<std::string_view, Meaning>& words) {
    const std::string text = Text(column, kMostWord);
    if (text.empty()) return std::nullopt;
    const auto found = words.find(FoldWord(text));
    if (found != words.end()) return found->second;
    Fault(column, RowProblem::kMalformed);
    return std::nullopt;
  }

 private:
  static bool IsDigits(std::string_view text);
  static std::optional<std::int64_t> AmountIn(std::string_view text, int places, std::int64_t most);
  void FaultAt(int position, RowProblem problem);
  std::string TextAt(int position, std::string_view cell, std::size_t most);

  const TableHeader& header_;
  const ImportRecord& record_;
  std::vector<RowFault>* faults_;
};

}  // namespace qianmo::registry

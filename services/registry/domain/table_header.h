// The head of a table: its columns as people call them, in Chinese or English, in any order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace qianmo::registry {

// The columns that a kind of table can have. An enumeration of the kind counts them.
struct TableColumns {
  // By column; the first title is the Chinese one that we write.
  std::vector<std::vector<std::string_view>> titles;
  // Of each of these at least one must be there.
  std::vector<std::vector<int>> needed;
  // Of a table of skipped rows: why. It is not read.
  int reason;

  template <class Column>
  std::string_view ChineseName(Column column) const {
    return titles.at(static_cast<std::size_t>(column)).front();
  }
};

class TableHeader {
 public:
  // Refuses IMPORT_COLUMN_UNKNOWN, IMPORT_COLUMN_TWICE, IMPORT_COLUMN_MISSING, each naming all such
  // columns.
  static Result<TableHeader> Read(const TableColumns& columns,
                                  const std::vector<std::string>& cells);

  std::size_t width() const { return titles_.size(); }
  // As the file heads it; `position` counts from 1. "" for the whole row, and beyond the table.
  std::string title(int position) const;

  // From 1; 0 where the table has no such column.
  template <class Column>
  int PositionOf(Column column) const {
    return positions_.at(static_cast<std::size_t>(column));
  }
  // "" where the table has no such column.
  template <class Column>
  std::string_view Cell(const std::vector<std::string>& cells, Column column) const {
    const auto position = static_cast<std::size_t>(PositionOf(column));
    return position == 0 || position > cells.size() ? std::string_view() : cells[position - 1];
  }

 private:
  std::vector<std::string> titles_;
  std::vector<int> positions_;
};

}  // namespace qianmo::registry

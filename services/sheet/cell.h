// A cell of a table on its way out.
#pragma once

#include <string>
#include <utility>

namespace qianmo::sheet {

struct Cell {
  std::string text;
  // A decimal number such as "-1234.50", which spreadsheet programs compute with; all else is text,
  // also what looks like a number.
  bool is_number = false;

  Cell(std::string words) : text(std::move(words)) {}  // NOLINT: implicit
  Cell(const char* words) : text(words) {}             // NOLINT: implicit
  static Cell Number(std::string decimal) {
    Cell cell(std::move(decimal));
    cell.is_number = true;
    return cell;
  }
};

}  // namespace qianmo::sheet

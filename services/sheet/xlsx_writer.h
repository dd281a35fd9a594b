// Writes an .xlsx file of one sheet, row by row, with one row in memory at a time.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sheet/cell.h"

struct lxw_format;
struct lxw_workbook;
struct lxw_worksheet;

namespace qianmo::sheet {

class XlsxWriter {
 public:
  // What a program that opens the file calls the sheet: at most 31 characters, none of []:*?/\.
  explicit XlsxWriter(const std::string& sheet);
  ~XlsxWriter();
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;

  // The header: bold, and it stays in sight.
  void AddHeader(const std::vector<std::string>& cells);
  // Every cell is text, also a number or what looks like a formula: none is computed, and none of
  // the 18 digits of an ID number is lost.
  void AddRow(const std::vector<std::string>& cells);
  // The same but for the numbers: they have two decimals, right to the last of 15 digits. What has
  // more is text.
  void AddCells(const std::vector<Cell>& cells);

  // The whole file; nothing can be added any more. The same rows make the same bytes.
  std::string Finish();

 private:
  void Write(const std::vector<std::string>& cells, lxw_format* format);

  std::filesystem::path path_;
  lxw_workbook* workbook_;
  lxw_worksheet* worksheet_;
  lxw_format* bold_;
  lxw_format* number_;
  unsigned row_ = 0;
};

}  // namespace qianmo::sheet

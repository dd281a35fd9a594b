// Writes CSV (RFC 4180) that spreadsheet programs open as it is meant: UTF-8 with a BOM in front,
// CRLF, and no cell that they would run (see formula.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sheet/cell.h"

namespace qianmo::sheet {

// Goes in front of the first record, for programs that would take the file for GBK.
inline constexpr std::string_view kByteOrderMarkOfCsv = "\xef\xbb\xbf";

// One record at the end of `out`. Cells are UTF-8.
void AppendCsv(std::string* out, const std::vector<std::string>& cells);
// The same where some are numbers, which are never taken for formulas.
void AppendCsvCells(std::string* out, const std::vector<Cell>& cells);

}  // namespace qianmo::sheet

#include "sheet/csv_writer.h"

#include "sheet/formula.h"

namespace qianmo::sheet {
namespace {

// A record of one empty cell would be an empty line, which is no record.
bool NeedsQuotes(std::string_view cell, bool alone) {
  return (alone && cell.empty()) || cell.find_first_of(",\"\r\n") != cell.npos;
}

void AppendCell(std::string* out, std::string_view cell, bool alone) {
  if (!NeedsQuotes(cell, alone)) {
    *out += cell;
    return;
  }
  *out += '"';
  for (const char c : cell) {
    if (c == '"') *out += '"';
    *out += c;
  }
  *out += '"';
}

}  // namespace

void AppendCsv(std::string* out, const std::vector<std::string>& cells) {
  AppendCsvCells(out, {cells.begin(), cells.end()});
}

void AppendCsvCells(std::string* out, const std::vector<Cell>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) *out += ',';
    const std::string& text = cells[i].text;
    AppendCell(out, cells[i].is_number ? text : Guard(text), cells.size() == 1);
  }
  *out += "\r\n";
}

}  // namespace qianmo::sheet

#include "sheet/csv_writer.h"

#include "sheet/formula.h"

namespace qianmo::sheet {
namespace {

// A record of one empty cell would be an empty line, which is no record.
bool NeedsQuotes(std::string_view cell, bool alone) {
  return (alone && cell.empty()) || cell.find_first_of(",\"\r\n") != cell.npos;
}

}  // namespace

void AppendCsv(std::string* out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) *out += ',';
    const std::string cell = Guard(cells[i]);
    if (!NeedsQuotes(cell, cells.size() == 1)) {
      *out += cell;
      continue;
    }
    *out += '"';
    for (const char c : cell) {
      if (c == '"') *out += '"';
      *out += c;
    }
    *out += '"';
  }
  *out += "\r\n";
}

}  // namespace qianmo::sheet

#include "ledger/bankfile/csv_text.h"

#include <algorithm>

#include "ledger/bankfile/csv_value.h"
#include "sheet/encoder.h"

namespace qianmo::ledger::bankfile {

CsvText::CsvText(const CsvForm& form, const StatedTotals& totals) : form_(form), totals_(totals) {
  // A record of one empty cell would be an empty line, which is none.
  const std::vector<std::string> blank(2);
  int before = 0;
  if (form_.header) {
    Totals(*form_.header);
    ++before;
  }
  for (; before < form_.lines_before; ++before) Record(blank);
  std::vector<std::string> names;
  for (const CsvColumn& column : form_.columns) names.push_back(column.header);
  Record(names);
}

void CsvText::Row(const std::vector<std::string>& cells) { Record(cells); }

std::optional<std::string> CsvText::Finish() {
  if (form_.trailer) Totals(*form_.trailer);
  return sheet::Encoder(form_.encoding).Encode(out_);
}

void CsvText::Totals(const CsvTotals& where) {
  std::vector<std::string> cells = {where.mark};
  const auto put = [&](int cell, const std::string& text) {
    if (cell == 0) return;
    const auto at = static_cast<std::size_t>(cell - 1);
    if (cells.size() <= at) cells.resize(at + 1);
    // The first cell has the mark already.
    cells[at] = at == 0 ? where.mark + ":" + text : text;
  };
  const auto count = [](const std::optional<std::int64_t>& stated) {
    return std::to_string(stated.value_or(0));
  };
  const auto sum = [&](const std::optional<Fen>& stated) {
    return FormatCsvAmount(stated.value_or(Fen()), form_.fen);
  };
  put(where.count, count(totals_.count));
  put(where.sum, sum(totals_.sum));
  put(where.credit_count, count(totals_.credit_count));
  put(where.credit_sum, sum(totals_.credit_sum));
  put(where.debit_count, count(totals_.debit_count));
  put(where.debit_sum, sum(totals_.debit_sum));
  put(where.opening, sum(totals_.opening));
  put(where.closing, sum(totals_.closing));
  Record(cells);
}

void CsvText::Record(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out_ += form_.delimiter;
    const std::string& cell = cells[i];
    const bool plain = cell.find_first_of("\"\r\n") == cell.npos &&
                       cell.find(form_.delimiter) == cell.npos &&
                       !(cells.size() == 1 && cell.empty());
    if (plain) {
      out_ += cell;
      continue;
    }
    out_ += '"';
    for (const char c : cell) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
  }
  out_ += "\r\n";
}

}  // namespace qianmo::ledger::bankfile

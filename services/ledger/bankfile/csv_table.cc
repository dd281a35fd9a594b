#include "ledger/bankfile/csv_table.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "ledger/bankfile/csv_value.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr std::size_t kMostCells = 200;

const char* Words(sheet::CsvProblem problem) {
  switch (problem) {
    case sheet::CsvProblem::kControlCharacter:
      return "a control character";
    case sheet::CsvProblem::kStrayQuote:
      return "a quote in the middle of a cell";
    case sheet::CsvProblem::kOpenQuote:
      return "a quote that is never closed";
    case sheet::CsvProblem::kLoneReturn:
      return "a return without a line feed";
    case sheet::CsvProblem::kCellTooLong:
      return "a cell that is too long";
    case sheet::CsvProblem::kTooManyCells:
      return "too many cells";
    default:
      return "a record that is too long";
  }
}

// "总笔数：3笔" is 3.
std::string_view Figure(std::string_view cell) {
  for (const std::string_view colon : {":", "："}) {
    const std::size_t at = cell.rfind(colon);
    if (at != cell.npos) cell.remove_prefix(at + colon.size());
  }
  cell = TrimBlanks(cell);
  for (const std::string_view unit : {"笔", "条", "元"}) {
    if (cell.ends_with(unit)) cell.remove_suffix(unit.size());
  }
  return TrimBlanks(cell);
}

// The figures of one record.
class Figures {
 public:
  Figures(const sheet::CsvRecord& record, const CsvTotals& totals, bool fen)
      : record_(record), totals_(totals), fen_(fen), place_{.line = record.place.line} {}

  Result<StatedTotals> Read() const {
    StatedTotals stated;
    QM_TRY(ReadCount(totals_.count, &stated.count));
    QM_TRY(ReadCount(totals_.credit_count, &stated.credit_count));
    QM_TRY(ReadCount(totals_.debit_count, &stated.debit_count));
    QM_TRY(ReadSum(totals_.sum, ParseCsvTotal, &stated.sum));
    QM_TRY(ReadSum(totals_.credit_sum, ParseCsvTotal, &stated.credit_sum));
    QM_TRY(ReadSum(totals_.debit_sum, ParseCsvTotal, &stated.debit_sum));
    QM_TRY(ReadSum(totals_.opening, ParseCsvSigned, &stated.opening));
    QM_TRY(ReadSum(totals_.closing, ParseCsvSigned, &stated.closing));
    return stated;
  }

 private:
  ValueName Name() const { return {place_, totals_.mark}; }

  std::string_view Cell(int number) const {
    const auto at = static_cast<std::size_t>(number - 1);
    return at < record_.cells.size() ? Figure(record_.cells[at]) : std::string_view();
  }

  Result<Done> ReadCount(int cell, std::optional<std::int64_t>* count) const {
    if (cell == 0) return Done();
    QM_ASSIGN(*count, ParseCount(Cell(cell), Name()));
    return Done();
  }

  Result<Done> ReadSum(int cell, Result<Fen> (*parse)(std::string_view, bool, const ValueName&),
                       std::optional<Fen>* sum) const {
    if (cell == 0) return Done();
    QM_ASSIGN(*sum, parse(Cell(cell), fen_, Name()));
    return Done();
  }

  const sheet::CsvRecord& record_;
  const CsvTotals& totals_;
  const bool fen_;
  const refusals::Place place_;
};

}  // namespace

std::string_view CsvRow::Get(Column column) const {
  const int cell = cells_[static_cast<std::size_t>(column)];
  if (cell < 0) return {};
  return TrimBlanks(record_.cells[static_cast<std::size_t>(cell)]);
}

ValueName CsvRow::Name(Column column) const {
  const std::string* header = form_.HeaderOf(column);
  return {place(), header == nullptr ? std::string_view("column") : *header};
}

CsvTable::CsvTable(const CsvForm& form, Sink sink, const Limits& limits)
    : form_(form),
      sink_(std::move(sink)),
      limits_(limits),
      scanner_(form.encoding, form.delimiter, {},
               {.cell_bytes = limits.text_bytes,
                .cells = kMostCells,
                .record_bytes = limits.token_bytes}) {
  cells_.fill(-1);
}

Result<Done> CsvTable::Feed(std::string_view bytes) {
  for (const char byte : bytes) {
    if (++fed_ > limits_.file_bytes) return refusals::FileTooLarge(limits_.file_bytes);
    const auto step = scanner_.Take(static_cast<unsigned char>(byte));
    if (step == sheet::CsvScanner::Step::kGoOn) continue;
    if (step == sheet::CsvScanner::Step::kFault) return Fault();
    QM_TRY(TakeRecord());
  }
  return Done();
}

Result<Done> CsvTable::Finish() {
  const auto step = scanner_.End();
  if (step == sheet::CsvScanner::Step::kFault) return Fault();
  if (step == sheet::CsvScanner::Step::kRecord) QM_TRY(TakeRecord());
  const bool whole = records_ > form_.lines_before && (!form_.trailer || trailer_seen_);
  if (!whole) return refusals::FileCutShort(place());
  return Done();
}

refusals::Place CsvTable::place() const { return {.line = scanner_.place().line}; }

Refusal CsvTable::Fault() const {
  const sheet::CsvFault& fault = *scanner_.fault();
  const refusals::Place where{.line = fault.line};
  if (fault.problem == sheet::CsvProblem::kWrongEncoding) return refusals::FileEncoding(where);
  return refusals::CsvMalformed(where, Words(fault.problem));
}

bool CsvTable::Begins(const std::optional<CsvTotals>& totals) {
  return totals && TrimBlanks(scanner_.record().cells[0]).starts_with(totals->mark);
}

Result<Done> CsvTable::TakeRecord() {
  const std::int64_t number = records_++;
  if (number == form_.lines_before) return TakeNames();
  if (number < form_.lines_before) {
    if (!Begins(form_.header)) return Done();
    header_seen_ = true;
    return TakeTotals(*form_.header);
  }
  if (trailer_seen_) {
    return refusals::CsvMalformed({scanner_.record().place.line}, "records behind the totals");
  }
  if (!Begins(form_.trailer)) return TakeRow();
  trailer_seen_ = true;
  return TakeTotals(*form_.trailer);
}

Result<Done> CsvTable::TakeTotals(const CsvTotals& totals) {
  QM_ASSIGN(const StatedTotals stated, Figures(scanner_.record(), totals, form_.fen).Read());
  return sink_.totals(stated, {scanner_.record().place.line});
}

Result<Done> CsvTable::TakeNames() {
  const sheet::CsvRecord& record = scanner_.record();
  const refusals::Place where{.line = record.place.line};
  if (form_.header && !header_seen_) return refusals::ValueMissing(where, form_.header->mark);
  names_ = record.cells.size();
  for (const CsvColumn& column : form_.columns) {
    int& cell = cells_[static_cast<std::size_t>(column.meaning)];
    for (std::size_t at = 0; at < record.cells.size(); ++at) {
      if (TrimBlanks(record.cells[at]) != column.header) continue;
      if (cell >= 0) return refusals::CsvColumnRepeated(where, column.header);
      cell = static_cast<int>(at);
    }
    if (cell < 0) return refusals::CsvColumnMissing(where, column.header);
  }
  return Done();
}

Result<Done> CsvTable::TakeRow() {
  const sheet::CsvRecord& record = scanner_.record();
  const auto blank = [](const std::string& cell) { return TrimBlanks(cell).empty(); };
  if (std::all_of(record.cells.begin(), record.cells.end(), blank)) return Done();
  const CsvRow row(form_, cells_, record, ++rows_);
  if (rows_ > limits_.entries) return refusals::FileTooManyEntries(limits_.entries);
  // Some programs end each record with a delimiter.
  const bool fits = record.cells.size() >= names_ &&
                    std::all_of(record.cells.begin() + static_cast<std::ptrdiff_t>(names_),
                                record.cells.end(), blank);
  if (!fits) return refusals::CsvMalformed(row.place(), "not as many cells as columns");
  return sink_.row(row);
}

}  // namespace qianmo::ledger::bankfile

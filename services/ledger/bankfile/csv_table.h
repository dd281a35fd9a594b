// Reads a bank's table as it arrives: which column means what, and its records of totals, are the
// profile's. Memory is bounded by the limits.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/bankfile/limits.h"
#include "ledger/bankfile/profile.h"
#include "ledger/bankfile/tally.h"
#include "ledger/bankfile/value.h"
#include "sheet/csv_scanner.h"

namespace qianmo::ledger::bankfile {

// A record, by what its columns mean.
class CsvRow {
 public:
  CsvRow(const CsvForm& form, const std::array<int, kColumnCount>& cells,
         const sheet::CsvRecord& record, std::int64_t number)
      : form_(form), cells_(cells), record_(record), number_(number) {}

  bool Has(Column column) const { return cells_[static_cast<std::size_t>(column)] >= 0; }
  // Without blanks at its ends; empty where there is no such column.
  std::string_view Get(Column column) const;
  ValueName Name(Column column) const;
  refusals::Place place() const { return {record_.place.line, number_}; }

 private:
  const CsvForm& form_;
  const std::array<int, kColumnCount>& cells_;  // of which column; -1 of none
  const sheet::CsvRecord& record_;
  std::int64_t number_;
};

class CsvTable {
 public:
  struct Sink {
    std::function<Result<Done>(const CsvRow&)> row;
    // What a record of totals states, wherever it is.
    std::function<Result<Done>(const StatedTotals&, const refusals::Place&)> totals;
  };
  CsvTable(const CsvForm& form, Sink sink, const Limits& limits);

  Result<Done> Feed(std::string_view bytes);
  Result<Done> Finish();
  // Of the record that came last.
  refusals::Place place() const;

 private:
  Result<Done> TakeRecord();
  Result<Done> TakeNames();
  Result<Done> TakeRow();
  Result<Done> TakeTotals(const CsvTotals& totals);
  Refusal Fault() const;
  bool Begins(const std::optional<CsvTotals>& totals);

  const CsvForm form_;
  const Sink sink_;
  const Limits limits_;
  sheet::CsvScanner scanner_;
  std::int64_t fed_ = 0;
  std::int64_t records_ = 0;
  std::int64_t rows_ = 0;
  std::array<int, kColumnCount> cells_;
  std::size_t names_ = 0;
  bool header_seen_ = false;
  bool trailer_seen_ = false;
};

}  // namespace qianmo::ledger::bankfile

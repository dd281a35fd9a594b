// Writes a table for a bank, as its profile says. Unlike sheet/csv_writer nothing is put in front
// of what a spreadsheet program would run: programs read this, and would take it as written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bankfile/profile.h"
#include "ledger/bankfile/tally.h"

namespace qianmo::ledger::bankfile {

class CsvText {
 public:
  // The names of the columns, and the records in front of them: the header's totals, if there are
  // any, and otherwise empty ones.
  CsvText(const CsvForm& form, const StatedTotals& totals);

  // The cell of each column of the profile, in its order.
  void Row(const std::vector<std::string>& cells);
  // With the trailer's totals. Nothing when the encoding cannot write it.
  std::optional<std::string> Finish();

 private:
  void Totals(const CsvTotals& where);
  void Record(const std::vector<std::string>& cells);

  const CsvForm form_;
  const StatedTotals totals_;
  std::string out_;
};

}  // namespace qianmo::ledger::bankfile

// Reads results that are a table, by their bank's profile.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "ledger/bankfile/csv_table.h"
#include "ledger/bankfile/result_form.h"

namespace qianmo::ledger::bankfile {

class CsvResultReader final : public ResultReader::Form {
 public:
  CsvResultReader(const ResultProfile& profile, ResultSink sink, const Limits& limits);

  Result<Done> Feed(std::string_view bytes) override { return table_.Feed(bytes); }
  Result<Done> Finish() override;

 private:
  Result<Done> Take(const CsvRow& row);
  Outcome OutcomeOfWord(std::string_view word) const;
  void GiveHead(std::string_view payout);

  const ResultProfile profile_;
  const ResultSink sink_;
  CsvTable table_;
  bool head_given_ = false;
  std::int64_t count_ = 0;
  Fen sum_;
  bool summed_ = true;  // all rows repeat their amounts
  std::vector<std::pair<StatedTotals, refusals::Place>> stated_;
};

}  // namespace qianmo::ledger::bankfile

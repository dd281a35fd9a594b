// Reads a statement that is a table, by its bank's profile.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/bankfile/csv_table.h"
#include "ledger/bankfile/statement_form.h"
#include "ledger/bankfile/tally.h"

namespace qianmo::ledger::bankfile {

class CsvStatementReader final : public StatementReader::Form {
 public:
  CsvStatementReader(const StatementProfile& profile, StatementSink sink, const Limits& limits);

  Result<Done> Feed(std::string_view bytes) override { return table_.Feed(bytes); }
  Result<Done> Finish() override;

 private:
  struct Movement {
    Fen amount;  // above zero
    Direction direction = Direction::kCredit;

    Fen Signed() const { return direction == Direction::kCredit ? amount : -amount; }
  };
  struct Stated {
    StatedTotals totals;
    refusals::Place place;
  };

  Result<Done> Take(const CsvRow& row);
  void GiveHead(std::string_view account);
  Result<Movement> MovementOf(const CsvRow& row) const;
  Result<Movement> OfTwoColumns(const CsvRow& row) const;
  Result<Movement> OfSign(const CsvRow& row) const;
  Result<Movement> OfWords(const CsvRow& row) const;
  Result<StatementItem> ItemOf(const CsvRow& row, const Movement& movement) const;
  Result<Done> FollowBalance(const CsvRow& row, Fen change);
  // Of a totals record, and else of the column of balances.
  Result<Done> CheckBalances(StatementTail* tail) const;

  const StatementProfile profile_;
  const StatementSink sink_;
  CsvTable table_;
  StatementTally tally_;
  bool head_given_ = false;
  std::string account_;
  std::vector<Stated> stated_;       // a header's, a trailer's
  std::optional<Fen> first_before_;  // of the column of balances: in front of the first row
  std::optional<Fen> first_after_;
  std::optional<Fen> last_before_;
  std::optional<Fen> last_after_;
};

}  // namespace qianmo::ledger::bankfile

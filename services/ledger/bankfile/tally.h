// Adds up a statement while it passes by, and holds it against what it says of itself.
#pragma once

#include <optional>
#include <string>

#include "ledger/bankfile/refusals.h"
#include "ledger/bankfile/sightings.h"
#include "ledger/bankfile/statement.h"

namespace qianmo::ledger::bankfile {

// What a statement says of itself; whatever is there is checked.
struct StatedTotals {
  std::optional<Fen> opening = {};
  std::optional<Fen> closing = {};
  std::optional<std::int64_t> count = {};
  std::optional<std::int64_t> credit_count = {};
  std::optional<std::int64_t> debit_count = {};
  std::optional<Fen> sum = {};
  std::optional<Fen> credit_sum = {};
  std::optional<Fen> debit_sum = {};
  std::optional<Fen> net = {};  // credits − debits
};

// An entry, which can be of many items; the totals of banks count entries.
struct TallyEntry {
  Fen amount;
  Direction direction = Direction::kCredit;
  bool booked = true;
};

class StatementTally {
 public:
  // The next statement. What it has of an earlier one it only says again, also in one file.
  void Begin();
  Result<Done> AddEntry(const TallyEntry& entry, const refusals::Place& place);
  // Gives the item its identity, and counts it.
  Result<Done> AddItem(StatementItem* item);
  Result<StatementTail> End(const StatedTotals& stated, const refusals::Place& place) const;

 private:
  struct Sums {
    std::int64_t credits = 0;
    std::int64_t debits = 0;
    Fen credit_sum;
    Fen debit_sum;
  };
  static Result<Done> Add(const TallyEntry& entry, const refusals::Place& place, Sums* sums);
  static Result<Done> Check(const StatedTotals& stated, const Sums& sums,
                            const refusals::Place& place);

  Sightings sightings_;
  Sums booked_;
  Sums all_;
  StatementTail tail_;
};

}  // namespace qianmo::ledger::bankfile

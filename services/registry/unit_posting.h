// How a change comes to count: decided on the days that it touches, and recorded, under the lock of
// its book.
#pragma once

#include <optional>
#include <vector>

#include "registry/unit_event_store.h"

namespace qianmo::registry {

// Whether both holders belong to the book's collective. Refuses UNIT_BOOK_CLOSED, HOLDER_NOT_FOUND,
// HOLDER_ENDED (a taker that has ended), HOLDERS_APART.
Result<Done> CheckHolders(pg::Transaction& tx, const UnitBook& book, const UnitSides& sides);

// Whether the change could be recorded now. Refuses what CheckHolders, EffectiveDateOf, CheckEntry
// and CheckCap refuse.
Result<Done> CheckPosting(pg::Transaction& tx, const UnitBook& book, const UnitChangeRow& change,
                          Time now);
// The same, and does it: the events, the totals, the end of the change.
Result<Done> PostUnitChange(pg::Transaction& tx, const UnitBook& book, const UnitChangeRow& change,
                            const UnitActor& actor, Time now);

struct UnitMove {
  CountyId county;
  Uuid from;
  Uuid to;
  std::optional<std::vector<Uuid>> households = {};  // none: all, and the collective's own units
  Date effective_date;
  Uuid account;
};
// For merges and splits: units follow their households, frozen and pledged ones as they are, and
// the totals of every kind stay the same. Both collectives must exist; does nothing without units.
// Refuses UNITS_CHANGED_SINCE when something counts from a later day already.
Result<Done> MoveUnitsTo(pg::Transaction& tx, const UnitMove& move, Time now);

}  // namespace qianmo::registry

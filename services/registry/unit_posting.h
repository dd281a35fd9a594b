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
  std::optional<std::vector<Uuid>> households = {};  // none: all, and all collective units
  Units collective_units = {};                       // that go beside those of these households
  Date effective_date;
  Uuid account;
};
// For merges and splits: units follow their households, frozen and pledged ones as they are, and
// the totals of every kind stay the same. Both collectives must exist; does nothing without units.
// Refuses UNIT_CHANGES_OPEN while somebody waits for something in the book that ends;
// UNITS_CHANGED_SINCE when something counts from a later day already; what CheckCollectiveUnits
// refuses.
Result<Done> MoveUnitsTo(pg::Transaction& tx, const UnitMove& move, Time now);

// Whether a household of the collective may end: it holds nothing, has no house in, and waits for
// nothing. Nothing comes to it until the transaction ends. Refuses HOUSEHOLD_HOLDS_UNITS,
// HOUSEHOLD_HAS_HOUSE, UNIT_CHANGES_OPEN.
Result<Done> CheckNothingHeld(pg::Transaction& tx, CountyId county, const Uuid& collective,
                              const Uuid& household);

// Whether the collective has so many units of its own to give away on this day, as things stand:
// MoveUnitsTo asks again under the lock. Refuses UNITS_SHORT, UNITS_NOT_FREE.
Result<Done> CheckCollectiveUnits(pg::Transaction& tx, CountyId county, const Uuid& collective,
                                  Units units, Date day);

}  // namespace qianmo::registry

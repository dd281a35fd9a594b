// What one holder has of one kind, on every day: an append-only list of entries, each with the day
// from which it counts and the order in which it was learnt.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/share.h"

namespace qianmo::registry {

// Frozen and pledged units still belong to their holder. A court may freeze what is pledged, so the
// two may overlap; what they leave free is counted as if they did not.
struct UnitBalance {
  Units held = {};
  Units frozen = {};
  Units pledged = {};

  UnitBalance& operator+=(const UnitBalance& delta);
  friend UnitBalance operator+(UnitBalance a, const UnitBalance& b) { return a += b; }
  UnitBalance operator-() const { return {-held, -frozen, -pledged}; }
  bool operator==(const UnitBalance&) const = default;

  // What may be moved or pledged; never negative.
  Units free() const;
  // Nothing is negative, and nothing is frozen or pledged that is not held.
  bool valid() const;
};

struct UnitEntry {
  Date effective_date;
  Time record_time = {};
  UnitBalance delta = {};
};

// At the end of the day `as_of`, by what was known at `known`.
UnitBalance BalanceOn(const std::vector<UnitEntry>& history, Date as_of, Time known);

// Whether one more entry leaves every day from its own on valid, and takes away or pledges only
// what is free on all of them. Names the first day that it breaks. Refuses UNITS_SHORT,
// UNITS_NOT_FREE, UNITS_NOT_FROZEN, UNITS_NOT_PLEDGED.
Result<Done> CheckEntry(const std::vector<UnitEntry>& history, const UnitEntry& entry);

// The most that may be taken away with effect from this day.
Units FreeFrom(const std::vector<UnitEntry>& history, Date day);

}  // namespace qianmo::registry

#include "registry/domain/unit_history.h"

#include <algorithm>
#include <map>

#include "registry/domain/unit_refusals.h"

namespace qianmo::registry {
namespace {

// The balance at the end of `from` and of every later day on which something changes.
std::map<Date, UnitBalance> BalancesFrom(const std::vector<UnitEntry>& history, Date from) {
  std::map<Date, UnitBalance> days{{from, {}}};
  for (const UnitEntry& entry : history) {
    days[std::max(entry.effective_date, from)] += entry.delta;
  }
  UnitBalance running;
  for (auto& [day, balance] : days) balance = running += balance;
  return days;
}

Result<Done> CheckUnitDay(Date day, const UnitBalance& before, const UnitBalance& delta) {
  const UnitBalance after = before + delta;
  if (after.held < Units()) return refusals::UnitsShort(day, before.held, -delta.held);
  if (after.frozen < Units()) return refusals::UnitsNotFrozen(day, before.frozen, -delta.frozen);
  if (after.pledged < Units()) {
    return refusals::UnitsNotPledged(day, before.pledged, -delta.pledged);
  }
  const Units taken = std::max(-delta.held, Units()) + std::max(delta.pledged, Units());
  if (taken > Units() && taken > before.free()) {
    return refusals::UnitsNotFree(day, before.free(), taken);
  }
  if (!after.valid()) return refusals::UnitsShort(day, before.held - before.frozen, delta.frozen);
  return Done{};
}

}  // namespace

UnitBalance& UnitBalance::operator+=(const UnitBalance& delta) {
  held += delta.held;
  frozen += delta.frozen;
  pledged += delta.pledged;
  return *this;
}

Units UnitBalance::free() const { return std::max(held - frozen - pledged, Units()); }

bool UnitBalance::valid() const {
  return frozen >= Units() && pledged >= Units() && held >= frozen && held >= pledged;
}

UnitBalance BalanceOn(const std::vector<UnitEntry>& history, Date as_of, Time known) {
  UnitBalance balance;
  for (const UnitEntry& entry : history) {
    if (entry.effective_date <= as_of && entry.record_time <= known) balance += entry.delta;
  }
  return balance;
}

Result<Done> CheckEntry(const std::vector<UnitEntry>& history, const UnitEntry& entry) {
  for (const auto& [day, before] : BalancesFrom(history, entry.effective_date)) {
    QM_TRY(CheckUnitDay(day, before, entry.delta));
  }
  return Done{};
}

Units FreeFrom(const std::vector<UnitEntry>& history, Date day) {
  const auto days = BalancesFrom(history, day);
  Units least = days.begin()->second.free();
  for (const auto& [when, balance] : days) least = std::min(least, balance.free());
  return least;
}

}  // namespace qianmo::registry

#include "registry/unit_carry.h"

#include "registry/unit_posting.h"

namespace qianmo::registry {
namespace {

UnitMove UnitMoveOf(const Carry& carry) {
  return {.county = carry.county,
          .from = carry.from.uuid,
          .to = carry.to.uuid,
          .effective_date = carry.day,
          .account = carry.account};
}

}  // namespace

// Books name their collective, not its place: nothing changes where only that does.
Result<Done> CarryAllUnits(pg::Transaction& tx, const Carry& carry) {
  if (carry.from == carry.to) return Done{};
  return MoveUnitsTo(tx, UnitMoveOf(carry), carry.now);
}

Result<Done> CarrySomeUnits(pg::Transaction& tx, const Carry& carry, const PartItems& items) {
  UnitMove move = UnitMoveOf(carry);
  move.households = items.households;
  move.collective_units = items.collective_units;
  return MoveUnitsTo(tx, move, carry.now);
}

}  // namespace qianmo::registry

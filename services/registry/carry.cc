#include "registry/carry.h"

#include "registry/household_carry.h"

namespace qianmo::registry {
namespace {

constexpr CarryingRoom kCarryingRooms[] = {
    {CarryAllHouseholds, CarrySomeHouseholds},
};

}  // namespace

void CarryAll(pg::Transaction& tx, const Carry& carry) {
  for (const CarryingRoom& room : kCarryingRooms) room.all(tx, carry);
}

void CarrySome(pg::Transaction& tx, const Carry& carry, const CarryItems& items) {
  for (const CarryingRoom& room : kCarryingRooms) room.some(tx, carry, items);
}

}  // namespace qianmo::registry

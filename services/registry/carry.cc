#include "registry/carry.h"

#include "registry/asset_carry.h"
#include "registry/household_carry.h"
#include "registry/unit_carry.h"

namespace qianmo::registry {
namespace {

constexpr CarryingRoom kCarryingRooms[] = {
    {CarryAllHouseholds, CarrySomeHouseholds},
    {CarryAllUnits, CarrySomeUnits},
    {CarryAllAssets, CarrySomeAssets},
};

}  // namespace

Result<Done> CarryAll(pg::Transaction& tx, const Carry& carry) {
  for (const CarryingRoom& room : kCarryingRooms) QM_TRY(room.all(tx, carry));
  return Done{};
}

Result<Done> CarrySome(pg::Transaction& tx, const Carry& carry, const PartItems& items) {
  for (const CarryingRoom& room : kCarryingRooms) QM_TRY(room.some(tx, carry, items));
  return Done{};
}

}  // namespace qianmo::registry

#include "registry/domain/house_share.h"

#include "registry/domain/unit_refusals.h"

namespace qianmo::registry {

Result<Units> UnitsOfHouse(Fen valuation, const UnitCharter& charter) {
  if (!charter.house_fen_per_share) return refusals::HousesNotTaken();
  const Units units(
      MulDivFloor(valuation.count(), kUnitsPerShare, charter.house_fen_per_share->count()));
  if (units <= Units()) return refusals::HouseWorthNothing();
  return units;
}

Result<Date> DecideHouseExit(const HouseFacts& house, int year, Date today) {
  if (house.state != HouseState::kIn) return refusals::HouseNotIn();
  using namespace std::chrono;
  const Date last = sys_days(std::chrono::year(year) / December / 31);
  if (last > today || last < house.start_date) return refusals::HouseYearNotOver(last);
  return last;
}

Fen PriceOfExit(const HouseFacts& house) {
  return house.exit == HouseExit::kBuyBack ? house.valuation : Fen();
}

}  // namespace qianmo::registry

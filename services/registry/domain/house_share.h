// Houses as shares (房屋入股): a house is valued and becomes units; it leaves at a year's end only.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "registry/domain/unit_charter.h"

namespace qianmo::registry {

enum class HouseExit { kBuyBack = 1, kHandBack = 2 };
enum class HouseState { kProposed = 1, kIn = 2, kLeaving = 3, kOut = 4 };

struct HouseFacts {
  Fen valuation = {};
  HouseExit exit = HouseExit::kBuyBack;
  HouseState state = HouseState::kProposed;
  Date start_date = {};
};

// ⌊valuation ÷ rate⌋ in hundredths of a share. Refuses HOUSES_NOT_TAKEN, HOUSE_WORTH_NOTHING.
Result<Units> UnitsOfHouse(Fen valuation, const UnitCharter& charter);

// The day from which the house is out, 31 December of `year`. Refuses HOUSE_NOT_IN,
// HOUSE_YEAR_NOT_OVER (the year has not come to its last day, or is over before the house came).
Result<Date> DecideHouseExit(const HouseFacts& house, int year, Date today);

// What the collective pays for the house: its valuation when it keeps it, nothing when the house
// goes back to its owners.
Fen PriceOfExit(const HouseFacts& house);

}  // namespace qianmo::registry

// Every refusal about income-right units, in the order of their life. Clients translate by reason.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/fraction.h"
#include "base/refusal.h"
#include "base/share.h"

namespace qianmo::registry::refusals {

// The charter.
Refusal CapOutOfRange(const Fraction& cap);
Refusal HouseRateOutOfRange();

// Who holds, and what may be asked for.
Refusal HolderNotFound();
Refusal HolderEnded();
Refusal HoldersApart();  // two holders of different collectives
Refusal UnitsKindMisfit();
Refusal UnitsSameHolder();
Refusal UnitsActMisfit();
Refusal UnitBookClosed();
Refusal EffectiveDateAhead(Date date);

// What is there on a day.
Refusal UnitsShort(Date day, Units there, Units wanted);
Refusal UnitsNotFree(Date day, Units free, Units wanted);
Refusal UnitsNotFrozen(Date day, Units frozen, Units wanted);
Refusal UnitsNotPledged(Date day, Units pledged, Units wanted);
Refusal HoldingOverCap(const Fraction& cap, Units held, Units total);

// Heirs.
Refusal NoUnitsToInherit();
Refusal HeirTwice();
Refusal HeirWithoutVote();
Refusal HeirWithoutUnits();

// Changes on their way.
Refusal UnitChangeNotFound();
Refusal UnitChangeEnded();
Refusal UnitsSamePerson();
Refusal SideConfirmed();

// A merge or split cannot be older than what happened to the units, and leaves nobody waiting:
// `changes` are the names of the first who do.
Refusal UnitsChangedSince(Date latest);
Refusal UnitChangesOpen(const std::vector<std::string>& changes);

// A household that is to end.
Refusal HouseholdHoldsUnits(Units held, Units frozen, Units pledged);
Refusal HouseholdHasHouse(const std::string& house);

// Houses as shares.
Refusal HousesNotTaken();
Refusal HouseWorthNothing();
Refusal HouseNotFound();
Refusal HouseNotIn();
Refusal HouseYearNotOver(Date last);

// Rolls and certificates.
Refusal KnownTimeMissing();
Refusal NothingToCertify();
Refusal UnitCertificateNotFound();

}  // namespace qianmo::registry::refusals

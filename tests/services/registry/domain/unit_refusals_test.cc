// The page of refusals about units: reasons of their own, and fields where a request is invalid.
#include "registry/domain/unit_refusals.h"

#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace qianmo::registry::refusals {
namespace {

std::vector<Refusal> AllAboutUnits() {
  const Date day{};
  const Units units(1);
  return {CapOutOfRange({}),
          HouseRateOutOfRange(),
          HolderNotFound(),
          HolderEnded(),
          HoldersApart(),
          UnitsKindMisfit(),
          UnitsSameHolder(),
          UnitsActMisfit(),
          UnitBookClosed(),
          EffectiveDateAhead(day),
          UnitsShort(day, units, units),
          UnitsNotFree(day, units, units),
          UnitsNotFrozen(day, units, units),
          UnitsNotPledged(day, units, units),
          HoldingOverCap({}, units, units),
          NoUnitsToInherit(),
          HeirTwice(),
          HeirWithoutVote(),
          HeirWithoutUnits(),
          UnitChangeNotFound(),
          UnitChangeEnded(),
          UnitsSamePerson(),
          SideConfirmed(),
          UnitsChangedSince(day),
          UnitChangesOpen({"a", "b"}),
          HouseholdHoldsUnits(units, units, units),
          HouseholdHasHouse("h"),
          HousesNotTaken(),
          HouseWorthNothing(),
          HouseNotFound(),
          HouseNotIn(),
          HouseYearNotOver(day),
          KnownTimeMissing(),
          NothingToCertify(),
          UnitCertificateNotFound()};
}

TEST(UnitRefusals, HaveReasonsOfTheirOwnAndFieldsWhereARequestIsInvalid) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : AllAboutUnits()) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason << " is used twice";
    EXPECT_FALSE(refusal.message.empty()) << refusal.reason;
    EXPECT_EQ(!refusal.fields.empty(), refusal.kind == Refusal::Kind::kInvalid) << refusal.reason;
  }
}

}  // namespace
}  // namespace qianmo::registry::refusals

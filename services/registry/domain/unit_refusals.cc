#include "registry/domain/unit_refusals.h"

#include <string>
#include <utility>

#include "base/time_text.h"

namespace qianmo::registry::refusals {
namespace {

Refusal UnitField(std::string field, std::string reason, std::string description) {
  Refusal refusal = Refusal::InvalidField(std::move(field), std::move(description));
  refusal.reason = std::move(reason);
  return refusal;
}

Refusal UnitRule(std::string reason, std::string message) {
  return {Refusal::Kind::kPrecondition, std::move(reason), std::move(message)};
}

Refusal OnDay(std::string reason, std::string message, Date day, Units there, Units wanted) {
  return UnitRule(std::move(reason), std::move(message))
      .With("day", FormatIsoDate(day))
      .With("there", std::to_string(there.count()))
      .With("wanted", std::to_string(wanted.count()));
}

}  // namespace

Refusal CapOutOfRange(const Fraction& cap) {
  return UnitField("charter.transfer_cap", "CAP_OUT_OF_RANGE",
                   "The cap is a part of all units: above zero and at most 1.")
      .With("cap", cap.ToString());
}

Refusal HouseRateOutOfRange() {
  return UnitField("charter.house_fen_per_share", "HOUSE_RATE_OUT_OF_RANGE",
                   "A share has a price above zero.");
}

Refusal HolderNotFound() {
  return {Refusal::Kind::kNotFound, "HOLDER_NOT_FOUND",
          "There is no such household or collective."};
}

Refusal HolderEnded() {
  return UnitRule("HOLDER_ENDED", "A household that has ended takes no units any more.");
}

Refusal HoldersApart() {
  return UnitRule("HOLDERS_APART", "Units move inside of their collective only.")
      .Under("农村集体经济组织法 第36条");
}

Refusal UnitsKindMisfit() {
  return UnitField("kind", "UNITS_KIND_MISFIT",
                   "The collective holds its own units and no others, and they do not move.");
}

Refusal UnitsSameHolder() {
  return UnitField("taker", "UNITS_SAME_HOLDER", "Giver and taker are the same household.");
}

Refusal UnitsActMisfit() {
  return UnitRule(
      "UNITS_ACT_MISFIT",
      "A transfer is confirmed by its two households, everything else by the township.");
}

Refusal UnitBookClosed() {
  return UnitRule("UNIT_BOOK_CLOSED",
                  "The collective has ended: its units are with its successor.");
}

Refusal EffectiveDateAhead(Date date) {
  return UnitField("effective_date", "EFFECTIVE_DATE_AHEAD",
                   "What counts from a later day is recorded on that day.")
      .With("effective_date", FormatIsoDate(date));
}

Refusal UnitsShort(Date day, Units there, Units wanted) {
  return OnDay("UNITS_SHORT", "Not so many units are held on " + FormatIsoDate(day), day, there,
               wanted);
}

Refusal UnitsNotFree(Date day, Units free, Units wanted) {
  return OnDay(
      "UNITS_NOT_FREE",
      "So many units are frozen or pledged on " + FormatIsoDate(day) + " that not enough are free.",
      day, free, wanted);
}

Refusal UnitsNotFrozen(Date day, Units frozen, Units wanted) {
  return OnDay("UNITS_NOT_FROZEN", "Not so many units are frozen on " + FormatIsoDate(day), day,
               frozen, wanted);
}

Refusal UnitsNotPledged(Date day, Units pledged, Units wanted) {
  return OnDay("UNITS_NOT_PLEDGED", "Not so many units are pledged on " + FormatIsoDate(day), day,
               pledged, wanted);
}

Refusal HoldingOverCap(const Fraction& cap, Units held, Units total) {
  return UnitRule("HOLDING_OVER_CAP",
                  "With these units the household would hold a larger part of all units than the "
                  "charter allows.")
      .With("cap", cap.ToString())
      .With("held", std::to_string(held.count()))
      .With("total", std::to_string(total.count()));
}

Refusal NoUnitsToInherit() {
  return UnitRule("NO_UNITS_TO_INHERIT", "There are no free units of this kind to inherit.");
}

Refusal HeirTwice() { return UnitField("heirs", "HEIR_TWICE", "A household is named twice."); }

Refusal HeirWithoutVote() {
  return UnitRule("HEIR_WITHOUT_VOTE",
                  "The charter does not let heirs hold units who are no members.");
}

Refusal HeirWithoutUnits() {
  return UnitField("heirs", "HEIR_WITHOUT_UNITS",
                   "A share is so small that no unit is left of it.");
}

Refusal UnitChangeNotFound() {
  return {Refusal::Kind::kNotFound, "UNIT_CHANGE_NOT_FOUND", "There is no such change of units."};
}

Refusal UnitChangeEnded() {
  return UnitRule("UNIT_CHANGE_ENDED", "The change is done or cancelled already.");
}

Refusal UnitsSamePerson() {
  return {Refusal::Kind::kDenied, "SAME_PERSON", "Somebody else must confirm this."};
}

Refusal SideConfirmed() {
  return UnitRule("SIDE_CONFIRMED", "This household has confirmed the transfer already.");
}

Refusal UnitsChangedSince(Date latest) {
  return UnitRule("UNITS_CHANGED_SINCE",
                  "Units of the collective have changed with effect from a later day.")
      .With("latest", FormatIsoDate(latest));
}

Refusal UnitChangesOpen(const std::vector<std::string>& changes) {
  std::string names;
  for (const std::string& change : changes) names += (names.empty() ? "" : ", ") + change;
  return UnitRule("UNIT_CHANGES_OPEN",
                  "Proposals about these units wait for somebody: confirm or cancel them first.")
      .With("unit_changes", names);
}

Refusal HouseholdHoldsUnits(Units held, Units frozen, Units pledged) {
  return UnitRule(
             "HOUSEHOLD_HOLDS_UNITS",
             "The household holds units: they are inherited, transferred or bought back first.")
      .With("units", std::to_string(held.count()))
      .With("frozen", std::to_string(frozen.count()))
      .With("pledged", std::to_string(pledged.count()));
}

Refusal HouseholdHasHouse(const std::string& house) {
  return UnitRule("HOUSEHOLD_HAS_HOUSE",
                  "A house of the household is in as shares: it leaves first.")
      .With("house_share", house);
}

Refusal HousesNotTaken() {
  return UnitRule("HOUSES_NOT_TAKEN", "The charter has no rate at which houses become shares.");
}

Refusal HouseWorthNothing() {
  return UnitField("valuation_fen", "HOUSE_WORTH_NOTHING",
                   "The house is worth less than a hundredth of a share.");
}

Refusal HouseNotFound() {
  return {Refusal::Kind::kNotFound, "HOUSE_SHARE_NOT_FOUND", "There is no such house."};
}

Refusal HouseNotIn() {
  return UnitRule("HOUSE_NOT_IN", "The house has not come in yet, is leaving or is out.");
}

Refusal HouseYearNotOver(Date last) {
  return UnitField("year", "HOUSE_YEAR_NOT_OVER",
                   "A house leaves on the last day of a year in which it was in, not before it.")
      .With("last_day", FormatIsoDate(last));
}

Refusal KnownTimeMissing() {
  return UnitField("known_time", "KNOWN_TIME_MISSING",
                   "Further pages belong to the known_time of the first one.");
}

Refusal NothingToCertify() {
  return UnitRule("NOTHING_TO_CERTIFY", "The household holds no units on this day.");
}

Refusal UnitCertificateNotFound() {
  return {Refusal::Kind::kNotFound, "UNIT_CERTIFICATE_NOT_FOUND",
          "There is no certificate with this number and check code."};
}

}  // namespace qianmo::registry::refusals

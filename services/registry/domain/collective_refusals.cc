#include "registry/domain/collective_refusals.h"

#include "registry/domain/field_refusal.h"

namespace qianmo::registry::refusals {

Refusal CollectiveNotFound() {
  return {Refusal::Kind::kNotFound, "COLLECTIVE_NOT_FOUND", "There is no such collective."};
}

Refusal CollectiveEnded() {
  return {Refusal::Kind::kPrecondition, "COLLECTIVE_ENDED",
          "The collective has ended: its successors go on."};
}

Refusal CollectiveIdTaken() {
  return {Refusal::Kind::kExists, "COLLECTIVE_ID_TAKEN", "Another collective has this id."};
}

Refusal LevelUnfit() {
  return {Refusal::Kind::kPrecondition, "LEVEL_UNFIT", "Nothing is below a group."};
}

Refusal FormUnfit(std::string_view field, std::string_view why) {
  return OfField(field, "FORM_UNFIT", std::string(why));
}

Refusal CreditCodeUnfit(std::string_view field, std::string_view level) {
  return OfField(field, "CREDIT_CODE_UNFIT",
                 "The first two characters are not those of such an organisation.")
      .With("level", std::string(level));
}

Refusal CreditCodeTaken(const std::string& owner) {
  return Refusal{Refusal::Kind::kExists, "CREDIT_CODE_TAKEN",
                 "Another collective of the county has this credit code."}
      .With("collective", owner);
}

Refusal AreaCodeUnfit(std::string_view why) {
  return OfField("code", "AREA_CODE_UNFIT", std::string(why));
}

Refusal AreaCodeHistory() {
  return {Refusal::Kind::kPrecondition, "AREA_CODE_HISTORY",
          "A code begins on that day or later already, here or in a village below."};
}

Refusal AreaCodeParent() {
  return {Refusal::Kind::kPrecondition, "AREA_CODE_PARENT",
          "The code is not below the one that its county or township has from that day on."};
}

Refusal AreaCodeTaken(const std::string& owner) {
  return Refusal{Refusal::Kind::kExists, "AREA_CODE_TAKEN",
                 "Another collective has this code on some day from then on."}
      .With("collective", owner);
}

Refusal OfficeInvalid() { return OfField("office", "OFFICE_INVALID", "There is no such office."); }

Refusal OfficerTwice() {
  return Refusal{Refusal::Kind::kPrecondition, "OFFICER_TWICE",
                 "Somebody of this name holds an office of the collective then."}
      .Under("Act 31");
}

Refusal OfficerHistory(std::string_view field) {
  return OfField(field, "OFFICER_HISTORY",
                 "The day does not fit the days that are recorded for this office.");
}

Refusal OfficerNotFound() {
  return {Refusal::Kind::kNotFound, "OFFICER_NOT_FOUND", "There is no such officer."};
}

Refusal ChangeNotFound() {
  return {Refusal::Kind::kNotFound, "CHANGE_NOT_FOUND", "There is no such merge or split."};
}

Refusal ChangeUnfit(std::string_view why) {
  return {Refusal::Kind::kPrecondition, "CHANGE_UNFIT", std::string(why)};
}

Refusal ChangeItemForeign(const std::string& item) {
  return Refusal{
      Refusal::Kind::kPrecondition, "CHANGE_ITEM_FOREIGN",
      "What is given to a part is not the old collective's own, or goes with the asset on "
      "it."}
      .With("item", item);
}

Refusal ChangeOpen() {
  return {Refusal::Kind::kPrecondition, "CHANGE_OPEN",
          "One of the collectives is in another merge or split that waits for its confirmation."};
}

Refusal ChangeEnded() {
  return {Refusal::Kind::kPrecondition, "CHANGE_ENDED",
          "It was confirmed, rejected or withdrawn already."};
}

Refusal ChangeSamePerson() {
  return {Refusal::Kind::kPrecondition, "SAME_PERSON",
          "Whoever proposed it cannot decide on it: another person must."};
}

Refusal NotTheProposer() {
  return {Refusal::Kind::kPrecondition, "NOT_THE_PROPOSER",
          "Only the person who proposed it takes it back."};
}

Refusal PartnerNotFound() {
  return {Refusal::Kind::kNotFound, "PARTNER_NOT_FOUND", "There is no such partner."};
}

Refusal PartnerRetired() {
  return {Refusal::Kind::kPrecondition, "PARTNER_RETIRED", "The partner is retired."};
}

Refusal PartnerCodeTaken() {
  return {Refusal::Kind::kExists, "PARTNER_CODE_TAKEN",
          "A partner of the county has this credit code."};
}

}  // namespace qianmo::registry::refusals

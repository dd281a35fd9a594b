#include "registry/domain/household_refusals.h"

#include "base/time_text.h"
#include "registry/domain/field_refusal.h"

namespace qianmo::registry::refusals {

Refusal HouseholdNotFound() {
  return {Refusal::Kind::kNotFound, "HOUSEHOLD_NOT_FOUND", "There is no such household."};
}

Refusal HouseholdDissolved() {
  return {Refusal::Kind::kPrecondition, "HOUSEHOLD_DISSOLVED", "The household is dissolved."};
}

Refusal HouseholdIdTaken() {
  return {Refusal::Kind::kExists, "HOUSEHOLD_ID_TAKEN", "Another household has this id."};
}

Refusal HouseholdNumberTaken() {
  return {Refusal::Kind::kExists, "HOUSEHOLD_NUMBER_TAKEN",
          "Another household of the collective has this number."};
}

Refusal HouseholdElsewhere() {
  return {Refusal::Kind::kPrecondition, "HOUSEHOLD_ELSEWHERE",
          "The household is another collective's: its members lose the membership here and join "
          "there."};
}

Refusal HouseholdSame() {
  return {Refusal::Kind::kPrecondition, "HOUSEHOLD_SAME", "The member is in this household."};
}

Refusal HouseholdNotEmpty() {
  return {Refusal::Kind::kPrecondition, "HOUSEHOLD_NOT_EMPTY",
          "The household has active members still."};
}

Refusal BankUnnamed(std::string_view field) {
  return OfField(field, "BANK_UNNAMED", "A bank account has a bank and a holder.");
}

Refusal MemberNotFound() {
  return {Refusal::Kind::kNotFound, "MEMBER_NOT_FOUND", "There is no such member."};
}

Refusal MemberNotActive() {
  return {Refusal::Kind::kPrecondition, "MEMBER_NOT_ACTIVE", "The membership does not stand."};
}

Refusal MemberActive() {
  return {Refusal::Kind::kPrecondition, "MEMBER_ACTIVE", "The membership stands."};
}

Refusal MemberIsHead() {
  return {Refusal::Kind::kPrecondition, "MEMBER_IS_HEAD", "The member is the head already."};
}

Refusal HeadNeeded() {
  return {Refusal::Kind::kPrecondition, "HEAD_NEEDED",
          "The household keeps a head: another member must be it first."};
}

Refusal RelationUnfit(std::string_view field, std::string_view why) {
  return OfField(field, "RELATION_UNFIT", std::string(why));
}

Refusal CapacityInvalid(std::string_view field) {
  return OfField(field, "CAPACITY_INVALID", "There is no such legal capacity.");
}

Refusal BirthDateUnfit(std::string_view why) {
  return OfField("birth_date", "BIRTH_DATE_UNFIT", std::string(why));
}

Refusal IdNumberTaken(const std::string& household, const std::string& number) {
  return Refusal{Refusal::Kind::kExists, "ID_NUMBER_TAKEN",
                 "An active member of household " + number + " has this ID number."}
      .With("household", household)
      .With("household_number", number);
}

Refusal NothingToFind() {
  return OfField("id_number", "NOTHING_TO_FIND", "An ID number or a telephone is needed.");
}

Refusal JoinReasonInvalid(std::string_view field) {
  return OfField(field, "JOIN_REASON_INVALID", "Nobody joins for this reason.");
}

Refusal EventUnfit() {
  return Refusal{Refusal::Kind::kPrecondition, "EVENT_UNFIT",
                 "Nothing of this kind becomes of a member for this reason."}
      .Under("Act 17, 18");
}

Refusal EventNoteNeeded(std::string_view field) {
  return OfField(field, "EVENT_NOTE_NEEDED", "This reason needs to be explained.");
}

Refusal EventInFuture() {
  return {Refusal::Kind::kPrecondition, "EVENT_IN_FUTURE", "The day has not come yet."};
}

Refusal EventOutOfOrder() {
  return {Refusal::Kind::kPrecondition, "EVENT_OUT_OF_ORDER",
          "Something later is recorded for the member already."};
}

Refusal VoterRollNotFound() {
  return {Refusal::Kind::kNotFound, "VOTER_ROLL_NOT_FOUND", "There is no such voter roll."};
}

Refusal VoterRollFrozen() {
  return {Refusal::Kind::kExists, "VOTER_ROLL_FROZEN", "The roll of this meeting is frozen."};
}

Refusal VoterRollEmpty() {
  return {Refusal::Kind::kPrecondition, "VOTER_ROLL_EMPTY", "Nobody may vote in this meeting."};
}

Refusal MeetingPast() {
  return {Refusal::Kind::kPrecondition, "MEETING_PAST", "The day of the meeting is over."};
}

Refusal MeetingFar(Date last) {
  return Refusal{Refusal::Kind::kPrecondition, "MEETING_FAR",
                 "Voters are frozen when the meeting is near, not so long before."}
      .With("last_day", FormatIsoDate(last));
}

Refusal MeetingAhead(const std::string& roll, Date day) {
  return Refusal{Refusal::Kind::kPrecondition, "MEETING_AHEAD",
                 "The voters of a meeting on a later day are frozen: it takes place first."}
      .With("voter_roll", roll)
      .With("meeting_date", FormatIsoDate(day));
}

}  // namespace qianmo::registry::refusals

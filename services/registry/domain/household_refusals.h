// Refusals about households, members and voter rolls. Clients translate by reason. `field` is the
// proto path of the offending field.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/refusal.h"

namespace qianmo::registry::refusals {

// A household.
Refusal HouseholdNotFound();
Refusal HouseholdDissolved();
Refusal HouseholdIdTaken();
Refusal HouseholdNumberTaken();
Refusal HouseholdElsewhere();
Refusal HouseholdSame();
Refusal HouseholdNotEmpty();
Refusal BankUnnamed(std::string_view field);

// A member. `household` is the name of the one whose member has the number, `number` what people
// call it by.
Refusal MemberNotFound();
Refusal MemberNotActive();
Refusal MemberActive();
Refusal MemberIsHead();
Refusal HeadNeeded();
Refusal RelationUnfit(std::string_view field, std::string_view why);
Refusal CapacityInvalid(std::string_view field);
Refusal BirthDateUnfit(std::string_view why);
Refusal IdNumberTaken(const std::string& household, const std::string& number);
Refusal NothingToFind();

// What becomes of a member.
Refusal JoinReasonInvalid(std::string_view field);
Refusal EventUnfit();
Refusal EventNoteNeeded(std::string_view field);
Refusal EventInFuture();
Refusal EventOutOfOrder();

// Voter rolls.
Refusal VoterRollNotFound();
Refusal VoterRollFrozen();
Refusal VoterRollEmpty();
Refusal MeetingPast();
Refusal MeetingFar(Date last);
// Of a collective that is to end.
Refusal MeetingAhead(const std::string& roll, Date day);

}  // namespace qianmo::registry::refusals

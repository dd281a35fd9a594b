// Members: what may become of them, who heads a household, who votes, who was on the roll when.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace qianmo::registry {

using MemberId = Id<struct MemberTag>;
using HouseholdId = Id<struct HouseholdTag>;

enum class MemberState { kActive = 1, kDied = 2, kMoved = 3, kLost = 4 };
enum class MemberEventKind {
  kJoined = 1,
  kDied = 2,
  kMoved = 3,
  kLost = 4,
  kRestored = 5,
  kChangedHousehold = 6,
  kCarried = 7
};
enum class MemberReason {
  kNone = 0,
  kFounding = 1,
  kBirth = 2,
  kMarriage = 3,
  kAdoption = 4,
  kResettlement = 5,
  kDecision = 6,
  kNationality = 7,
  kOtherCollective = 8,
  kCivilServant = 9,
  kOtherLaw = 10,
  kMistake = 11
};
enum class HouseholdRelation { kNone = 0, kHead = 1, kOther = 9 };
enum class LegalCapacity { kFull = 1, kLimited = 2, kNone = 3 };

// What the rules want of a member and the household around.
struct MemberFacts {
  MemberState state;
  bool is_head;
  int others_active;  // in the household, besides the member
  Date last_event;    // the effective day of what is recorded last
};

struct MemberChange {
  MemberEventKind kind;
  MemberReason reason;
  std::string note;
  Date effective_date;
};

// Refuses JOIN_REASON_INVALID, EVENT_IN_FUTURE.
Result<Done> CheckJoin(MemberReason reason, Date join_date, Date today);

// What DIED, MOVED, LOST or RESTORED make of a member. An active household keeps a head: it must be
// somebody else before the head goes. Losing names a reason of the law [Act 17]; coming back is for
// mistakes and says which.
// Refuses, in this order: EVENT_UNFIT (kind or reason), EVENT_NOTE_NEEDED, EVENT_IN_FUTURE,
// MEMBER_NOT_ACTIVE, MEMBER_ACTIVE, EVENT_OUT_OF_ORDER, HEAD_NEEDED.
Result<MemberState> DecideMemberEvent(const MemberFacts& facts, const MemberChange& change,
                                      Date today);

// Whether a member may go to another household on this day. Refuses MEMBER_NOT_ACTIVE,
// EVENT_IN_FUTURE, EVENT_OUT_OF_ORDER, HEAD_NEEDED.
Result<Done> DecideMove(const MemberFacts& facts, Date effective_date, Date today);

// One head among the active members: a newcomer is it exactly when there is none.
// Refuses RELATION_UNFIT.
Result<Done> CheckRelation(std::string_view field, HouseholdRelation relation,
                           bool household_has_head);

// What somebody who comes back is to the head: the head itself where there is none.
HouseholdRelation RelationOfReturning(HouseholdRelation before, bool household_has_head);

// The birth date that counts for voter rolls: the ID number's, or the one given where there is no
// number; nothing where neither is. Refuses BIRTH_DATE_UNFIT (another one than the number's, or in
// the future).
Result<std::optional<Date>> BirthDate(const std::string& id_number,
                                      const std::optional<Date>& given, Date today);

// Of age on the 18th birthday, or 1 March for who is born on 29 February.
bool IsOfAge(Date birth_date, Date day);

// Who may vote in a meeting [Act 27]. Nobody whose age is not known.
bool MayVote(MemberState state, LegalCapacity capacity, const std::optional<Date>& birth_date,
             Date meeting_date);

// Whether the voters of a meeting on this day may be frozen today: at most 90 days before, because
// their collective cannot merge or split until then. Refuses MEETING_PAST, MEETING_FAR.
Result<Done> CheckMeetingDay(Date meeting, Date today);

// One event as a roll sees it.
struct RollEvent {
  MemberId member;
  MemberEventKind kind;
  Date effective_date;
  Id<struct CollectiveTag> collective;  // where the member belonged from then on
};

// Who belonged where at the end of a day, from all events in the order in which they were recorded.
std::map<MemberId, Id<struct CollectiveTag>> RollOn(const std::vector<RollEvent>& events, Date day);

}  // namespace qianmo::registry

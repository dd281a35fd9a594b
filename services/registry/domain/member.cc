#include "registry/domain/member.h"

#include "base/identity_number.h"
#include "registry/domain/household_refusals.h"

namespace qianmo::registry {
namespace {

constexpr int kAdultYears = 18;

bool IsJoinReason(MemberReason reason) {
  return reason >= MemberReason::kFounding && reason <= MemberReason::kDecision;
}

bool IsLossReason(MemberReason reason) {
  return reason >= MemberReason::kNationality && reason <= MemberReason::kOtherLaw;
}

// The reason that goes with a kind, or none with those that explain themselves.
bool ReasonFits(MemberEventKind kind, MemberReason reason) {
  switch (kind) {
    case MemberEventKind::kDied:
      return reason == MemberReason::kNone;
    case MemberEventKind::kMoved:
      return reason == MemberReason::kOtherCollective;
    case MemberEventKind::kLost:
      return IsLossReason(reason);
    case MemberEventKind::kRestored:
      return reason == MemberReason::kMistake;
    default:
      return false;
  }
}

MemberState StateAfter(MemberEventKind kind) {
  switch (kind) {
    case MemberEventKind::kDied:
      return MemberState::kDied;
    case MemberEventKind::kMoved:
      return MemberState::kMoved;
    case MemberEventKind::kLost:
      return MemberState::kLost;
    default:
      return MemberState::kActive;
  }
}

Result<Done> CheckDay(const MemberFacts& facts, Date effective_date) {
  if (effective_date < facts.last_event) return refusals::EventOutOfOrder();
  return Done{};
}

Result<Done> CheckHeadStays(const MemberFacts& facts) {
  if (facts.is_head && facts.others_active > 0) return refusals::HeadNeeded();
  return Done{};
}

}  // namespace

Result<Done> CheckJoin(MemberReason reason, Date join_date, Date today) {
  if (!IsJoinReason(reason)) return refusals::JoinReasonInvalid("new_member.join_reason");
  if (join_date > today) return refusals::EventInFuture();
  return Done{};
}

Result<MemberState> DecideMemberEvent(const MemberFacts& facts, const MemberChange& change,
                                      Date today) {
  if (!ReasonFits(change.kind, change.reason)) return refusals::EventUnfit();
  const bool explains =
      change.reason != MemberReason::kOtherLaw && change.reason != MemberReason::kMistake;
  if (!explains && change.note.empty()) return refusals::EventNoteNeeded("note");
  if (change.effective_date > today) return refusals::EventInFuture();
  const bool active = facts.state == MemberState::kActive;
  const bool comes_back = change.kind == MemberEventKind::kRestored;
  if (!comes_back && !active) return refusals::MemberNotActive();
  if (comes_back && active) return refusals::MemberActive();
  QM_TRY(CheckDay(facts, change.effective_date));
  if (!comes_back) QM_TRY(CheckHeadStays(facts));
  return StateAfter(change.kind);
}

Result<Done> DecideMove(const MemberFacts& facts, Date effective_date, Date today) {
  if (facts.state != MemberState::kActive) return refusals::MemberNotActive();
  if (effective_date > today) return refusals::EventInFuture();
  QM_TRY(CheckDay(facts, effective_date));
  return CheckHeadStays(facts);
}

Result<Done> CheckRelation(std::string_view field, HouseholdRelation relation,
                           bool household_has_head) {
  const bool valid = relation >= HouseholdRelation::kHead && relation <= HouseholdRelation::kOther;
  if (!valid) return refusals::RelationUnfit(field, "There is no such relation.");
  if (household_has_head && relation == HouseholdRelation::kHead) {
    return refusals::RelationUnfit(field, "The household has a head already.");
  }
  if (!household_has_head && relation != HouseholdRelation::kHead) {
    return refusals::RelationUnfit(field, "The household has no head: the first is it.");
  }
  return Done{};
}

HouseholdRelation RelationOfReturning(HouseholdRelation before, bool household_has_head) {
  if (!household_has_head) return HouseholdRelation::kHead;
  return before == HouseholdRelation::kHead ? HouseholdRelation::kOther : before;
}

Result<std::optional<Date>> BirthDate(const std::string& id_number,
                                      const std::optional<Date>& given, Date today) {
  std::optional<Date> date = given;
  if (!id_number.empty()) {
    date = BirthDateOf(id_number);
    if (given && *given != *date) {
      return refusals::BirthDateUnfit("It is not the one of the ID number.");
    }
  }
  if (date && *date > today) return refusals::BirthDateUnfit("It is in the future.");
  return date;
}

bool IsOfAge(Date birth_date, Date day) {
  const std::chrono::year_month_day birth(birth_date);
  const auto year = birth.year() + std::chrono::years(kAdultYears);
  const std::chrono::year_month_day birthday(year, birth.month(), birth.day());
  // sys_days of 29 February in another year is 1 March.
  return Date(birthday) <= day;
}

bool MayVote(MemberState state, LegalCapacity capacity, const std::optional<Date>& birth_date,
             Date meeting_date) {
  return state == MemberState::kActive && capacity == LegalCapacity::kFull && birth_date &&
         IsOfAge(*birth_date, meeting_date);
}

Result<Done> CheckMeetingDay(Date meeting, Date today) {
  constexpr std::chrono::days kFarthest(90);
  if (meeting < today) return refusals::MeetingPast();
  if (meeting > today + kFarthest) return refusals::MeetingFar(today + kFarthest);
  return Done{};
}

std::map<MemberId, Id<struct CollectiveTag>> RollOn(const std::vector<RollEvent>& events,
                                                    Date day) {
  std::map<MemberId, Id<struct CollectiveTag>> roll;
  for (const RollEvent& event : events) {
    if (event.effective_date > day) continue;
    const bool leaves = event.kind == MemberEventKind::kDied ||
                        event.kind == MemberEventKind::kMoved ||
                        event.kind == MemberEventKind::kLost;
    if (leaves) {
      roll.erase(event.member);
    } else {
      roll[event.member] = event.collective;
    }
  }
  return roll;
}

}  // namespace qianmo::registry

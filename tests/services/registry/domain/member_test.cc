// Members: what may become of them in which state, who votes, and the roll of any day.
#include "registry/domain/member.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::registry {
namespace {

using std::chrono::year;

constexpr Date kMeetingDay = Date(year(2026) / 11 / 20);

Date On(int years, unsigned month, unsigned day) {
  return Date(year(years) / static_cast<int>(month) / static_cast<int>(day));
}

std::string Outcome(const MemberFacts& facts, const MemberChange& change) {
  const auto decided = DecideMemberEvent(facts, change, kMeetingDay);
  return decided ? std::to_string(static_cast<int>(*decided)) : decided.refusal().reason;
}

TEST(DecideMemberEvent, KnowsEveryEventInEveryState) {
  const Date joined = On(2020, 1, 1);
  const std::vector<MemberChange> changes = {
      {MemberEventKind::kDied, MemberReason::kNone, "", kMeetingDay},
      {MemberEventKind::kMoved, MemberReason::kOtherCollective, "", kMeetingDay},
      {MemberEventKind::kLost, MemberReason::kCivilServant, "", kMeetingDay},
      {MemberEventKind::kRestored, MemberReason::kMistake, "同名", kMeetingDay}};
  const char* active[] = {"2", "3", "4", "MEMBER_ACTIVE"};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    EXPECT_EQ(Outcome({MemberState::kActive, false, 3, joined}, changes[i]), active[i]);
    for (int state = 2; state <= 4; ++state) {
      EXPECT_EQ(Outcome({static_cast<MemberState>(state), false, 3, joined}, changes[i]),
                i == 3 ? "1" : "MEMBER_NOT_ACTIVE");
    }
  }
}

TEST(DecideMemberEvent, AsksForAReasonThatTheLawHas) {
  const MemberFacts facts{MemberState::kActive, false, 0, On(2020, 1, 1)};
  for (int reason = 0; reason <= 11; ++reason) {
    const bool lawful = reason >= 7 && reason <= 10;
    EXPECT_EQ(Outcome(facts, {MemberEventKind::kLost, static_cast<MemberReason>(reason), "注",
                              kMeetingDay}),
              lawful ? "4" : "EVENT_UNFIT")
        << reason;
  }
  EXPECT_EQ(Outcome(facts, {MemberEventKind::kLost, MemberReason::kOtherLaw, "", kMeetingDay}),
            "EVENT_NOTE_NEEDED");
  for (const auto kind :
       {MemberEventKind::kJoined, MemberEventKind::kChangedHousehold, MemberEventKind::kCarried}) {
    EXPECT_EQ(Outcome(facts, {kind, MemberReason::kNone, "", kMeetingDay}), "EVENT_UNFIT");
  }
}

TEST(DecideMemberEvent, KeepsTheOrderOfTheDaysAndAHead) {
  const MemberChange died{MemberEventKind::kDied, MemberReason::kNone, "", On(2025, 1, 1)};
  EXPECT_EQ(Outcome({MemberState::kActive, false, 0, On(2025, 1, 2)}, died), "EVENT_OUT_OF_ORDER");
  EXPECT_EQ(Outcome({MemberState::kActive, false, 0, On(2025, 1, 1)}, died), "2");
  EXPECT_EQ(Outcome({MemberState::kActive, true, 1, On(2020, 1, 1)}, died), "HEAD_NEEDED");
  EXPECT_EQ(Outcome({MemberState::kActive, true, 0, On(2020, 1, 1)}, died), "2");
  const MemberChange tomorrow{MemberEventKind::kDied, MemberReason::kNone, "",
                              kMeetingDay + std::chrono::days(1)};
  EXPECT_EQ(Outcome({MemberState::kActive, false, 0, On(2020, 1, 1)}, tomorrow), "EVENT_IN_FUTURE");
}

TEST(DecideMove, KeepsTheOrderOfTheDaysAndAHead) {
  const auto reason = [](const MemberFacts& facts, Date day) {
    const auto decided = DecideMove(facts, day, kMeetingDay);
    return decided ? "" : decided.refusal().reason;
  };
  const Date joined = On(2020, 1, 1);
  EXPECT_EQ(reason({MemberState::kActive, false, 2, joined}, kMeetingDay), "");
  EXPECT_EQ(reason({MemberState::kActive, true, 2, joined}, kMeetingDay), "HEAD_NEEDED");
  EXPECT_EQ(reason({MemberState::kActive, true, 0, joined}, kMeetingDay), "");
  EXPECT_EQ(reason({MemberState::kLost, false, 2, joined}, kMeetingDay), "MEMBER_NOT_ACTIVE");
  EXPECT_EQ(reason({MemberState::kActive, false, 2, joined}, On(2019, 1, 1)), "EVENT_OUT_OF_ORDER");
}

TEST(CheckJoin, AsksForAReasonToJoin) {
  for (int reason = 0; reason <= 11; ++reason) {
    EXPECT_EQ(CheckJoin(static_cast<MemberReason>(reason), kMeetingDay, kMeetingDay).ok(),
              reason >= 1 && reason <= 6)
        << reason;
  }
  EXPECT_FALSE(
      CheckJoin(MemberReason::kBirth, kMeetingDay + std::chrono::days(1), kMeetingDay).ok());
}

TEST(CheckRelation, MakesTheFirstTheHeadAndNobodyElse) {
  EXPECT_TRUE(CheckRelation("f", HouseholdRelation::kHead, false).ok());
  EXPECT_FALSE(CheckRelation("f", HouseholdRelation::kHead, true).ok());
  EXPECT_TRUE(CheckRelation("f", HouseholdRelation::kOther, true).ok());
  EXPECT_FALSE(CheckRelation("f", HouseholdRelation::kOther, false).ok());
  EXPECT_FALSE(CheckRelation("f", HouseholdRelation::kNone, true).ok());
  EXPECT_FALSE(CheckRelation("f", static_cast<HouseholdRelation>(10), true).ok());
  EXPECT_EQ(RelationOfReturning(HouseholdRelation::kHead, true), HouseholdRelation::kOther);
  EXPECT_EQ(RelationOfReturning(HouseholdRelation::kOther, false), HouseholdRelation::kHead);
}

TEST(BirthDate, IsTheNumbersWhereThereIsOne) {
  const std::string number = "11010519491231002X";
  EXPECT_EQ(**BirthDate(number, {}, kMeetingDay), On(1949, 12, 31));
  EXPECT_EQ(**BirthDate(number, On(1949, 12, 31), kMeetingDay), On(1949, 12, 31));
  EXPECT_FALSE(BirthDate(number, On(1949, 12, 30), kMeetingDay).ok());
  EXPECT_EQ(**BirthDate("", On(2026, 11, 20), kMeetingDay), kMeetingDay);
  EXPECT_FALSE(BirthDate("", On(2026, 11, 21), kMeetingDay).ok());
  EXPECT_FALSE(BirthDate("", {}, kMeetingDay)->has_value());
}

TEST(MayVote, IsForActiveAdultsOfFullCapacity) {
  EXPECT_FALSE(IsOfAge(On(2008, 11, 21), kMeetingDay));
  EXPECT_TRUE(IsOfAge(On(2008, 11, 20), kMeetingDay));
  EXPECT_FALSE(IsOfAge(On(2008, 2, 29), On(2026, 2, 28)));
  EXPECT_TRUE(IsOfAge(On(2008, 2, 29), On(2026, 3, 1)));
  const Date old = On(1960, 1, 1);
  EXPECT_TRUE(MayVote(MemberState::kActive, LegalCapacity::kFull, old, kMeetingDay));
  EXPECT_FALSE(MayVote(MemberState::kDied, LegalCapacity::kFull, old, kMeetingDay));
  EXPECT_FALSE(MayVote(MemberState::kActive, LegalCapacity::kLimited, old, kMeetingDay));
  EXPECT_FALSE(MayVote(MemberState::kActive, LegalCapacity::kFull, {}, kMeetingDay));
}

TEST(CheckMeetingDay, IsNearEnoughToFreezeTheVoters) {
  const std::vector<std::tuple<Date, Date, std::string>> days = {
      {On(2026, 11, 20), On(2026, 11, 20), ""},
      {On(2026, 11, 19), On(2026, 11, 20), "MEETING_PAST"},
      {On(2027, 2, 18), On(2026, 11, 20), ""},
      {On(2027, 2, 19), On(2026, 11, 20), "MEETING_FAR"}};
  for (const auto& [meeting, today, reason] : days) {
    const auto checked = CheckMeetingDay(meeting, today);
    EXPECT_EQ(checked ? "" : checked.refusal().reason, reason);
  }
}

// Whatever happened: nobody is on a roll before joining, and the roll of a day does not depend on
// what came later.
RC_GTEST_PROP(RollOn, IsNotChangedByWhatComesLater, ()) {
  const auto member = MemberId::Make(Time(std::chrono::days(20'000)));
  const auto collective = Id<struct CollectiveTag>::Make(Time(std::chrono::days(20'000)));
  auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 50));
  std::sort(steps.begin(), steps.end());
  std::vector<RollEvent> events;
  bool there = false;
  for (const int step : steps) {
    events.push_back({.member = member,
                      .kind = there ? MemberEventKind::kDied : MemberEventKind::kRestored,
                      .effective_date = kMeetingDay + std::chrono::days(step),
                      .collective = collective});
    there = !there;
  }
  for (int day = -1; day < 50; ++day) {
    const Date asked = kMeetingDay + std::chrono::days(day);
    std::vector<RollEvent> until;
    for (const auto& event : events) {
      if (event.effective_date <= asked) until.push_back(event);
    }
    RC_ASSERT(RollOn(events, asked) == RollOn(until, kMeetingDay + std::chrono::days(1000)));
    RC_ASSERT(RollOn(events, asked).contains(member) == (until.size() % 2 == 1));
  }
}

}  // namespace
}  // namespace qianmo::registry

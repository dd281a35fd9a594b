// Rolls of members: as of any day they are what the events say when they are replayed.
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "registry/member_event_store.h"
#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

using testing::IsEmpty;

// Days of 2026 that have come.
std::string DayNumber(int number) {
  return FormatIsoDate(Date(std::chrono::year(2026) / 1 / 1) + std::chrono::days(number));
}

class MemberRollTest : public testing::Test {
 protected:
  struct Person {
    v1::Member member;
    bool active = true;
    int last_day = 0;
  };

  bool Record(const Person& person, v1::MemberEvent::Kind kind, int day) {
    auto request = Named<v1::RecordMemberEventRequest>(person.member.name());
    request.set_kind(kind);
    if (kind == v1::MemberEvent::KIND_RESTORED) {
      request.set_reason(v1::MEMBER_REASON_MISTAKE);
      request.set_note("误登");
    }
    *request.mutable_effective_date() = Day(DayNumber(day));
    return county_.Ask(county_.officer_clerk(), &Members::RecordMemberEvent, request).ok();
  }

  // All events as they were recorded, and what they say for a day.
  std::map<std::string, std::string> Replay(const std::vector<RollEvent>& events, int day) {
    std::map<std::string, std::string> roll;
    for (const auto& [member, collective] : RollOn(events, *ParseIsoDate(DayNumber(day)))) {
      roll[member.ToString()] = collective.ToString();
    }
    return roll;
  }

  struct Stand : County {
    rpc::v1::Caller officer_clerk() const { return Clerk(village()); }
  };
  Stand county_;
};

TEST_F(MemberRollTest, IsTheReplayOfTheEventsOnAnyDay) {
  std::mt19937 random(20261120);
  const auto pick = [&](int below) { return static_cast<int>(random() % below); };
  const auto village = CollectiveId::Parse(IdOf(county_.village().name())).value();
  const auto household = county_.Settle(county_.village(), 1);
  std::vector<Person> people;
  std::vector<RollEvent> events;
  events.push_back({.member = MemberId::Parse(IdOf(household.head())).value(),
                    .kind = MemberEventKind::kJoined,
                    .effective_date = *ParseIsoDate("2020-01-01"),
                    .collective = village});
  for (int serial = 2; serial < 14; ++serial) {
    const int day = pick(100);
    people.push_back({county_.Join(household, serial, "20000101", DayNumber(day)), true, day});
    events.push_back({.member = MemberId::Parse(IdOf(people.back().member.name())).value(),
                      .kind = MemberEventKind::kJoined,
                      .effective_date = *ParseIsoDate(DayNumber(day)),
                      .collective = village});
  }
  for (int i = 0; i < 60; ++i) {
    Person& person = people[static_cast<std::size_t>(pick(12))];
    const int day = pick(300);
    const auto kind = person.active ? v1::MemberEvent::KIND_DIED : v1::MemberEvent::KIND_RESTORED;
    const bool done = Record(person, kind, day);
    EXPECT_EQ(done, day >= person.last_day);
    if (!done) continue;
    person.active = !person.active;
    person.last_day = day;
    events.push_back({.member = MemberId::Parse(IdOf(person.member.name())).value(),
                      .kind = static_cast<MemberEventKind>(kind),
                      .effective_date = *ParseIsoDate(DayNumber(day)),
                      .collective = village});
  }
  for (int day = 0; day < 310; day += 7) {
    std::map<std::string, std::string> roll;
    for (const auto& entry : county_.Roll(county_.village(), DayNumber(day))) {
      roll[IdOf(entry.name())] = IdOf(entry.collective());
    }
    EXPECT_EQ(roll, Replay(events, day)) << DayNumber(day);
  }
}

TEST_F(MemberRollTest, TellsWhatWasKnownThen) {
  const auto household = county_.Settle(county_.village(), 1);
  const Person person{county_.Join(household, 2, "20000101", DayNumber(0)), true, 0};
  const Time before = county_.archive().clock().Now();
  county_.archive().clock().Advance(std::chrono::hours(1));
  ASSERT_TRUE(Record(person, v1::MemberEvent::KIND_DIED, 100));
  EXPECT_EQ(county_.Roll(county_.village(), DayNumber(200)).size(), 1u);
  EXPECT_EQ(county_.Roll(county_.village(), DayNumber(50)).size(), 2u);
  v1::GetMemberRollRequest request;
  request.set_collective(county_.village().name());
  *request.mutable_as_of_date() = Day(DayNumber(200));
  request.mutable_known_at_time()->set_seconds(
      std::chrono::duration_cast<std::chrono::seconds>(before.time_since_epoch()).count());
  const auto then = county_.Ask(county_.officer(), &Members::GetMemberRoll, request);
  EXPECT_EQ(then.reply.entries_size(), 2) << then.status.error_message();
}

TEST_F(MemberRollTest, TakesInThoseBelowAndNobodyBeside) {
  county_.Settle(county_.village(), 1);
  county_.Settle(county_.group(), 2);
  county_.Settle(county_.sister(), 3);
  EXPECT_EQ(county_.Roll(county_.village(), DayNumber(300)).size(), 2u);
  EXPECT_EQ(county_.Roll(county_.group(), DayNumber(300)).size(), 1u);
  EXPECT_EQ(county_.Roll(county_.township(), DayNumber(300)).size(), 3u);
  EXPECT_THAT(county_.Roll(county_.far_village(), DayNumber(300)), IsEmpty());
}

}  // namespace
}  // namespace qianmo::registry

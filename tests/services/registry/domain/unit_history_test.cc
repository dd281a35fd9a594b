// Holdings by day: what an entry may do, and that a roll equals a naive replay at any dates.
#include "registry/domain/unit_history.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::registry {
namespace {

using namespace std::chrono_literals;

constexpr Date kDayOne = std::chrono::sys_days(2026y / 1 / 1);

Date UnitDay(int number) { return kDayOne + std::chrono::days(number); }
Time UnitInstant(int number) { return Time(Duration(number)); }

UnitBalance UnitsHeld(std::int64_t units) { return {.held = Units(units)}; }
UnitBalance UnitsFrozen(std::int64_t units) { return {.frozen = Units(units)}; }
UnitBalance UnitsPledged(std::int64_t units) { return {.pledged = Units(units)}; }

struct HistoryRow {
  const char* what;
  std::vector<UnitEntry> history;
  UnitEntry entry;
  std::string reason;  // "" when it may be
  std::string day;     // that the refusal names
};

const std::vector<HistoryRow> kHistoryRows = {
    {"an issue", {}, {UnitDay(1), {}, UnitsHeld(100)}, "", ""},
    {"all of it leaves",
     {{UnitDay(1), {}, UnitsHeld(100)}},
     {UnitDay(1), {}, UnitsHeld(-100)},
     "",
     ""},
    {"one too many",
     {{UnitDay(1), {}, UnitsHeld(100)}},
     {UnitDay(3), {}, UnitsHeld(-101)},
     "UNITS_SHORT",
     "2026-01-04"},
    {"before it came",
     {{UnitDay(5), {}, UnitsHeld(100)}},
     {UnitDay(4), {}, UnitsHeld(-1)},
     "UNITS_SHORT",
     "2026-01-05"},
    {"late, and short only afterwards",
     {{UnitDay(1), {}, UnitsHeld(100)}, {UnitDay(7), {}, UnitsHeld(-60)}},
     {UnitDay(3), {}, UnitsHeld(-50)},
     "UNITS_SHORT",
     "2026-01-08"},
    {"late, with enough coming later",
     {{UnitDay(1), {}, UnitsHeld(100)},
      {UnitDay(6), {}, UnitsHeld(10)},
      {UnitDay(7), {}, UnitsHeld(-60)}},
     {UnitDay(3), {}, UnitsHeld(-50)},
     "",
     ""},
    {"frozen ones do not move",
     {{UnitDay(1), {}, UnitsHeld(100)}, {UnitDay(2), {}, UnitsFrozen(30)}},
     {UnitDay(3), {}, UnitsHeld(-71)},
     "UNITS_NOT_FREE",
     "2026-01-04"},
    {"the others do",
     {{UnitDay(1), {}, UnitsHeld(100)}, {UnitDay(2), {}, UnitsFrozen(30)}},
     {UnitDay(3), {}, UnitsHeld(-70)},
     "",
     ""},
    {"late, before a freeze that needs them",
     {{UnitDay(1), {}, UnitsHeld(100)}, {UnitDay(5), {}, UnitsFrozen(60)}},
     {UnitDay(3), {}, UnitsHeld(-50)},
     "UNITS_NOT_FREE",
     "2026-01-06"},
    {"pledged ones do not move",
     {{UnitDay(1), {}, UnitsHeld(100)}, {UnitDay(2), {}, UnitsPledged(100)}},
     {UnitDay(3), {}, UnitsHeld(-1)},
     "UNITS_NOT_FREE",
     "2026-01-04"},
    {"a court may freeze what is pledged",
     {{UnitDay(1), {}, UnitsHeld(100)}, {UnitDay(2), {}, UnitsPledged(100)}},
     {UnitDay(3), {}, UnitsFrozen(100)},
     "",
     ""},
    {"nobody pledges what is frozen",
     {{UnitDay(1), {}, UnitsHeld(100)}, {UnitDay(2), {}, UnitsFrozen(100)}},
     {UnitDay(3), {}, UnitsPledged(1)},
     "UNITS_NOT_FREE",
     "2026-01-04"},
    {"no more is frozen than there is",
     {{UnitDay(1), {}, UnitsHeld(100)}, {UnitDay(2), {}, UnitsFrozen(60)}},
     {UnitDay(3), {}, UnitsFrozen(41)},
     "UNITS_SHORT",
     "2026-01-04"},
    {"thawing what is not frozen",
     {{UnitDay(1), {}, UnitsHeld(100)}, {UnitDay(2), {}, UnitsFrozen(10)}},
     {UnitDay(3), {}, UnitsFrozen(-11)},
     "UNITS_NOT_FROZEN",
     "2026-01-04"},
    {"releasing what is not pledged",
     {{UnitDay(1), {}, UnitsHeld(100)}},
     {UnitDay(3), {}, UnitsPledged(-1)},
     "UNITS_NOT_PLEDGED",
     "2026-01-04"}};

TEST(CheckEntry, KeepsEveryDayRight) {
  for (const HistoryRow& row : kHistoryRows) {
    const auto outcome = CheckEntry(row.history, row.entry);
    EXPECT_EQ(outcome ? "" : outcome.refusal().reason, row.reason) << row.what;
    if (!outcome) {
      EXPECT_EQ(outcome.refusal().metadata.at(0).second, row.day) << row.what;
    }
  }
}

TEST(BalanceOn, KnowsOnlyWhatWasKnownThen) {
  const std::vector<UnitEntry> history = {{UnitDay(5), UnitInstant(10), UnitsHeld(100)},
                                          {UnitDay(1), UnitInstant(20), UnitsHeld(50)}};
  EXPECT_EQ(BalanceOn(history, UnitDay(4), UnitInstant(15)), UnitBalance());
  EXPECT_EQ(BalanceOn(history, UnitDay(4), UnitInstant(20)), UnitsHeld(50));
  EXPECT_EQ(BalanceOn(history, UnitDay(5), UnitInstant(19)), UnitsHeld(100));
  EXPECT_EQ(BalanceOn(history, UnitDay(9), UnitInstant(99)), UnitsHeld(150));
}

TEST(FreeFrom, IsTheLeastOfAllDaysToCome) {
  const std::vector<UnitEntry> history = {{UnitDay(1), {}, UnitsHeld(100)},
                                          {UnitDay(4), {}, UnitsHeld(-30)},
                                          {UnitDay(6), {}, UnitsHeld(50)},
                                          {UnitDay(8), {}, UnitsFrozen(20)}};
  EXPECT_EQ(FreeFrom(history, UnitDay(0)), Units(0));
  EXPECT_EQ(FreeFrom(history, UnitDay(1)), Units(70));
  EXPECT_EQ(FreeFrom(history, UnitDay(6)), Units(100));
  EXPECT_EQ(FreeFrom({}, UnitDay(6)), Units());
}

// Any wish, in any order of days; most are refused.
UnitEntry AnyEntry(int serial) {
  const auto amount = *rc::gen::inRange<std::int64_t>(1, 120);
  const auto day = UnitDay(*rc::gen::inRange(0, 12));
  const auto sign = *rc::gen::element<std::int64_t>(1, -1);
  const auto what = *rc::gen::inRange(0, 4);
  UnitEntry entry{day, UnitInstant(serial), UnitsHeld(sign * amount)};
  if (what == 2) entry.delta = UnitsFrozen(sign * amount);
  if (what == 3) entry.delta = UnitsPledged(sign * amount);
  return entry;
}

RC_GTEST_PROP(UnitHistory, IsValidAtEveryPairOfDates, ()) {
  std::vector<UnitEntry> history;
  for (int serial = 1; serial <= 30; ++serial) {
    const UnitEntry entry = AnyEntry(serial);
    if (CheckEntry(history, entry)) history.push_back(entry);
  }
  for (int day = -1; day <= 13; ++day) {
    for (int known = 0; known <= 31; ++known) {
      RC_ASSERT(BalanceOn(history, UnitDay(day), UnitInstant(known)).valid());
    }
  }
}

RC_GTEST_PROP(UnitHistory, RefusesOnlyWhatWouldBreakADay, ()) {
  std::vector<UnitEntry> history;
  for (int serial = 1; serial <= 20; ++serial) {
    const UnitEntry entry = AnyEntry(serial);
    bool fits = true;
    for (int day = 0; day <= 13; ++day) {
      if (UnitDay(day) < entry.effective_date) continue;
      const UnitBalance before = BalanceOn(history, UnitDay(day), UnitInstant(99));
      const bool takes = entry.delta.held < Units() || entry.delta.pledged > Units();
      const Units taken = takes ? std::max(-entry.delta.held, entry.delta.pledged) : Units();
      fits = fits && (before + entry.delta).valid() && taken <= before.free();
    }
    RC_ASSERT(CheckEntry(history, entry).ok() == fits);
    if (fits) history.push_back(entry);
  }
}

}  // namespace
}  // namespace qianmo::registry

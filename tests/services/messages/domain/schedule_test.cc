// When texts leave: both sides of every minute that counts.
#include "messages/domain/schedule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/time_text.h"

namespace qianmo::messages {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Time At(const std::string& beijing) {
  return ParseRfc3339("2026-11-" + beijing + "+08:00").value();
}

TEST(AfterQuiet, WaitsFromTheFirstQuietMinuteToTheLast) {
  const QuietHours night{21 * 60, 8 * 60};
  const QuietHours noon{12 * 60, 14 * 60};
  const QuietHours never{8 * 60, 8 * 60};
  struct Row {
    QuietHours quiet;
    std::string time;
    std::string leaves;
  };
  const Row table[] = {
      {night, "20T20:59:59.999999", "20T20:59:59.999999"},
      {night, "20T21:00:00", "21T08:00:00"},
      {night, "20T23:59:59", "21T08:00:00"},
      {night, "21T00:00:00", "21T08:00:00"},
      {night, "21T07:59:59.999999", "21T08:00:00"},
      {night, "21T08:00:00", "21T08:00:00"},
      {noon, "20T11:59:59", "20T11:59:59"},
      {noon, "20T12:00:00", "20T14:00:00"},
      {noon, "20T13:59:59", "20T14:00:00"},
      {noon, "20T14:00:00", "20T14:00:00"},
      {never, "20T08:00:00", "20T08:00:00"},
      {never, "20T03:00:00", "20T03:00:00"},
  };
  for (const Row& row : table) {
    EXPECT_EQ(AfterQuiet(row.quiet, At(row.time)), At(row.leaves)) << row.time;
    EXPECT_EQ(IsQuiet(row.quiet, At(row.time)), row.time != row.leaves) << row.time;
  }
}

RC_GTEST_PROP(AfterQuietOfAnything, IsNeverQuietNorEarlier, ()) {
  const QuietHours quiet{*rc::gen::inRange(0, 1440), *rc::gen::inRange(0, 1440)};
  const Time time =
      At("20T00:00:00") + Duration(*rc::gen::inRange<std::int64_t>(0, 3 * 86'400'000'000LL));
  const Time leaves = AfterQuiet(quiet, time);
  RC_ASSERT(leaves >= time);
  RC_ASSERT(leaves - time < hours(24));
  RC_ASSERT(!IsQuiet(quiet, leaves));
}

TEST(NextDigest, IsAtItsHourSharp) {
  EXPECT_EQ(NextDigest(18, At("20T17:59:59.999999")), At("20T18:00:00"));
  EXPECT_EQ(NextDigest(18, At("20T18:00:00")), At("20T18:00:00"));
  EXPECT_EQ(NextDigest(18, At("20T18:00:00.000001")), At("21T18:00:00"));
  EXPECT_EQ(NextDigest(0, At("20T00:00:01")), At("21T00:00:00"));
}

TEST(LeaveTime, ObeysPreferencesUnlessItIsUrgent) {
  Preferences preferences;  // quiet from 21:00 to 08:00
  EXPECT_EQ(LeaveTime(preferences, false, At("20T22:00:00")), At("21T08:00:00"));
  EXPECT_EQ(LeaveTime(preferences, true, At("20T22:00:00")), At("20T22:00:00"));
  EXPECT_EQ(LeaveTime(preferences, false, At("20T12:00:00")), At("20T12:00:00"));
  preferences.digest_hour = 18;
  EXPECT_EQ(LeaveTime(preferences, false, At("20T12:00:00")), At("20T18:00:00"));
  EXPECT_EQ(LeaveTime(preferences, true, At("20T12:00:00")), At("20T12:00:00"));
  preferences.digest_hour = 22;  // within the quiet hours: after them
  EXPECT_EQ(LeaveTime(preferences, false, At("20T12:00:00")), At("21T08:00:00"));
}

TEST(NextTry, WaitsLongerEachTimeUpToALimit) {
  const Time first = At("20T10:00:00");
  struct Row {
    int tries;
    Duration wait;
  };
  const Row table[] = {{1, seconds(1)},    {2, seconds(2)},   {3, seconds(4)},
                       {10, seconds(512)}, {11, minutes(10)}, {500, minutes(10)}};
  for (const Row& row : table) {
    const Tries tries{.unclear = 0, .all = row.tries, .first = first};
    EXPECT_EQ(NextTry(tries, std::nullopt, first), first + row.wait) << row.tries;
  }
}

TEST(NextTry, HonoursTheWishOfTheProviderWithinReason) {
  const Time first = At("20T10:00:00");
  const Tries tries{.unclear = 0, .all = 1, .first = first};
  EXPECT_EQ(NextTry(tries, seconds(30), first), first + seconds(30));
  EXPECT_EQ(NextTry(tries, seconds(0), first), first + seconds(1));
  EXPECT_EQ(NextTry(tries, -seconds(9), first), first + seconds(1));
  EXPECT_EQ(NextTry(tries, hours(9), first), first + hours(1));
}

TEST(NextTry, GivesUpAfterSoManyUncleanTriesOrADay) {
  const Time first = At("20T10:00:00");
  Tries tries{.unclear = kMostUnclear - 1, .all = 100, .first = first};
  EXPECT_TRUE(NextTry(tries, std::nullopt, first));
  tries.unclear = kMostUnclear;
  EXPECT_FALSE(NextTry(tries, std::nullopt, first));
  tries.unclear = 0;
  EXPECT_TRUE(NextTry(tries, std::nullopt, first + kTryFor - kLongestWait - Duration(1)));
  EXPECT_FALSE(NextTry(tries, std::nullopt, first + kTryFor - kLongestWait));
}

}  // namespace
}  // namespace qianmo::messages

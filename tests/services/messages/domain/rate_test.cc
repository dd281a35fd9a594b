// How many texts one phone is sent: both sides of every limit.
#include "messages/domain/rate.h"

#include <vector>

#include <gtest/gtest.h>

namespace qianmo::messages {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Time kNow{hours(500'000)};
constexpr Duration kTick{1};

std::vector<PastText> Times(int count, bool is_code, Time first, Duration step) {
  std::vector<PastText> past;
  for (int i = 0; i < count; ++i) past.push_back({i + 100, is_code, first + i * step});
  return past;
}

TEST(RateAllows, NothingStandsInTheWayOfTheFirst) {
  EXPECT_EQ(RateAllows({}, 3, false, kNow), kNow);
  EXPECT_EQ(RateAllows({}, 3, true, kNow), kNow);
}

TEST(RateAllows, OneOfAKindAMinute) {
  const std::vector<PastText> past = {{3, false, kNow - seconds(60)}};
  EXPECT_EQ(RateAllows(past, 3, false, kNow), kNow);
  EXPECT_EQ(RateAllows(past, 3, false, kNow - kTick), kNow);
  EXPECT_EQ(RateAllows(past, 4, false, kNow - seconds(30)), kNow - seconds(30)) << "another kind";
}

TEST(RateAllows, TenADay) {
  const auto nine = Times(9, false, kNow - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(nine, 3, false, kNow), kNow);
  const auto ten = Times(10, false, kNow - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(ten, 3, false, kNow), kNow + hours(1));
  EXPECT_EQ(RateAllows(ten, 3, false, kNow + hours(1)), kNow + hours(1));
  const auto twelve = Times(12, false, kNow - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(twelve, 3, false, kNow), kNow + hours(1) + minutes(10))
      << "until only nine are younger than a day";
}

TEST(RateAllows, CodesAreCountedByThemselvesAndBounded) {
  const auto news = Times(10, false, kNow - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(news, 3, true, kNow), kNow);
  const auto codes = Times(kCodeLimit.a_day, true, kNow - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(codes, 3, false, kNow), kNow);
  EXPECT_EQ(RateAllows(codes, 3, true, kNow), kNow + hours(1));
  const std::vector<PastText> one = {{3, true, kNow - kCodeLimit.between}};
  EXPECT_EQ(RateAllows(one, 3, true, kNow), kNow);
  EXPECT_EQ(RateAllows(one, 3, true, kNow - kTick), kNow);
}

}  // namespace
}  // namespace qianmo::messages

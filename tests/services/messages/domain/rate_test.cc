// How many texts one phone is sent: both sides of every limit.
#include "messages/domain/rate.h"

#include <vector>

#include <gtest/gtest.h>

namespace qianmo::messages {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Time kInstant{hours(500'000)};
constexpr Duration kTick{1};

std::vector<PastText> Times(int count, bool is_code, Time first, Duration step) {
  std::vector<PastText> past;
  for (int i = 0; i < count; ++i) past.push_back({i + 100, is_code, first + i * step});
  return past;
}

TEST(RateAllows, NothingStandsInTheWayOfTheFirst) {
  EXPECT_EQ(RateAllows({}, 3, false, kInstant), kInstant);
  EXPECT_EQ(RateAllows({}, 3, true, kInstant), kInstant);
}

TEST(RateAllows, OneOfAKindAMinute) {
  const std::vector<PastText> past = {{3, false, kInstant - seconds(60)}};
  EXPECT_EQ(RateAllows(past, 3, false, kInstant), kInstant);
  EXPECT_EQ(RateAllows(past, 3, false, kInstant - kTick), kInstant);
  EXPECT_EQ(RateAllows(past, 4, false, kInstant - seconds(30)), kInstant - seconds(30))
      << "another kind";
}

TEST(RateAllows, TenADay) {
  const auto nine = Times(9, false, kInstant - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(nine, 3, false, kInstant), kInstant);
  const auto ten = Times(10, false, kInstant - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(ten, 3, false, kInstant), kInstant + hours(1));
  EXPECT_EQ(RateAllows(ten, 3, false, kInstant + hours(1)), kInstant + hours(1));
  const auto twelve = Times(12, false, kInstant - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(twelve, 3, false, kInstant), kInstant + hours(1) + minutes(10))
      << "until only nine are younger than a day";
}

TEST(RateAllows, CodesAreCountedByThemselvesAndBounded) {
  const auto news = Times(10, false, kInstant - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(news, 3, true, kInstant), kInstant);
  const auto codes = Times(kCodeLimit.a_day, true, kInstant - hours(23), minutes(5));
  EXPECT_EQ(RateAllows(codes, 3, false, kInstant), kInstant);
  EXPECT_EQ(RateAllows(codes, 3, true, kInstant), kInstant + hours(1));
  const std::vector<PastText> one = {{3, true, kInstant - kCodeLimit.between}};
  EXPECT_EQ(RateAllows(one, 3, true, kInstant), kInstant);
  EXPECT_EQ(RateAllows(one, 3, true, kInstant - kTick), kInstant);
}

}  // namespace
}  // namespace qianmo::messages

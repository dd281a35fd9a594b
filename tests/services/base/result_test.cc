#include "base/result.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace qianmo {
namespace {

Refusal No(std::string reason) {
  return Refusal{Refusal::Kind::kPrecondition, std::move(reason), "no"};
}

Result<int> Half(int number) {
  if (number % 2 != 0) return No("ODD");
  return number / 2;
}

Result<std::string> Quarter(int number) {
  QM_ASSIGN(const int half, Half(number));
  QM_ASSIGN(const int quarter, Half(half));
  return std::to_string(quarter);
}

Result<Done> CheckBoth(int a, int b, bool& reached_end) {
  QM_TRY(Half(a));
  QM_TRY(Half(b));
  reached_end = true;
  return Done{};
}

// As in a transaction callback: the macros nest through a lambda, with commas outside brackets.
Result<int> Nested(int number) {
  int a = 0, b = 0;
  QM_TRY([&, number]() -> Result<Done> {
    QM_ASSIGN(a, [number]() -> Result<int> {
      QM_ASSIGN(const int half, Half(number));
      return half;
    }());
    QM_TRY(Half(a));
    return Done{};
  }());
  QM_ASSIGN(b, Half(a));
  return b;
}

TEST(Result, IsAValueOrARefusal) {
  EXPECT_TRUE(Half(4).ok());
  EXPECT_EQ(*Half(4), 2);
  EXPECT_FALSE(Half(3));
  EXPECT_EQ(Half(3).refusal().reason, "ODD");
}

TEST(Result, MovesItsValueOut) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  const std::unique_ptr<int> value = std::move(result).value();
  EXPECT_EQ(*value, 5);
}

TEST(Result, AssignPassesTheFirstRefusalOn) {
  EXPECT_EQ(Quarter(8).value(), "2");
  EXPECT_EQ(Quarter(6).refusal().reason, "ODD");
  EXPECT_EQ(Quarter(3).refusal().reason, "ODD");
}

TEST(Result, TryStopsAtARefusal) {
  bool reached_end = false;
  EXPECT_FALSE(CheckBoth(2, 3, reached_end).ok());
  EXPECT_FALSE(reached_end);
  EXPECT_TRUE(CheckBoth(2, 4, reached_end).ok());
  EXPECT_TRUE(reached_end);
}

TEST(Result, MacrosNestInsideLambdas) {
  EXPECT_EQ(Nested(8).value(), 2);
  EXPECT_FALSE(Nested(7).ok());
  EXPECT_FALSE(Nested(6).ok());
}

TEST(ResultDeathTest, StopsTheProgramThatReadsAValueThatIsNotThere) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH((void)Half(3).value(), "");
  EXPECT_DEATH((void)Half(4).refusal(), "");
}

}  // namespace
}  // namespace qianmo

#include "base/money.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "services/base/printers.h"

namespace qianmo {
namespace {

constexpr Fen kMost(INT64_MAX);
constexpr Fen kLeast(INT64_MIN);

static_assert(!std::is_convertible_v<std::int64_t, Fen>);
static_assert(!std::is_constructible_v<Fen, double>);

TEST(Fen, AddsSubtractsAndMultiplies) {
  EXPECT_EQ(Fen(5) + Fen(-7), Fen(-2));
  EXPECT_EQ(Fen(5) - Fen(7), Fen(-2));
  EXPECT_EQ(Fen(5) * 3, 3 * Fen(5));
  EXPECT_EQ(-Fen(5), Fen(-5));
  EXPECT_LT(Fen(-1), Fen(0));
  EXPECT_EQ(Fen(), Fen(0));
}

TEST(Fen, ThrowsInsteadOfWrappingAround) {
  EXPECT_EQ(kMost - Fen(1) + Fen(1), kMost);
  EXPECT_THROW(kMost + Fen(1), std::overflow_error);
  EXPECT_THROW(kLeast - Fen(1), std::overflow_error);
  EXPECT_THROW(kMost * 2, std::overflow_error);
  EXPECT_THROW(-kLeast, std::overflow_error);
}

TEST(Fen, KeepsItsValueWhenAnAdditionOverflows) {
  Fen amount = kMost;
  EXPECT_THROW(amount += Fen(1), std::overflow_error);
  EXPECT_EQ(amount, kMost);
}

TEST(ParseYuan, ReadsGroupedAndPlainAmounts) {
  EXPECT_EQ(ParseYuan("1,234.50").value(), Fen(123450));
  EXPECT_EQ(ParseYuan("1234.5").value(), Fen(123450));
  EXPECT_EQ(ParseYuan("0").value(), Fen(0));
  EXPECT_EQ(ParseYuan("-3.07").value(), Fen(-307));
  EXPECT_EQ(ParseYuan("92,233,720,368,547,758.07").value(), kMost);
}

TEST(ParseYuan, RefusesAmountsFinerThanAFenOrTooLarge) {
  for (const char* text : {"1.234", "", "1,23.00", "¥1", "1 000", "92233720368547758.08"}) {
    const auto amount = ParseYuan(text);
    ASSERT_FALSE(amount.ok()) << text;
    EXPECT_EQ(amount.refusal().reason, "INVALID_AMOUNT");
    EXPECT_EQ(amount.refusal().kind, Refusal::Kind::kInvalid);
  }
}

TEST(FormatYuan, PutsTheSignBeforeTheCurrency) {
  EXPECT_EQ(FormatYuan(Fen(123450)), "¥1,234.50");
  EXPECT_EQ(FormatYuan(Fen(-123450)), "-¥1,234.50");
  EXPECT_EQ(FormatYuan(Fen(0)), "¥0.00");
  EXPECT_EQ(FormatYuan(Fen(-5)), "-¥0.05");
  EXPECT_EQ(FormatYuan(kLeast), "-¥92,233,720,368,547,758.08");
}

TEST(FormatCapital, FollowsTheRulesOfTheBanks) {
  const struct {
    std::int64_t fen;
    const char* text;
  } cases[] = {
      {0, "零元整"},
      {5, "伍分"},
      {10, "壹角整"},
      {55, "伍角伍分"},
      {100, "壹元整"},
      {1000, "壹拾元整"},
      {1100, "壹拾壹元整"},
      {10000, "壹佰元整"},
      {10500, "壹佰零伍元整"},
      {123450, "壹仟贰佰叁拾肆元伍角整"},
      {123456, "壹仟贰佰叁拾肆元伍角陆分"},
      {140950, "壹仟肆佰零玖元伍角整"},
      {600714, "陆仟零柒元壹角肆分"},
      {168032, "壹仟陆佰捌拾元叁角贰分"},
      {10700053, "壹拾万柒仟元伍角叁分"},
      {1640902, "壹万陆仟肆佰零玖元零贰分"},
      {32504, "叁佰贰拾伍元零肆分"},
      {100000, "壹仟元整"},
      {100100, "壹仟零壹元整"},
      {1000100, "壹万零壹元整"},
      {1001000, "壹万零壹拾元整"},
      {1010000, "壹万零壹佰元整"},
      {10050000, "壹拾万零伍佰元整"},
      {1007000000, "壹仟零柒万元整"},
      {10000000000, "壹亿元整"},
      {10000000100, "壹亿零壹元整"},
      {10000700000, "壹亿零柒仟元整"},
      {10001000000, "壹亿零壹万元整"},
      {11000000000, "壹亿壹仟万元整"},
      {1000500000000, "壹佰亿零伍佰万元整"},
      {100000000000000, "壹万亿元整"},
      {100050000000000, "壹万零伍亿元整"},
      {1000000000000000000, "壹亿亿元整"},
      {-123450, "负壹仟贰佰叁拾肆元伍角整"},
      {-1, "负壹分"},
      {INT64_MAX, "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分"},
      {INT64_MIN, "负玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分"},
  };
  for (const auto& c : cases) EXPECT_EQ(FormatCapital(Fen(c.fen)), c.text) << c.fen;
}

TEST(Rounding, TakesAPercentageOnce) {
  const Fraction thirty(30, 100);
  EXPECT_EQ(Ceil(Fen(13500000), thirty), Fen(4050000));
  EXPECT_EQ(Ceil(Fen(13500001), thirty), Fen(4050001));
  EXPECT_EQ(Floor(Fen(13500001), thirty), Fen(4050000));
  EXPECT_EQ(RoundHalfUp(Fen(13500001), thirty), Fen(4050000));
  EXPECT_EQ(RoundHalfUp(Fen(10), Fraction(21, 20)), Fen(11));
  EXPECT_EQ(RoundHalfUp(Fen(9), Fraction(21, 20)), Fen(9));
}

TEST(Rounding, RaisesAStepToTheNextYuan) {
  EXPECT_EQ(CeilToYuan(Fen(0)), Fen(0));
  EXPECT_EQ(CeilToYuan(Fen(1)), Fen(100));
  EXPECT_EQ(CeilToYuan(Fen(100)), Fen(100));
  EXPECT_EQ(CeilToYuan(Fen(101)), Fen(200));
  EXPECT_THROW(CeilToYuan(kMost), std::overflow_error);
}

RC_GTEST_PROP(Rounding, AReversalMirrorsWhatItReverses, (std::int32_t amount, std::int32_t rate)) {
  const Fraction fraction(rate, *rc::gen::inRange(1, 1000));
  RC_ASSERT(RoundHalfUp(Fen(-std::int64_t{amount}), fraction) ==
            -RoundHalfUp(Fen(amount), fraction));
}

RC_GTEST_PROP(Rounding, FloorAndCeilEncloseTheHalf, (std::int32_t amount, std::int32_t rate)) {
  const Fraction fraction(rate, *rc::gen::inRange(1, 1000));
  const Fen low = Floor(Fen(amount), fraction), high = Ceil(Fen(amount), fraction);
  const Fen middle = RoundHalfUp(Fen(amount), fraction);
  RC_ASSERT(low <= middle);
  RC_ASSERT(middle <= high);
  RC_ASSERT(high - low <= Fen(1));
}

}  // namespace
}  // namespace qianmo

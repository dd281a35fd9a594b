// Area codes: 12 digits that fit their county or township on every day from their first.
#include "registry/domain/area_code.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::registry {
namespace {

Date Nth(int day) { return Date(std::chrono::year(2020) / 1 / 1) + std::chrono::days(day); }

std::string Verdict(const AreaCodeFacts& facts, const std::string& code, int day) {
  const auto decided = DecideAreaCode(facts, code, Nth(day));
  return decided ? "" : decided.refusal().reason;
}

TEST(DecideAreaCode, HasTheDigitsOfItsLevel) {
  const AreaCodeFacts township{OrgLevel::kTownship, {}, {}, "990007"};
  EXPECT_EQ(Verdict(township, "990007100000", 1), "");
  for (const char* wrong : {"990007100001", "990007000000", "99000710000", "99000710000a", ""}) {
    EXPECT_EQ(Verdict(township, wrong, 1), "AREA_CODE_UNFIT") << wrong;
  }
  EXPECT_EQ(Verdict(township, "990008100000", 1), "AREA_CODE_PARENT");
  const AreaCodeFacts village{
      OrgLevel::kVillage, {}, {{.code = "990007100000", .start_date = Nth(0)}}, "990007"};
  EXPECT_EQ(Verdict(village, "990007100201", 1), "");
  EXPECT_EQ(Verdict(village, "990007100000", 1), "AREA_CODE_UNFIT");
  const AreaCodeFacts group{OrgLevel::kGroup, {}, {}, "990007"};
  EXPECT_EQ(Verdict(group, "990007100201", 1), "AREA_CODE_UNFIT");
}

TEST(DecideAreaCode, FitsTheTownshipOnEveryDayFromThenOn) {
  const AreaCodeFacts village{OrgLevel::kVillage,
                              {},
                              {{"990007100000", Nth(10), Nth(20)}, {"990007101000", Nth(20)}},
                              "990007"};
  EXPECT_EQ(Verdict(village, "990007100201", 15), "AREA_CODE_PARENT") << "not from day 20 on";
  EXPECT_EQ(Verdict(village, "990007101201", 15), "AREA_CODE_PARENT") << "not before day 20";
  EXPECT_EQ(Verdict(village, "990007101201", 5), "AREA_CODE_PARENT") << "there is none yet";
  EXPECT_EQ(Verdict(village, "990007101201", 20), "");
}

TEST(DecideAreaCode, OnlyGoesOnInTime) {
  AreaCodeFacts township{
      OrgLevel::kTownship, {{.code = "990007100000", .start_date = Nth(10)}}, {}, "990007"};
  EXPECT_EQ(Verdict(township, "990007101000", 10), "AREA_CODE_HISTORY");
  EXPECT_EQ(Verdict(township, "990007101000", 11), "");
  township.youngest_below = Nth(30);
  EXPECT_EQ(Verdict(township, "990007101000", 30), "AREA_CODE_HISTORY");
  EXPECT_EQ(Verdict(township, "990007101000", 31), "");
}

// Whatever is asked for in whatever order: what was accepted never overlaps.
RC_GTEST_PROP(AreaCodes, NeverOverlap, ()) {
  const auto days = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 100));
  AreaCodeFacts facts{OrgLevel::kTownship, {}, {}, "990007"};
  for (const int day : days) {
    if (!DecideAreaCode(facts, "990007100000", Nth(day))) continue;
    if (!facts.own.empty()) facts.own.back().end_date = Nth(day);
    facts.own.push_back({.code = "990007100000", .start_date = Nth(day)});
  }
  for (int day = 0; day < 100; ++day) {
    int holding = 0;
    for (const auto& one : facts.own) {
      holding += one.start_date <= Nth(day) && (!one.end_date || Nth(day) < *one.end_date);
    }
    RC_ASSERT(holding <= 1);
    RC_ASSERT(CodeOn(facts.own, Nth(day)).has_value() == (holding == 1));
  }
}

}  // namespace
}  // namespace qianmo::registry

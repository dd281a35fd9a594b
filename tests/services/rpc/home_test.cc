// What a call says in the terms of the rules.
#include "rpc/home.h"

#include <gtest/gtest.h>

namespace qianmo::rpc {
namespace {

google::type::Date DayOf(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(ParseDay, TakesWholeDaysThatExist) {
  for (const auto& [year, month, day] :
       {std::tuple(1, 1, 1), std::tuple(2024, 2, 29), std::tuple(9999, 12, 31)}) {
    const auto date = DayOf(year, month, day);
    const auto parsed = ParseDay("day", date);
    ASSERT_TRUE(parsed) << date.ShortDebugString();
    EXPECT_EQ(ToProto(*parsed).ShortDebugString(), date.ShortDebugString());
  }
}

TEST(ParseDay, RefusesAllOthersAndNamesTheField) {
  for (const auto& [year, month, day] :
       {std::tuple(0, 0, 0), std::tuple(0, 1, 1), std::tuple(10'000, 1, 1), std::tuple(2026, 0, 1),
        std::tuple(2026, 13, 1), std::tuple(2026, 1, 0), std::tuple(2026, 1, 32),
        std::tuple(2026, 2, 29), std::tuple(2026, 1, -1)}) {
    const auto parsed = ParseDay("voucher.date", DayOf(year, month, day));
    ASSERT_FALSE(parsed) << year << "-" << month << "-" << day;
    EXPECT_EQ(parsed.refusal().reason, "DATE_INVALID");
    EXPECT_EQ(parsed.refusal().fields.at(0).path, "voucher.date");
  }
}

TEST(PathsOf, AreTheCountyOrTheOrganisations) {
  EXPECT_EQ(PathsOf({.county = CountyId{7}, .whole_county = true}),
            (std::vector<std::string>{"/7/"}));
  EXPECT_EQ(PathsOf({.county = CountyId{7}, .org_prefixes = {"/7/a/", "/7/b/"}}),
            (std::vector<std::string>{"/7/a/", "/7/b/"}));
  EXPECT_TRUE(PathsOf({.county = CountyId{7}}).empty()) << "a household's reach is no path";
}

}  // namespace
}  // namespace qianmo::rpc

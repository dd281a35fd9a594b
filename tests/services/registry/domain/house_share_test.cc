// Houses as shares: what they become, and when they may leave.
#include "registry/domain/house_share.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

using namespace std::chrono_literals;

constexpr Date kMoveIn = std::chrono::sys_days(2025y / 6 / 1);

TEST(UnitsOfHouse, AreItsValueAtTheChartersRate) {
  const UnitCharter charter{.house_fen_per_share = Fen(1'000'000)};
  EXPECT_EQ(*UnitsOfHouse(Fen(15'000'000), charter), Units(1500));
  EXPECT_EQ(*UnitsOfHouse(Fen(15'009'999), charter), Units(1500)) << "never rounded up";
  EXPECT_EQ(UnitsOfHouse(Fen(9'999), charter).refusal().reason, "HOUSE_WORTH_NOTHING");
  EXPECT_EQ(UnitsOfHouse(Fen(15'000'000), {}).refusal().reason, "HOUSES_NOT_TAKEN");
}

TEST(DecideHouseExit, IsOnTheLastDayOfAYear) {
  struct Row {
    HouseState state;
    int year;
    Date today;
    std::string reason;
  };
  const std::vector<Row> rows = {
      {HouseState::kIn, 2025, std::chrono::sys_days(2025y / 12 / 31), ""},
      {HouseState::kIn, 2025, std::chrono::sys_days(2026y / 2 / 1), ""},
      {HouseState::kIn, 2025, std::chrono::sys_days(2025y / 12 / 30), "HOUSE_YEAR_NOT_OVER"},
      {HouseState::kIn, 2024, std::chrono::sys_days(2026y / 2 / 1), "HOUSE_YEAR_NOT_OVER"},
      {HouseState::kProposed, 2025, std::chrono::sys_days(2026y / 2 / 1), "HOUSE_NOT_IN"},
      {HouseState::kLeaving, 2025, std::chrono::sys_days(2026y / 2 / 1), "HOUSE_NOT_IN"},
      {HouseState::kOut, 2025, std::chrono::sys_days(2026y / 2 / 1), "HOUSE_NOT_IN"}};
  for (const Row& row : rows) {
    const auto day =
        DecideHouseExit({.state = row.state, .start_date = kMoveIn}, row.year, row.today);
    EXPECT_EQ(day ? "" : day.refusal().reason, row.reason);
    if (day) {
      EXPECT_EQ(*day, std::chrono::sys_days(2025y / 12 / 31));
    }
  }
}

TEST(PriceOfExit, IsTheValuationWhenTheCollectiveKeepsTheHouse) {
  EXPECT_EQ(PriceOfExit({.valuation = Fen(500), .exit = HouseExit::kBuyBack}), Fen(500));
  EXPECT_EQ(PriceOfExit({.valuation = Fen(500), .exit = HouseExit::kHandBack}), Fen(0));
}

}  // namespace
}  // namespace qianmo::registry

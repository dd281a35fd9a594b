// Many issues at once: as if each had been proposed and confirmed.
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "registry/unit_issues_store.h"
#include "services/registry/unit_office.h"

namespace qianmo::registry {
namespace {

TEST(PostUnitIssues, CountsThemAllAtOneInstant) {
  UnitOffice office;
  const auto pool = office.archive().database().PoolFor("registry");
  const Time now = office.archive().clock().Now();
  std::vector<UnitIssue> issues;
  std::map<std::string, std::int64_t> wanted;
  for (int i = 1; i <= 40; ++i) {
    const std::string household = office.Household();
    const UnitHolder member{*Uuid::Parse(household), UnitKind::kMember};
    issues.push_back({member, Units(i * 100), *ParseIsoDate("2026-01-01")});
    issues.push_back({{member.holder, UnitKind::kLand}, Units(7), *ParseIsoDate("2026-02-01")});
    wanted[household] = i * 100;
  }
  const UnitIssueGround why{
      "折股量化名册", {Uuid::Make(now), Uuid::Make(now)}, {Uuid::Make(now), Uuid::Make(now)}};
  const auto post = [&] {
    return pg::Transact(
        *pool, {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10)},
        [&](pg::Transaction& tx) -> Result<Done> {
          const UnitBook book = LockUnitBook(tx, CountyId{7}, *Uuid::Parse(kUnitVillage));
          PostUnitIssues(tx, book, issues, why, now);
          return Done{};
        });
  };
  ASSERT_TRUE(post());
  const auto roll = office.Roll("2026-01-31");
  EXPECT_EQ(UnitOffice::MembersOf(roll.reply), wanted);
  ASSERT_EQ(roll.reply.totals_size(), 1) << "land counts from February";
  EXPECT_EQ(roll.reply.totals(0).issued_units(), 82'000);
  ASSERT_TRUE(post());
  EXPECT_EQ(office.Roll().reply.totals(0).units(), 164'000);
  office.ExpectBooksAreRight();
}

}  // namespace
}  // namespace qianmo::registry

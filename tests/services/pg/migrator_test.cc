#include "pg/migrator.h"

#include <functional>
#include <future>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<Migration> kTwo = {{1, "first", "CREATE TABLE first (id int)"},
                                     {2, "second", "CREATE TABLE second (id int); SELECT 1"}};

class MigratorTest : public ::testing::Test {
 protected:
  Migrator With(const std::vector<Migration>& migrations) {
    return Migrator(database_.Url(), migrations, "SELECT 1");
  }
  bool Exists(const std::string& table) {
    return Get<bool>(
        database_.Execute("SELECT to_regclass('" + table + "') IS NOT NULL AS there").front(),
        "there");
  }
  static std::string RefusalOf(const std::function<void()>& action) {
    try {
      action();
    } catch (const MigrationRefused& refused) {
      return refused.what();
    }
    return "no refusal";
  }

  support::Database database_ = support::Database::Empty();
};

TEST_F(MigratorTest, AppliesWhatIsPendingInOrderAndOnlyOnce) {
  const std::vector<Migration> one(kTwo.begin(), kTwo.begin() + 1);
  EXPECT_THAT(With(one).Apply(), ElementsAre(1));
  EXPECT_THAT(With(kTwo).Apply(), ElementsAre(2));
  EXPECT_THAT(With(kTwo).Apply(), IsEmpty());
  EXPECT_TRUE(Exists("second"));
  EXPECT_NO_THROW(With(kTwo).Verify());
}

TEST_F(MigratorTest, TellsTheStatusOfEachWithoutChangingAnything) {
  const auto before = With(kTwo).Status();
  ASSERT_EQ(before.size(), 2u);
  EXPECT_EQ(before[0].state, MigrationState::kPending);
  EXPECT_FALSE(Exists("house.migration"));

  const std::vector<Migration> first(kTwo.begin(), kTwo.begin() + 1);
  With(first).Apply();
  const std::vector<Migration> other = {{1, "first", "CREATE TABLE other (id int)"}, kTwo[1]};
  const auto after = With(other).Status();
  EXPECT_EQ(after[0].state, MigrationState::kEdited);
  EXPECT_EQ(after[1].state, MigrationState::kPending);
  EXPECT_FALSE(after[1].applied_time);
  const auto applied = With(first).Status();
  EXPECT_EQ(applied[0].state, MigrationState::kApplied);
  EXPECT_TRUE(applied[0].applied_time);
  // printf 'CREATE TABLE first (id int)' | sha256sum
  EXPECT_EQ(applied[0].checksum,
            "3d737dd77e2b63ccec99767500a6688d02898a8140feaae4b156b4f37d24844f");
  EXPECT_EQ(With({}).Status()[0].state, MigrationState::kUnknown);
}

TEST_F(MigratorTest, RefusesAnEditedMigration) {
  With(kTwo).Apply();
  const std::vector<Migration> edited = {kTwo[0],
                                         {2, "second", "CREATE TABLE second (id bigint)"},
                                         {3, "third", "CREATE TABLE third (id int)"}};
  const std::vector<Migration> renamed = {{1, "premier", kTwo[0].sql}, kTwo[1]};
  const auto sentence = HasSubstr("was edited after it was applied");
  EXPECT_THAT(RefusalOf([&] { With(edited).Apply(); }), sentence);
  EXPECT_THAT(RefusalOf([&] { With(edited).Verify(); }), sentence);
  EXPECT_THAT(RefusalOf([&] { With(renamed).Apply(); }), HasSubstr("0001_premier was edited"));
  EXPECT_FALSE(Exists("third"));
}

TEST_F(MigratorTest, RefusesADatabaseOfANewerProgram) {
  With(kTwo).Apply();
  const std::vector<Migration> older(kTwo.begin(), kTwo.begin() + 1);
  EXPECT_THAT(RefusalOf([&] { With(older).Apply(); }),
              HasSubstr("migration 0002_second was applied to this database, but"));
  EXPECT_THAT(RefusalOf([&] { With(older).Verify(); }), HasSubstr("0002_second"));
}

TEST_F(MigratorTest, RefusesAMigrationThatCameTooLate) {
  const std::vector<Migration> gap = {kTwo[1]};
  With(gap).Apply();
  EXPECT_THAT(RefusalOf([&] { With(kTwo).Apply(); }),
              HasSubstr("0001_first is not applied, but migration 0002_second is"));
  EXPECT_FALSE(Exists("first"));
}

TEST_F(MigratorTest, LeavesNothingOfAMigrationThatFails) {
  const std::vector<Migration> failing = {
      kTwo[0], {2, "half", "CREATE TABLE half (id int); SELECT 1 / 0; CREATE TABLE rest (id int)"}};
  EXPECT_THAT(RefusalOf([&] { With(failing).Apply(); }),
              HasSubstr("migration 0002_half failed and left nothing of itself"));
  EXPECT_TRUE(Exists("first"));
  EXPECT_FALSE(Exists("half"));
  EXPECT_THAT(RefusalOf([&] { With(failing).Verify(); }), HasSubstr("0002_half is not applied"));
  EXPECT_THAT(With(kTwo).Apply(), ElementsAre(2));
}

TEST_F(MigratorTest, ReportsAMigrationThatEndsItsOwnTransaction) {
  const std::vector<Migration> rogue = {{1, "rogue", "CREATE TABLE rogue (id int); COMMIT"}};
  EXPECT_THAT(RefusalOf([&] { With(rogue).Apply(); }), HasSubstr("ended its own transaction"));
}

TEST_F(MigratorTest, LetsTheSecondOfTwoWait) {
  const std::vector<Migration> slow = {
      {1, "slow", "CREATE TABLE slow (id int); SELECT pg_sleep(0.3)"}};
  std::vector<std::future<std::vector<int>>> others;
  for (int i = 0; i < 4; ++i) {
    others.push_back(std::async(std::launch::async, [&] { return With(slow).Apply(); }));
  }
  std::vector<std::vector<int>> applied;
  for (auto& other : others) applied.push_back(other.get());
  EXPECT_THAT(applied,
              testing::UnorderedElementsAre(ElementsAre(1), IsEmpty(), IsEmpty(), IsEmpty()));
}

TEST_F(MigratorTest, RunsTheRolesBeforeTheMigrationsEveryTime) {
  const Migrator migrator(database_.Url(), kTwo,
                          "CREATE TABLE IF NOT EXISTS runs (id int);"
                          "INSERT INTO runs SELECT to_regclass('first')::oid::bigint::int");
  migrator.Apply();
  migrator.Apply();
  const auto row =
      database_.Execute("SELECT count(*) AS runs, count(id) AS after FROM runs").front();
  EXPECT_EQ(Get<int>(row, "runs"), 2);
  EXPECT_EQ(Get<int>(row, "after"), 1);
}

TEST_F(MigratorTest, IsUnavailableWithoutAServer) {
  EXPECT_THROW(Migrator("host=/nowhere", kTwo, "").Apply(), Unavailable);
  EXPECT_THROW(Migrator("host=/nowhere", kTwo, "").Status(), Unavailable);
}

TEST_F(MigratorTest, RefusesAListOutOfOrder) {
  const std::vector<Migration> reversed = {kTwo[1], kTwo[0]};
  const std::vector<Migration> twice = {kTwo[0], kTwo[0]};
  EXPECT_THROW(With(reversed), std::invalid_argument);
  EXPECT_THROW(With(twice), std::invalid_argument);
}

TEST_F(MigratorTest, SetsAPasswordBySendingOnlyItsVerifier) {
  const std::string role = "qianmo_scratch_" + database_.name();
  database_.Execute("CREATE ROLE " + role);
  SetServicePassword(database_.Url(), role, "it's a 'secret' \\ 阡");
  const auto row =
      database_.Execute("SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'").front();
  EXPECT_THAT(Get<std::string>(row, "rolpassword"), testing::StartsWith("SCRAM-SHA-256$"));
  database_.Execute("DROP ROLE " + role);
}

TEST_F(MigratorTest, SetsPasswordsOfOurRolesOnly) {
  EXPECT_THROW(SetServicePassword(database_.Url(), "postgres", "x"), std::invalid_argument);
  EXPECT_THROW(SetServicePassword(database_.Url(), "qianmo_nobody\"; --", "x"), Trouble);
}

}  // namespace
}  // namespace qianmo::pg

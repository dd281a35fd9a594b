// The migrations that the programs carry, and the roles before them.
#include "db/migrations.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pg/row.h"
#include "support/database.h"

namespace qianmo::db {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Migrations, AreAllAppliedInATestsDatabase) {
  const support::Database database;
  const pg::Migrator migrator(database.Url(), Migrations(), RolesSql());
  EXPECT_NO_THROW(migrator.Verify());
  EXPECT_THAT(migrator.Apply(), IsEmpty());
  EXPECT_EQ(migrator.Status().size(), Migrations().size());
}

TEST(Migrations, BeginWithTheHouse) {
  ASSERT_FALSE(Migrations().empty());
  EXPECT_EQ(Migrations()[0].number, 1);
  EXPECT_EQ(Migrations()[0].name, "house");
  EXPECT_THAT(std::string(Migrations()[0].sql), HasSubstr("CREATE PROCEDURE house.furnish"));
}

TEST(Migrations, LeaveTheDatabaseToTheServicesAlone) {
  const support::Database database = support::Database::Empty();
  pg::Migrator(database.Url(), Migrations(), RolesSql()).Apply();
  const auto rights = database.Execute(
      "SELECT count(*) FILTER (WHERE grantee = 0) AS everyone,"
      " count(DISTINCT grantee) FILTER (WHERE privilege_type = 'CONNECT' AND grantee <> datdba)"
      " AS services, count(*) FILTER (WHERE privilege_type <> 'CONNECT' AND grantee <> datdba)"
      " AS others FROM pg_database CROSS JOIN aclexplode(datacl) WHERE datname = "
      "current_database()");
  EXPECT_EQ(pg::Get<int>(rights.front(), "everyone"), 0);
  EXPECT_EQ(pg::Get<int>(rights.front(), "services"), 9);
  EXPECT_EQ(pg::Get<int>(rights.front(), "others"), 0);
}

// Roles belong to the cluster, the migrators' lock to one database.
TEST(Roles, MayBeMadeByMigratorsOfSeveralDatabasesAtOnce) {
  const support::Database first = support::Database::Empty();
  const std::string prefix = "qmrace_" + first.name().substr(first.name().size() - 20) + "_";
  std::string roles(RolesSql());
  for (auto at = roles.find("qianmo_"); at != std::string::npos; at = roles.find("qianmo_", at)) {
    roles.replace(at, 7, prefix);
  }
  {
    std::vector<std::unique_ptr<support::Database>> databases;
    for (int i = 0; i < 4; ++i) {
      databases.emplace_back(new support::Database(support::Database::Empty()));
    }
    std::vector<std::thread> threads;
    for (const auto& database : databases) {
      threads.emplace_back(
          [&] { EXPECT_NO_THROW(pg::Migrator(database->Url(), {}, roles).Apply()); });
    }
    for (auto& thread : threads) thread.join();
  }
  const auto made =
      first.Execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, '" + prefix + "')");
  EXPECT_EQ(made.size(), 9u);
  for (const auto& row : made) first.Execute("DROP ROLE " + std::string(row.front().c_str()));
}

TEST(Roles, RefuseAServiceWithRightsOverTheCluster) {
  const support::Database database = support::Database::Empty();
  const std::string prefix = "qmrich_" + database.name().substr(database.name().size() - 20) + "_";
  std::string roles(RolesSql());
  roles.replace(roles.find("qianmo_"), 7, prefix);
  database.Execute("CREATE ROLE " + prefix + "identity CREATEDB");
  try {
    pg::Migrator(database.Url(), {}, roles).Apply();
    ADD_FAILURE() << "took a role that may create databases";
  } catch (const pg::MigrationRefused& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("which no service may have"));
  }
  database.Execute("DROP ROLE " + prefix + "identity");
}

}  // namespace
}  // namespace qianmo::db

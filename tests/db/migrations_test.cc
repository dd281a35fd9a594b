// The migrations that the programs carry, and the roles before them.
#include "db/migrations.h"

#include <future>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/transaction>

#include "pg/connection.h"
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

// Roles belong to the cluster, the migrators' lock to one database: another one may be making the
// same role at this moment.
TEST(Roles, MayBeMadeByAnotherDatabasesMigratorAtTheSameTime) {
  const support::Database here;
  const std::string prefix = "qmrace_" + here.name().substr(here.name().size() - 20) + "_";
  std::string roles(RolesSql());
  roles.replace(roles.find("qianmo_"), 7, prefix);
  {
    const support::Database there = support::Database::Empty();
    pg::Connection other(here.Url());
    pqxx::work making(other.raw());
    making.exec("CREATE ROLE " + prefix + "identity LOGIN");
    auto migrator =
        std::async(std::launch::async, [&] { pg::Migrator(there.Url(), {}, roles).Apply(); });
    while (there
               .Execute("SELECT FROM pg_stat_activity WHERE datname = current_database()"
                        " AND wait_event_type = 'Lock'")
               .empty()) {
      ASSERT_EQ(migrator.wait_for(std::chrono::milliseconds(10)), std::future_status::timeout);
    }
    making.commit();
    EXPECT_NO_THROW(migrator.get());
  }
  for (const auto& row :
       here.Execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, '" + prefix + "')")) {
    here.Execute("DROP ROLE " + std::string(row.front().c_str()));
  }
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

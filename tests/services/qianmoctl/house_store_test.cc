#include "qianmoctl/house_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "db/migrations.h"
#include "qianmoctl/session.h"
#include "support/database.h"

namespace qianmo::ctl {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

template <class T>
T Ask(const std::string& url, T (*question)(pg::Transaction&)) {
  return Session(url).Read([&](pg::Transaction& tx) -> Result<T> { return question(tx); });
}

std::string As(const std::string& role, const support::Database& database) {
  return database.Url() + " user='" + role + "'";
}

TEST(HouseStore, TellsWhoMayMigrate) {
  const support::Database database;
  const Standing super = Ask(database.Url(), StandingOf);
  EXPECT_TRUE(super.makes_roles);
  EXPECT_TRUE(super.owns_database);
  EXPECT_EQ(super.database, database.name());
  const Standing service = Ask(As("qianmo_identity", database), StandingOf);
  EXPECT_EQ(service.role, "qianmo_identity");
  EXPECT_FALSE(service.makes_roles);
  EXPECT_FALSE(service.owns_database);
}

TEST(HouseStore, TellsWhoMayCopyTheCluster) {
  const support::Database database;
  const Cluster super = Ask(database.Url(), ClusterOf);
  EXPECT_TRUE(super.may_replicate);
  EXPECT_THAT(super.version, testing::StartsWith("15."));
  EXPECT_FALSE(Ask(As("qianmo_identity", database), ClusterOf).may_replicate);
}

TEST(HouseStore, KnowsRolesAndServicesOfThisDatabase) {
  const support::Database database = support::Database::Empty();
  EXPECT_THAT(Ask(database.Url(), ServiceRoles), IsEmpty());
  EXPECT_THAT(Ask(database.Url(), FurnishedServices), IsEmpty());
  pg::Migrator(database.Url(), db::Migrations(), db::RolesSql()).Apply();
  EXPECT_THAT(Ask(database.Url(), ServiceRoles), SizeIs(9));
  EXPECT_THAT(Ask(database.Url(), ServiceRoles), Contains("qianmo_oversight"));
  EXPECT_THAT(Ask(database.Url(), FurnishedServices), Contains("identity"));
}

TEST(HouseStore, FindsBreachesOfTenancyAndOfRights) {
  const support::Database database;
  EXPECT_THAT(CatalogFaults(database.Url()), IsEmpty());
  database.Execute("CREATE TABLE identity.stray (county_id int NOT NULL)");
  database.Execute("GRANT DELETE ON identity.journal TO qianmo_identity");
  EXPECT_THAT(CatalogFaults(database.Url()),
              ElementsAre("identity.stray has no primary key", HasSubstr("may change a journal")));
}

}  // namespace
}  // namespace qianmo::ctl

// The migrated database keeps the rules of tenancy and rights, and each rule can be broken and
// seen.
#include "db/catalog.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/transaction>

#include "pg/connection.h"
#include "support/database.h"

namespace qianmo::db {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class CatalogTest : public ::testing::Test {
 protected:
  // All services, also those whose migrations are still to come.
  void FurnishTheRest(pqxx::transaction_base& work) {
    for (const char* service : {"messages", "registry", "ledger"}) {
      const auto there = work.exec_params("SELECT FROM pg_namespace WHERE nspname = $1", service);
      if (there.empty()) work.exec("CALL house.furnish('" + std::string(service) + "')");
    }
  }

  support::Database database_;
  pg::Connection connection_{database_.Url()};
};

TEST_F(CatalogTest, KeepsTheRules) {
  pqxx::work work(connection_.raw());
  EXPECT_THAT(TenancyFaults(work), IsEmpty());
  EXPECT_THAT(RightsFaults(work), IsEmpty());
}

TEST_F(CatalogTest, KeepsTheRulesInWhateverIsFurnished) {
  pqxx::work work(connection_.raw());
  FurnishTheRest(work);
  EXPECT_THAT(TenancyFaults(work), IsEmpty());
  EXPECT_THAT(RightsFaults(work), IsEmpty());
}

TEST_F(CatalogTest, FindsEveryBreachOfTenancy) {
  const std::string good =
      "CREATE TABLE identity.good (county_id int, id int, at int4range,"
      " PRIMARY KEY (county_id, id)); ";
  const std::vector<std::pair<std::string, std::string>> table = {
      {"CREATE TABLE identity.bad (id int PRIMARY KEY)",
       "identity.bad has no county_id integer NOT NULL"},
      {"CREATE TABLE identity.bad (county_id int, id int UNIQUE)",
       "identity.bad has no county_id integer NOT NULL"},
      {"CREATE TABLE identity.bad (county_id bigint, id int, PRIMARY KEY (county_id, id))",
       "identity.bad has no county_id integer NOT NULL"},
      {"CREATE TABLE fresh (county_id int NOT NULL)", "public.fresh has no primary key"},
      {"CREATE TABLE identity.bad (county_id int, id int, PRIMARY KEY (id, county_id))",
       "identity.bad constraint bad_pkey does not begin with county_id"},
      {good + "ALTER TABLE identity.good ADD CONSTRAINT k UNIQUE (id, county_id)",
       "identity.good constraint k does not begin with county_id"},
      {good + "CREATE UNIQUE INDEX k ON identity.good (id)",
       "identity.good unique index identity.k does not begin with county_id"},
      {good + "CREATE UNIQUE INDEX k ON identity.good ((county_id + 1), id)",
       "identity.good unique index identity.k does not begin with county_id"},
      {good + "ALTER TABLE identity.good ADD CONSTRAINT k EXCLUDE USING gist (at WITH &&)",
       "identity.good constraint k does not begin with county_id"},
      {good + "ALTER TABLE identity.good ADD CONSTRAINT k EXCLUDE USING gist"
              " (county_id WITH <>, at WITH &&)",
       "identity.good constraint k does not compare county_id with ="},
      {good + "CREATE TABLE identity.bad (county_id int, id int, other int,"
              " PRIMARY KEY (county_id, id), CONSTRAINT k FOREIGN KEY (other, id)"
              " REFERENCES identity.good (county_id, id))",
       "identity.bad foreign key k does not begin with county_id on both sides"},
      {good + "ALTER TABLE identity.good ADD CONSTRAINT k FOREIGN KEY (id)"
              " REFERENCES house.county (county_id)",
       "identity.good foreign key k does not begin with county_id on both sides"},
      {good + "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
              " CREATE TRIGGER g BEFORE INSERT ON identity.good FOR EACH ROW EXECUTE FUNCTION f()",
       "identity.good (g) has a trigger"},
      {good + "CREATE RULE r AS ON DELETE TO identity.good DO INSTEAD NOTHING",
       "identity.good (r) has a rule"},
      {good + "ALTER TABLE identity.good ADD number int GENERATED ALWAYS AS IDENTITY",
       "identity.good.number is an identity column"},
      {good + "ALTER TABLE identity.good ADD number serial",
       "identity.good.number takes its default from a sequence"},
      {"CREATE TABLE identity.p (county_id int, id int, PRIMARY KEY (county_id, id))"
       " PARTITION BY RANGE (county_id);"
       "CREATE TABLE identity.q PARTITION OF identity.p FOR VALUES FROM (1) TO (9)"
       " PARTITION BY RANGE (id)",
       "identity.q is partitioned on more than one level"},
  };
  for (const auto& [breach, fault] : table) {
    pqxx::work work(connection_.raw());
    work.exec(breach);
    EXPECT_THAT(TenancyFaults(work), Contains(fault)) << breach;
  }
  pqxx::work work(connection_.raw());
  work.exec(good);
  EXPECT_THAT(TenancyFaults(work), IsEmpty());
}

TEST_F(CatalogTest, FindsEveryBreachOfRights) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"ALTER ROLE qianmo_messages NOLOGIN", "does not exist or may not log in"},
      {"ALTER ROLE qianmo_messages CREATEDB", "has rights over the cluster"},
      {"GRANT qianmo_identity TO qianmo_messages", "is a member of another role"},
      {"GRANT USAGE ON SCHEMA identity TO qianmo_messages",
       "qianmo_messages on identity may use a schema that is not its own"},
      {"GRANT USAGE ON SCHEMA postgis TO qianmo_messages",
       "qianmo_messages on postgis may use a schema that is not its own"},
      {"GRANT USAGE ON SCHEMA public TO PUBLIC",
       "qianmo_messages on public may use a schema that is not its own"},
      {"REVOKE USAGE ON SCHEMA messages FROM qianmo_messages", "may not use its own schema"},
      {"GRANT CREATE ON SCHEMA messages TO qianmo_messages", "may create in a schema"},
      {"GRANT CREATE ON SCHEMA public TO PUBLIC", "qianmo_messages on public may create"},
      {"GRANT SELECT ON identity.account TO qianmo_messages",
       "qianmo_messages: SELECT on identity.account has a right on a table that is not its own"},
      {"GRANT SELECT (county_id) ON identity.account TO PUBLIC",
       "qianmo_messages: SELECT on identity.account has a right"},
      {"GRANT UPDATE ON house.county TO qianmo_messages", "UPDATE on house.county has a right"},
      {"GRANT SELECT ON house.migration TO qianmo_messages", "SELECT on house.migration has"},
      {"GRANT DELETE ON house.county TO qianmo_messages", "DELETE on house.county may remove"},
      {"GRANT TRUNCATE ON messages.outbox TO qianmo_messages",
       "TRUNCATE on messages.outbox has a right that no service needs"},
      {"GRANT UPDATE ON messages.journal TO qianmo_messages",
       "qianmo_messages in messages.journal may change a journal"},
      {"GRANT UPDATE (answer) ON messages.journal TO qianmo_messages",
       "qianmo_messages in messages.journal may change a journal"},
      {"GRANT DELETE ON messages.journal TO qianmo_messages", "may change a journal"},
      {"ALTER TABLE messages.journal OWNER TO qianmo_messages", "may change a journal"},
      {"REVOKE INSERT ON messages.journal FROM qianmo_messages",
       "qianmo_messages may not write or read its journal"},
      {"GRANT EXECUTE ON PROCEDURE house.furnish TO qianmo_messages",
       "qianmo_messages: house.furnish(text) may run"},
      {"CREATE FUNCTION identity.peek() RETURNS int LANGUAGE sql AS 'SELECT 1'",
       "qianmo_messages: identity.peek() may run"},
  };
  for (const auto& [breach, fault] : table) {
    pqxx::work work(connection_.raw());
    FurnishTheRest(work);
    work.exec(breach);
    EXPECT_THAT(RightsFaults(work), Contains(HasSubstr(fault))) << breach;
  }
}

}  // namespace
}  // namespace qianmo::db

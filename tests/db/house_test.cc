// What house.furnish gives a service, tried as that service's role.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <pqxx/except>

#include "pg/transaction.h"
#include "support/database.h"

namespace qianmo::db {
namespace {

class HouseTest : public ::testing::Test {
 protected:
  HouseTest() { database_.Execute("CALL house.furnish('oversight')"); }

  // One statement as the service's role, in a transaction of its own.
  pqxx::result Run(const std::string& sql) {
    pg::TransactOptions options;
    options.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    return *pg::Transact(*pool_, options,
                         [&](pg::Transaction& tx) -> Result<pqxx::result> { return tx.Run(sql); });
  }
  // Inserts a good row in which `column` is replaced by `value`.
  void Insert(const std::string& table, std::vector<std::pair<std::string, std::string>> row,
              const std::string& column, const std::string& value) {
    std::string columns;
    std::string values;
    for (auto& [name, good] : row) {
      columns += (columns.empty() ? "" : ", ") + name;
      values += (values.empty() ? "" : ", ") + (name == column ? value : good);
    }
    Run("INSERT INTO oversight." + table + " (" + columns + ") VALUES (" + values + ")");
  }
  void InsertJournal(const std::string& column = "", const std::string& value = "") {
    Insert("journal",
           {{"county_id", "7"},
            {"caller", "gen_random_uuid()"},
            {"request_id", "gen_random_uuid()"},
            {"person", "''"},
            {"on_behalf_of", "''"},
            {"channel", "1"},
            {"method", "'/qianmo.oversight.v1.Oversight/Warn'"},
            {"body_mac", "sha256('')"},
            {"status", "0"},
            {"answer", "''"},
            {"sealed", "false"},
            {"trace_id", "''"},
            {"recorded_time", "house.clock_now()"}},
           column, value);
  }
  void InsertOutbox(const std::string& column = "", const std::string& value = "") {
    Insert("outbox",
           {{"county_id", "7"},
            {"outbox_id", "gen_random_uuid()"},
            {"ordering_key", "'person/1'"},
            {"position", "1"},
            {"method", "'/qianmo.messages.v1.Messages/Send'"},
            {"request", "''"},
            {"request_id", "gen_random_uuid()"},
            {"actor", "''"},
            {"traceparent", "''"},
            {"created_time", "house.clock_now()"},
            {"attempts", "0"},
            {"next_time", "house.clock_now()"},
            {"lease_until", "NULL"},
            {"state", "1"},
            {"last_error", "''"}},
           column, value);
  }
  void InsertOperation(const std::string& column = "", const std::string& value = "") {
    Insert("operation",
           {{"county_id", "7"},
            {"operation_id", "gen_random_uuid()"},
            {"kind", "'import'"},
            {"state", "1"},
            {"request", "''"},
            {"cursor", "''"},
            {"account_id", "gen_random_uuid()"},
            {"caller", "''"},
            {"progress_done", "0"},
            {"progress_total", "0"},
            {"result", "NULL"},
            {"error", "NULL"},
            {"cancel_requested", "false"},
            {"failures", "0"},
            {"created_time", "house.clock_now()"},
            {"updated_time", "house.clock_now()"}},
           column, value);
  }

  support::Database database_;
  std::unique_ptr<pg::Pool> pool_ = database_.PoolFor("oversight");
};

TEST_F(HouseTest, LetsAServiceAddToItsJournalAndNothingElse) {
  InsertJournal();
  EXPECT_EQ(Run("SELECT county_id FROM oversight.journal").size(), 1u);
  for (const char* change :
       {"UPDATE oversight.journal SET status = 0", "DELETE FROM oversight.journal",
        "TRUNCATE oversight.journal", "DROP TABLE oversight.journal",
        "ALTER TABLE oversight.journal ADD x int"}) {
    EXPECT_THROW(Run(change), pqxx::insufficient_privilege) << change;
  }
}

TEST_F(HouseTest, KeepsAServiceOutOfTheOthers) {
  for (const char* trespass :
       {"SELECT county_id FROM identity.journal", "DELETE FROM identity.outbox",
        "CREATE TABLE public.mine (id int)", "CREATE TABLE oversight.mine (id int)",
        "CREATE SCHEMA mine", "CALL house.furnish('contracts')",
        "INSERT INTO house.county (county_id, name, code) VALUES (1, 'x', '000000')",
        "SELECT number FROM house.migration", "SET ROLE qianmo_identity"}) {
    EXPECT_THROW(Run(trespass), pqxx::insufficient_privilege) << trespass;
  }
  EXPECT_NO_THROW(Run("SELECT name FROM house.county"));
}

// Contended: Transact ran the statement again, as it does only for keys named so.
TEST_F(HouseTest, RunsTheLaterOfTwoEqualRequestsAgain) {
  InsertJournal("caller", "'00000000-0000-0000-0000-000000000000'");
  InsertJournal("request_id", "'00000000-0000-0000-0000-000000000000'");
  database_.Execute("UPDATE oversight.journal SET county_id = 9");
  const std::string copy =
      "INSERT INTO oversight.journal (county_id, caller, request_id, person, on_behalf_of, channel,"
      " method, body_mac, status, answer, sealed, trace_id, recorded_time) SELECT county_id, "
      "caller,"
      " request_id, person, on_behalf_of, channel, method, body_mac, status, answer, sealed,"
      " trace_id, recorded_time FROM oversight.journal";
  EXPECT_THROW(Run(copy), pg::Contended);
}

TEST_F(HouseTest, RefusesAJournalRowThatMakesNoSense) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"county_id", "0"},
      {"channel", "-1"},
      {"channel", "5"},
      {"method", "''"},
      {"status", "-1"},
      {"status", "17"},
      {"trace_id", "'x'"},
      {"body_mac", "''"},
      {"body_mac", "sha512('')"},
      {"trace_id", "repeat('A', 32)"},
      {"person", "repeat('x', 201)"},
  };
  for (const auto& [column, value] : table) {
    EXPECT_THROW(InsertJournal(column, value), pqxx::check_violation) << column << " = " << value;
  }
  EXPECT_NO_THROW(InsertJournal("status", "16"));
  EXPECT_NO_THROW(InsertJournal("channel", "4"));
  EXPECT_NO_THROW(InsertJournal("trace_id", "repeat('a', 32)"));
  EXPECT_NO_THROW(InsertJournal("person", "repeat('x', 200)"));
}

TEST_F(HouseTest, RefusesAnOutboxRowThatMakesNoSense) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"county_id", "-1"}, {"ordering_key", "''"}, {"position", "-1"}, {"method", "''"},
      {"attempts", "-1"},  {"state", "0"},         {"state", "3"},
  };
  for (const auto& [column, value] : table) {
    EXPECT_THROW(InsertOutbox(column, value), pqxx::check_violation) << column << " = " << value;
  }
  EXPECT_NO_THROW(InsertOutbox());
  EXPECT_NO_THROW(Run("UPDATE oversight.outbox SET state = 2, last_error = 'poison'"));
  EXPECT_NO_THROW(Run("DELETE FROM oversight.outbox"));
}

TEST_F(HouseTest, GivesAPositionOfAnOrderingKeyOnlyOnce) {
  InsertOutbox();
  InsertOutbox("county_id", "8");
  InsertOutbox("ordering_key", "'person/2'");
  InsertOutbox("position", "2");
  EXPECT_THROW(InsertOutbox(), pg::Contended);
}

TEST_F(HouseTest, RefusesAnOperationThatMakesNoSense) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"county_id", "0"}, {"kind", "''"},          {"state", "0"},
      {"state", "5"},     {"progress_done", "-1"}, {"progress_total", "-1"},
      {"failures", "-1"}, {"result", "''"},        {"error", "''"},
  };
  for (const auto& [column, value] : table) {
    EXPECT_THROW(InsertOperation(column, value), pqxx::check_violation) << column << " = " << value;
  }
  EXPECT_NO_THROW(InsertOperation());
  EXPECT_NO_THROW(Run("UPDATE oversight.operation SET state = 2, result = ''"));
  EXPECT_NO_THROW(Run("UPDATE oversight.operation SET state = 3, result = NULL, error = ''"));
}

TEST_F(HouseTest, RefusesToFurnishWhatIsNoService) {
  for (const char* name : {"house", "public", "", "Oversight", "a b", "x; --", "nobody"}) {
    EXPECT_THROW(database_.Execute("CALL house.furnish('" + std::string(name) + "')"),
                 pqxx::sql_error)
        << name;
  }
  EXPECT_TRUE(database_.Execute("SELECT FROM pg_namespace WHERE nspname = 'nobody'").empty());
}

TEST_F(HouseTest, HasAClockThatMovesWithinATransaction) {
  const auto moved = database_.Execute(
      "BEGIN; CREATE TEMPORARY TABLE seen AS SELECT house.clock_now() AS at;"
      " SELECT pg_sleep(0.001); SELECT house.clock_now() > at AS moved FROM seen");
  EXPECT_TRUE(pg::Get<bool>(moved.front(), "moved"));
}

}  // namespace
}  // namespace qianmo::db

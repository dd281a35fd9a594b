#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pg/transaction.h"
#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

using namespace std::string_literals;

class CopyInTest : public ::testing::Test {
 protected:
  CopyInTest() {
    scratch_.database.Execute(
        "CREATE SCHEMA registry;"
        "CREATE TABLE registry.member (county_id int NOT NULL CHECK (county_id > 0), id uuid,"
        " name text, seal bytea, joined timestamptz, born date, active boolean, tags text[])");
  }

  Scratch scratch_;
};

TEST_F(CopyInTest, WritesEveryTypeAndNastyText) {
  const std::vector<std::string> nasty = {"",     "\\N",   "\\.",          "a\tb\nc\rd\\e",
                                          "NULL", "阡陌😀", "\x01\x1f\x7f", " x "};
  const Uuid id = Uuid::Make(Time(std::chrono::hours(500000)));
  const Time joined(std::chrono::microseconds(-1));
  (void)Transact(scratch_.pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    CopyIn copy(tx, "registry.member",
                {"county_id", "id", "name", "seal", "joined", "born", "active", "tags"});
    for (const auto& name : nasty) {
      copy.Add(CountyId{7}, id, name, Bytes{"\0\\\n\xff"s}, joined, Date(), true, Array(nasty));
    }
    copy.Add(8, std::nullopt, std::optional<std::string>(), std::nullopt, std::nullopt,
             std::nullopt, std::nullopt, std::nullopt);
    copy.Finish();
    tx.Run("SELECT 1");
    return Done();
  });
  const auto rows = scratch_.database.Execute(
      "SELECT county_id, id, name, seal, joined, tags FROM registry.member");
  ASSERT_EQ(rows.size(), nasty.size() + 1);
  for (std::size_t i = 0; i < nasty.size(); ++i) {
    EXPECT_EQ(Get<std::string>(rows[i], "name"), nasty[i]);
    EXPECT_EQ(Get<Uuid>(rows[i], "id"), id);
    EXPECT_EQ(Get<Bytes>(rows[i], "seal"), "\0\\\n\xff"s);
    EXPECT_EQ(Get<Time>(rows[i], "joined"), joined);
    EXPECT_EQ(Get<std::vector<std::string>>(rows[i], "tags"), nasty);
  }
  EXPECT_EQ(Get<std::optional<std::string>>(rows.back(), "name"), std::nullopt);
}

TEST_F(CopyInTest, FailsTheTransactionWithABadRow) {
  EXPECT_THROW(Transact(scratch_.pool, Soon(),
                        [](Transaction& tx) -> Result<Done> {
                          CopyIn copy(tx, "registry.member", {"county_id", "name"});
                          copy.Add(1, "fine");
                          copy.Add(0, "not fine");
                          copy.Finish();
                          return Done();
                        }),
               pqxx::check_violation);
  EXPECT_EQ(scratch_.Value("SELECT count(*) FROM registry.member"), "0");
}

TEST_F(CopyInTest, CannotCommitUnfinished) {
  EXPECT_THROW(Transact(scratch_.pool, Soon(),
                        [](Transaction& tx) -> Result<Done> {
                          CopyIn copy(tx, "registry.member", {"county_id"});
                          copy.Add(1);
                          return Done();
                        }),
               std::logic_error);
  EXPECT_EQ(scratch_.Value("SELECT count(*) FROM registry.member"), "0");
}

TEST_F(CopyInTest, RefusesARowOfAnotherWidth) {
  EXPECT_THROW(Transact(scratch_.pool, Soon(),
                        [](Transaction& tx) -> Result<Done> {
                          CopyIn copy(tx, "registry.member", {"county_id", "name"});
                          copy.Add(1);
                          copy.Finish();
                          return Done();
                        }),
               std::logic_error);
}

TEST_F(CopyInTest, NamesATableThatIsNotThere) {
  EXPECT_THROW(Transact(scratch_.pool, Soon(),
                        [](Transaction& tx) -> Result<Done> {
                          CopyIn copy(tx, "registry.nobody", {"county_id"});
                          copy.Finish();
                          return Done();
                        }),
               pqxx::undefined_table);
}

}  // namespace
}  // namespace qianmo::pg

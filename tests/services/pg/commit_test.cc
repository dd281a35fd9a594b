// What becomes of a COMMIT whose answer is lost or doubtful.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pg/transaction.h"
#include "services/pg/scratch.h"
#include "support/postgres_proxy.h"

namespace qianmo::pg {
namespace {

using support::PostgresProxy;
using AtCommit = PostgresProxy::AtCommit;

class CommitTest : public ::testing::Test {
 protected:
  CommitTest() {
    database_.Execute(
        "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);"
        "INSERT INTO account (id, balance) VALUES (1, 0);"
        "CREATE TABLE journal (request int CONSTRAINT journal_retry_key PRIMARY KEY, answer int)");
  }

  // Adds one to the account under a request that is journaled, as every service does.
  Result<int> Deposit(bool replayable = true) {
    TransactOptions options = Soon();
    options.replayable = replayable;
    return Transact(pool_, options, [this](Transaction& tx) -> Result<int> {
      ++runs_;
      const auto seen = tx.Run("SELECT answer FROM journal WHERE request = $1", 77);
      if (!seen.empty()) return Get<int>(seen.front(), "answer");
      const int balance = Get<int>(
          tx.Run("UPDATE account SET balance = balance + 1 WHERE id = 1 RETURNING balance").front(),
          "balance");
      tx.Run("INSERT INTO journal (request, answer) VALUES ($1, $2)", 77, balance);
      return balance;
    });
  }
  std::string Balance() {
    return database_.Execute("SELECT balance FROM account").front().front().c_str();
  }

  support::Database database_ = support::Database::Empty();
  PostgresProxy proxy_{database_.Url()};
  Pool pool_{PoolOn(proxy_.Url())};
  int runs_ = 0;
};

TEST_F(CommitTest, GoesThroughAProxyThatDoesNothing) {
  EXPECT_EQ(*Deposit(), 1);
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(proxy_.commits(), 1);
}

TEST_F(CommitTest, TakesEffectOnceWhenItNeverArrived) {
  proxy_.Arm(AtCommit::kCutBefore);
  EXPECT_EQ(*Deposit(), 1);
  EXPECT_EQ(Balance(), "1");
  EXPECT_EQ(runs_, 2);
}

TEST_F(CommitTest, TakesEffectOnceWhenItsAnswerIsLost) {
  proxy_.Arm(AtCommit::kCutAfter);
  EXPECT_EQ(*Deposit(), 1);
  EXPECT_EQ(Balance(), "1");
  EXPECT_EQ(runs_, 2);
}

// The server may still be committing while the callback runs again and finds no journal yet.
TEST_F(CommitTest, TakesEffectOnceWhenItIsStillUnderWay) {
  for (int turn = 0; turn < 20; ++turn) {
    database_.Execute("UPDATE account SET balance = 0; DELETE FROM journal");
    proxy_.Arm(AtCommit::kCutAtOnce);
    EXPECT_EQ(*Deposit(), 1);
    EXPECT_EQ(Balance(), "1");
  }
}

TEST_F(CommitTest, TakesEffectOnceWhenItIsCutAgainAndAgain) {
  proxy_.Arm(AtCommit::kCutBeforeTwice);
  EXPECT_EQ(*Deposit(), 1);
  EXPECT_EQ(Balance(), "1");
  EXPECT_EQ(runs_, 3);
}

TEST_F(CommitTest, IsInDoubtWhenTheCallbackCannotBeRunAgain) {
  for (const AtCommit what : {AtCommit::kCutBefore, AtCommit::kCutAfter}) {
    database_.Execute("UPDATE account SET balance = 0; DELETE FROM journal");
    runs_ = 0;
    proxy_.Arm(what);
    EXPECT_THROW(Deposit(false), InDoubt);
    EXPECT_EQ(runs_, 1);
    EXPECT_EQ(Balance(), what == AtCommit::kCutAfter ? "1" : "0");
  }
}

// "Nothing was committed" would be a lie after a COMMIT in doubt, whatever goes wrong next.
TEST_F(CommitTest, StaysInDoubtWhenTheReplayFailsForAnotherReason) {
  TransactOptions options = Soon();
  options.replayable = true;
  int runs = 0;
  proxy_.Arm(AtCommit::kCutAfter);
  EXPECT_THROW(Transact(pool_, options,
                        [&](Transaction& tx) -> Result<Done> {
                          if (++runs == 2) throw DeadlineExceeded("no time left");
                          tx.Run("UPDATE account SET balance = 9 WHERE id = 1");
                          return Done();
                        }),
               InDoubt);
  EXPECT_EQ(Balance(), "9");
}

TEST_F(CommitTest, IsUnknownWhenTheServerStoppedWaitingForItsStandby) {
  proxy_.Arm(AtCommit::kWarn);
  EXPECT_THROW(Deposit(), CommitUnknown);
  EXPECT_EQ(runs_, 1);
}

TEST_F(CommitTest, IsUnknownWhenTheServerStoppedWaitingAndWentAway) {
  proxy_.Arm(AtCommit::kWarnAndCut);
  EXPECT_THROW(Deposit(), CommitUnknown);
  EXPECT_EQ(runs_, 1);
}

TEST_F(CommitTest, OfARefusalIsNeverSent) {
  (void)Transact(pool_, Soon(), [](Transaction& tx) -> Result<Done> {
    tx.Run("UPDATE account SET balance = 9 WHERE id = 1");
    return Refusal{Refusal::Kind::kConflict, "NO", "No."};
  });
  EXPECT_EQ(proxy_.commits(), 0);
  EXPECT_EQ(Balance(), "0");
}

// The violation of a deferred constraint shows only at COMMIT.
TEST_F(CommitTest, PassesAnErrorOfTheServerThrough) {
  database_.Execute(
      "CREATE TABLE late (id int CONSTRAINT late_key UNIQUE DEFERRABLE INITIALLY DEFERRED)");
  EXPECT_THROW(Transact(pool_, Soon(),
                        [](Transaction& tx) -> Result<Done> {
                          tx.Run("INSERT INTO late (id) VALUES (1), (1)");
                          return Done();
                        }),
               pqxx::unique_violation);
  EXPECT_EQ(pool_.stats().reconnects, 0u);
}

}  // namespace
}  // namespace qianmo::pg

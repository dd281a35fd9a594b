// When Transact runs its callback again, and when it does not (services/pg/attempts.cc).
#include <atomic>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "pg/transaction.h"
#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RetryTest : public ::testing::Test {
 protected:
  RetryTest() {
    scratch_.database.Execute(
        "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);"
        "INSERT INTO account (id, balance) VALUES (1, 0), (2, 0);"
        "CREATE TABLE queue (id int PRIMARY KEY, position int,"
        " CONSTRAINT queue_position_retry_key UNIQUE (position), note text UNIQUE)");
  }
  std::string Value(const std::string& sql) { return scratch_.Value(sql); }
  void KillBackendOf(Transaction& tx) {
    const int pid = Get<int>(tx.Run("SELECT pg_backend_pid() AS pid").front(), "pid");
    scratch_.database.Execute("SELECT pg_terminate_backend(" + std::to_string(pid) + ", 5000)");
  }

  Scratch scratch_;
};

TEST_F(RetryTest, ResolvesADeadlock) {
  scratch_.database.Execute("ALTER DATABASE " + scratch_.database.name() +
                            " SET deadlock_timeout = '20ms'");
  std::atomic<int> first_locks = 0;
  std::atomic<int> runs = 0;
  std::atomic<int> finished = 0;
  const auto transfer = [&](int from, int to) {
    int mine = 0;
    (void)Transact(scratch_.pool, Soon(), [&](Transaction& tx) -> Result<Done> {
      ++runs;
      // The loser comes back when the winner is done, else they might lock each other out again.
      while (++mine > 1 && finished == 0) std::this_thread::yield();
      tx.Run("UPDATE account SET balance = balance - 1 WHERE id = $1", from);
      ++first_locks;
      while (first_locks < 2) std::this_thread::yield();
      tx.Run("UPDATE account SET balance = balance + 1 WHERE id = $1", to);
      return Done();
    });
    ++finished;
  };
  std::thread other([&] { transfer(2, 1); });
  transfer(1, 2);
  other.join();
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(scratch_.pool.stats().retries, 1u);
  EXPECT_EQ(Value("SELECT string_agg(balance::text, ',') FROM account"), "0,0");
}

TEST_F(RetryTest, RunsAgainAfterASerializationFailure) {
  int runs = 0;
  (void)Transact(scratch_.pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    ++runs;
    tx.Run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    tx.Run("SELECT balance FROM account WHERE id = 1");
    if (runs == 1) scratch_.database.Execute("UPDATE account SET balance = 5 WHERE id = 1");
    tx.Run("UPDATE account SET balance = balance + 1 WHERE id = 1");
    return Done();
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Value("SELECT balance FROM account WHERE id = 1"), "6");
}

TEST_F(RetryTest, RunsAgainAfterTheViolationOfARetryKey) {
  int runs = 0;
  (void)Transact(scratch_.pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    ++runs;
    const int next = Get<int>(
        tx.Run("SELECT coalesce(max(position), 0) + 1 AS next FROM queue").front(), "next");
    if (runs == 1) scratch_.database.Execute("INSERT INTO queue (id, position) VALUES (1, 1)");
    tx.Run("INSERT INTO queue (id, position) VALUES (2, $1)", next);
    return Done();
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Value("SELECT position FROM queue WHERE id = 2"), "2");
}

TEST_F(RetryTest, LeavesOtherUniqueViolationsToTheCaller) {
  scratch_.database.Execute("INSERT INTO queue (id, note) VALUES (1, '\"x_retry_key\"')");
  int runs = 0;
  EXPECT_THROW(Transact(scratch_.pool, Soon(),
                        [&](Transaction& tx) -> Result<Done> {
                          ++runs;
                          tx.Run("INSERT INTO queue (id, note) VALUES (2, $1)", "\"x_retry_key\"");
                          return Done();
                        }),
               pqxx::unique_violation);
  EXPECT_EQ(runs, 1);
}

TEST_F(RetryTest, GivesUpWhenOthersAreAlwaysInTheWay) {
  scratch_.database.Execute("INSERT INTO queue (id, position) VALUES (1, 1)");
  TransactOptions options = Soon();
  options.max_attempts = 3;
  int runs = 0;
  EXPECT_THROW(Transact(scratch_.pool, options,
                        [&](Transaction& tx) -> Result<Done> {
                          ++runs;
                          tx.Run("INSERT INTO queue (id, position) VALUES (2, 1)");
                          return Done();
                        }),
               Contended);
  EXPECT_EQ(runs, 3);
}

TEST_F(RetryTest, StopsRetryingAtTheDeadline) {
  scratch_.database.Execute("INSERT INTO queue (id, position) VALUES (1, 1)");
  TransactOptions options;
  options.deadline = In(milliseconds(200));
  options.max_attempts = 1'000'000;
  EXPECT_THROW(Transact(scratch_.pool, options,
                        [&](Transaction& tx) -> Result<Done> {
                          tx.Run("INSERT INTO queue (id, position) VALUES (2, 1)");
                          return Done();
                        }),
               DeadlineExceeded);
}

TEST_F(RetryTest, RunsAgainOnANewConnectionWhenItBreaksBeforeCommit) {
  int runs = 0;
  (void)Transact(scratch_.pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    tx.Run("UPDATE account SET balance = balance + 1 WHERE id = 1");
    if (++runs == 1) {
      KillBackendOf(tx);
      tx.Run("SELECT 1");
    }
    return Done();
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Value("SELECT balance FROM account WHERE id = 1"), "1");
  EXPECT_EQ(scratch_.pool.stats().reconnects, 1u);
}

// After a failover the old primary still answers, but read-only.
TEST_F(RetryTest, LeavesAServerThatBecameAStandby) {
  int runs = 0;
  (void)Transact(scratch_.pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    if (++runs == 1) tx.Run("SET TRANSACTION READ ONLY");
    tx.Run("UPDATE account SET balance = 3 WHERE id = 1");
    return Done();
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(scratch_.pool.stats().reconnects, 1u);
  EXPECT_EQ(Value("SELECT balance FROM account WHERE id = 1"), "3");
}

TEST_F(RetryTest, IsUnavailableWhenEveryConnectionBreaks) {
  TransactOptions options = Soon();
  options.max_attempts = 2;
  EXPECT_THROW(Transact(scratch_.pool, options,
                        [&](Transaction& tx) -> Result<Done> {
                          KillBackendOf(tx);
                          tx.Run("SELECT 1");
                          return Done();
                        }),
               Unavailable);
}

TEST_F(RetryTest, SurvivesThatAllIdleConnectionsWereClosed) {
  {
    auto a = scratch_.pool.Acquire(In(seconds(5)));
    auto b = scratch_.pool.Acquire(In(seconds(5)));
  }
  scratch_.database.Execute(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
      " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  int runs = 0;
  (void)Transact(scratch_.pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    ++runs;
    tx.Run("SELECT 1");
    return Done();
  });
  EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace qianmo::pg

#include "pg/transaction.h"

#include <stdexcept>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class TransactTest : public ::testing::Test {
 protected:
  TransactTest() { scratch_.database.Execute("CREATE TABLE note (id int PRIMARY KEY, body text)"); }

  static void Add(Transaction& tx, int id) {
    tx.Run("INSERT INTO note (id, body) VALUES ($1, $2)", id, "body");
  }
  std::string Count() { return scratch_.Value("SELECT count(*) FROM note"); }

  Scratch scratch_;
};

TEST_F(TransactTest, CommitsWhatSucceeds) {
  const Result<int> answer = Transact(scratch_.pool, Soon(), [](Transaction& tx) -> Result<int> {
    Add(tx, 1);
    return 42;
  });
  EXPECT_EQ(*answer, 42);
  EXPECT_EQ(Count(), "1");
}

TEST_F(TransactTest, RollsBackWhatIsRefused) {
  const Result<int> answer = Transact(scratch_.pool, Soon(), [](Transaction& tx) -> Result<int> {
    Add(tx, 1);
    return Refusal{Refusal::Kind::kPrecondition, "TOO_LATE", "The auction is over."};
  });
  EXPECT_EQ(answer.refusal().reason, "TOO_LATE");
  EXPECT_EQ(Count(), "0");
  EXPECT_EQ(scratch_.pool.stats().in_use, 0);
}

TEST_F(TransactTest, RollsBackWhatThrows) {
  EXPECT_THROW(Transact(scratch_.pool, Soon(),
                        [](Transaction& tx) -> Result<int> {
                          Add(tx, 1);
                          throw std::runtime_error("trouble");
                        }),
               std::runtime_error);
  EXPECT_EQ(Count(), "0");
  EXPECT_EQ(scratch_.pool.stats().in_use, 0);
}

TEST_F(TransactTest, PassesSqlErrorsOfTheCallerThrough) {
  EXPECT_THROW(Transact(scratch_.pool, Soon(),
                        [](Transaction& tx) -> Result<int> {
                          Add(tx, 1);
                          Add(tx, 1);
                          return 0;
                        }),
               pqxx::unique_violation);
  EXPECT_EQ(Count(), "0");
}

// PostgreSQL answers COMMIT of a failed transaction with a quiet ROLLBACK.
TEST_F(TransactTest, NeverCommitsAfterAStatementFailed) {
  EXPECT_THROW(Transact(scratch_.pool, Soon(),
                        [](Transaction& tx) -> Result<int> {
                          Add(tx, 1);
                          try {
                            Add(tx, 1);
                          } catch (const pqxx::unique_violation&) {
                          }
                          return 0;
                        }),
               std::logic_error);
  EXPECT_EQ(Count(), "0");
}

TEST_F(TransactTest, RunsNothingMoreAfterAStatementFailed) {
  EXPECT_THROW(Transact(scratch_.pool, Soon(),
                        [](Transaction& tx) -> Result<int> {
                          try {
                            tx.Run("SELECT 1 / 0");
                          } catch (const pqxx::data_exception&) {
                          }
                          Add(tx, 1);
                          return 0;
                        }),
               std::logic_error);
}

// libpqxx 6 would connect again by itself and run the statement outside of the transaction.
TEST_F(TransactTest, RunsNothingMoreAfterTheConnectionBroke) {
  TransactOptions options = Soon();
  options.max_attempts = 1;
  EXPECT_THROW(Transact(scratch_.pool, options,
                        [this](Transaction& tx) -> Result<int> {
                          const auto pid =
                              Get<int>(tx.Run("SELECT pg_backend_pid() AS pid").front(), "pid");
                          scratch_.database.Execute("SELECT pg_terminate_backend(" +
                                                    std::to_string(pid) + ", 5000)");
                          try {
                            Add(tx, 1);
                          } catch (const pqxx::broken_connection&) {
                          }
                          Add(tx, 2);
                          return 0;
                        }),
               std::logic_error);
  EXPECT_EQ(Count(), "0");
}

TEST_F(TransactTest, ReadsOneInstantAndWritesNothingWhenReadOnly) {
  const auto count = [](Transaction& tx) {
    return Get<int>(tx.Run("SELECT count(*) AS n FROM note").front(), "n");
  };
  const auto seen =
      Transact(scratch_.pool, Soon(Mode::kReadOnly), [&](Transaction& tx) -> Result<int> {
        EXPECT_EQ(count(tx), 0);
        scratch_.database.Execute("INSERT INTO note (id) VALUES (1)");
        return count(tx);
      });
  EXPECT_EQ(*seen, 0);
  EXPECT_THROW(Transact(scratch_.pool, Soon(Mode::kReadOnly),
                        [](Transaction& tx) -> Result<int> {
                          Add(tx, 2);
                          return 0;
                        }),
               pqxx::sql_error);
}

TEST_F(TransactTest, PreparesEachStatementOncePerConnection) {
  Pool pool(PoolOn(scratch_.database.Url(), 1));
  for (int id = 1; id <= 5; ++id) {
    (void)Transact(pool, Soon(), [&](Transaction& tx) -> Result<Done> {
      Add(tx, id);
      return Done();
    });
  }
  const auto prepared = Transact(pool, Soon(), [](Transaction& tx) -> Result<std::string> {
    return Get<std::string>(
        tx.Run("SELECT count(*) || ' of ' || sum(generic_plans + custom_plans) AS text"
               " FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO note%'")
            .front(),
        "text");
  });
  EXPECT_EQ(*prepared, "1 of 5");
}

TEST_F(TransactTest, KeepsStatementsPreparedInATransactionThatRolledBack) {
  Pool pool(PoolOn(scratch_.database.Url(), 1));
  for (int turn = 0; turn < 2; ++turn) {
    EXPECT_THROW(Transact(pool, Soon(),
                          [](Transaction& tx) -> Result<int> {
                            Add(tx, 1);
                            throw std::runtime_error("trouble");
                          }),
                 std::runtime_error);
  }
}

TEST_F(TransactTest, StopsAStatementThatTakesTooLong) {
  PoolOptions options = PoolOn(scratch_.database.Url());
  options.statement_timeout = milliseconds(50);
  Pool pool(options);
  EXPECT_THROW(Transact(pool, Soon(),
                        [](Transaction& tx) -> Result<int> {
                          tx.Run("SELECT pg_sleep(60)");
                          return 0;
                        }),
               DeadlineExceeded);
  EXPECT_EQ(pool.stats().retries, 0u);
}

TEST_F(TransactTest, StopsAStatementAtTheDeadline) {
  TransactOptions options;
  options.deadline = In(milliseconds(300));
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_THROW(Transact(scratch_.pool, options,
                        [](Transaction& tx) -> Result<int> {
                          tx.Run("SELECT pg_sleep(60)");
                          return 0;
                        }),
               DeadlineExceeded);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(30));
}

TEST_F(TransactTest, KeepsNothingOfADeadlineForTheNextTransaction) {
  Pool pool(PoolOn(scratch_.database.Url(), 1));
  TransactOptions options;
  options.deadline = In(seconds(2));
  const auto timeout = [](Transaction& tx) -> Result<std::string> {
    return std::string(tx.Run("SHOW statement_timeout").front().front().c_str());
  };
  EXPECT_NE(*Transact(pool, options, timeout), "10s");
  EXPECT_EQ(*Transact(pool, Soon(), timeout), "10s");
}

TEST_F(TransactTest, GivesStatementsMoreTimeOnRequestForOneTransaction) {
  Pool pool(PoolOn(scratch_.database.Url(), 1));
  TransactOptions options;
  options.deadline = In(seconds(900));
  options.statement_timeout = seconds(600);
  const auto timeout = [](Transaction& tx) -> Result<std::string> {
    return std::string(tx.Run("SHOW statement_timeout").front().front().c_str());
  };
  EXPECT_EQ(*Transact(pool, options, timeout), "10min");
  EXPECT_EQ(*Transact(pool, Soon(), timeout), "10s");
}

TEST_F(TransactTest, CommitsNothingAfterTheDeadline) {
  TransactOptions options;
  options.deadline = In(milliseconds(100));
  EXPECT_THROW(Transact(scratch_.pool, options,
                        [&](Transaction& tx) -> Result<int> {
                          Add(tx, 1);
                          std::this_thread::sleep_until(options.deadline);
                          return 0;
                        }),
               DeadlineExceeded);
  EXPECT_EQ(Count(), "0");
}

TEST_F(TransactTest, WaitsForALockNoLongerThanItsTimeout) {
  PoolOptions options = PoolOn(scratch_.database.Url());
  options.lock_timeout = milliseconds(50);
  Pool pool(options);
  const auto lock = [](Transaction& tx) { tx.Run("LOCK TABLE note IN ACCESS EXCLUSIVE MODE"); };
  (void)Transact(pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    lock(tx);
    EXPECT_THROW(Transact(pool, Soon(),
                          [&](Transaction& other) -> Result<Done> {
                            lock(other);
                            return Done();
                          }),
                 DeadlineExceeded);
    return Done();
  });
}

}  // namespace
}  // namespace qianmo::pg

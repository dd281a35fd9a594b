#include "pg/pool.h"

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

std::string BackendOf(Pool::Lease& lease) { return std::to_string(lease->raw().backendpid()); }

TEST(Pool, ConnectsOnlyWhenFirstNeeded) {
  Pool pool(PoolOn("host=/nowhere"));
  EXPECT_EQ(pool.stats().in_use, 0);
  EXPECT_THROW(pool.Acquire(In(seconds(5))), Unavailable);
  EXPECT_EQ(pool.stats().in_use, 0);
}

TEST(Pool, HandsOutTheSameConnectionAgain) {
  Scratch scratch;
  std::string backend;
  {
    auto lease = scratch.pool.Acquire(In(seconds(5)));
    backend = BackendOf(lease);
    EXPECT_EQ(scratch.pool.stats().in_use, 1);
  }
  EXPECT_EQ(scratch.pool.stats().in_use, 0);
  auto lease = scratch.pool.Acquire(In(seconds(5)));
  EXPECT_EQ(BackendOf(lease), backend);
}

TEST(Pool, IsExhaustedWhenEveryConnectionStaysInUse) {
  Scratch scratch;
  PoolOptions options = PoolOn(scratch.database.Url(), 2);
  options.acquire_timeout = seconds(60);  // it is the deadline that ends the wait
  Pool pool(options);
  auto first = pool.Acquire(In(seconds(5)));
  auto second = pool.Acquire(In(seconds(5)));
  const auto begun = steady_clock::now();
  EXPECT_THROW(pool.Acquire(In(milliseconds(50))), Exhausted);
  EXPECT_GE(steady_clock::now() - begun, milliseconds(50));
  EXPECT_LT(steady_clock::now() - begun, seconds(4));
  EXPECT_EQ(pool.stats().waits, 1u);
  EXPECT_EQ(pool.stats().waiters, 0);
  EXPECT_EQ(pool.stats().in_use, 2);
}

TEST(Pool, WaitsNoLongerThanItsOwnTimeout) {
  Scratch scratch;
  PoolOptions options = PoolOn(scratch.database.Url(), 1);
  options.acquire_timeout = milliseconds(50);
  Pool pool(options);
  auto held = pool.Acquire(In(seconds(90)));
  const auto begun = steady_clock::now();
  EXPECT_THROW(pool.Acquire(In(seconds(90))), Exhausted);
  EXPECT_LT(steady_clock::now() - begun, seconds(60));
}

TEST(Pool, GivesAFreedConnectionToWhoWaits) {
  Scratch scratch;
  Pool pool(PoolOn(scratch.database.Url(), 1));
  std::optional<Pool::Lease> held(pool.Acquire(In(seconds(5))));
  std::thread waiter([&] { EXPECT_NO_THROW(pool.Acquire(In(seconds(20)))); });
  while (pool.stats().waiters == 0) std::this_thread::yield();
  held.reset();
  waiter.join();
  EXPECT_EQ(pool.stats().in_use, 0);
}

TEST(Pool, AsksForThePasswordAtEachNewConnection) {
  Scratch scratch;
  int asked = 0;
  PoolOptions options = PoolOn(scratch.database.Url(), 1);
  options.password = [&] { return "password " + std::to_string(++asked); };
  Pool pool(options);
  const int before = asked;
  pool.Acquire(In(seconds(20)));
  pool.Acquire(In(seconds(20)));
  EXPECT_EQ(asked, before + 1);
  pool.Acquire(In(seconds(20)))->Condemn();
  pool.Acquire(In(seconds(20)));
  EXPECT_EQ(asked, before + 2);
}

TEST(Pool, NeverOpensMoreThanItsSize) {
  Scratch scratch;
  PoolOptions options = PoolOn(scratch.database.Url(), 3);
  options.application_name = "crowd";
  Pool pool(options);
  std::atomic<int> most = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 20; ++turn) {
        auto lease = pool.Acquire(In(seconds(20)));
        const int in_use = pool.stats().in_use;
        for (int seen = most; in_use > seen && !most.compare_exchange_weak(seen, in_use);) {
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_LE(most, 3);
  EXPECT_LE(std::stoi(scratch.Value(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'crowd'")),
            3);
}

TEST(Pool, ReplacesConnectionsThatTheServerClosedWhileIdle) {
  Scratch scratch;
  {
    auto first = scratch.pool.Acquire(In(seconds(5)));
    auto second = scratch.pool.Acquire(In(seconds(5)));
  }
  scratch.database.Execute(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
      " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  auto lease = scratch.pool.Acquire(In(seconds(5)));
  EXPECT_TRUE(lease->IsUsable());
  EXPECT_EQ(scratch.pool.stats().reconnects, 1u);
}

TEST(Pool, DropsAConnectionThatBrokeInUse) {
  Scratch scratch;
  std::string backend;
  {
    auto lease = scratch.pool.Acquire(In(seconds(5)));
    backend = BackendOf(lease);
    scratch.database.Execute("SELECT pg_terminate_backend(" + backend + ", 5000)");
  }
  auto lease = scratch.pool.Acquire(In(seconds(5)));
  EXPECT_NE(BackendOf(lease), backend);
  EXPECT_EQ(scratch.pool.stats().reconnects, 1u);
}

}  // namespace
}  // namespace qianmo::pg

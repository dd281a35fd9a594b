#include "rpc/workers.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>

#include <gtest/gtest.h>

namespace qianmo::rpc {
namespace {

// Keeps one worker busy until it is opened.
class Gate {
 public:
  // Returns once a worker stands in the gate.
  void Occupy(Workers& workers) {
    ASSERT_TRUE(workers.Submit([this] {
      entered_.set_value();
      opened_.wait();
    }));
    entered_.get_future().wait();
  }
  void Open() { open_.set_value(); }

 private:
  std::promise<void> entered_;
  std::promise<void> open_;
  std::shared_future<void> opened_ = open_.get_future().share();
};

TEST(Workers, TurnAwayWorkWhenTheQueueIsFull) {
  Gate gate;
  std::atomic<int> done = 0;
  {
    Workers workers(1, 2);
    gate.Occupy(workers);
    EXPECT_EQ(workers.queued(), 0u) << "work under way does not wait";
    EXPECT_TRUE(workers.Submit([&] { ++done; }));
    EXPECT_TRUE(workers.Submit([&] { ++done; }));
    EXPECT_EQ(workers.queued(), 2u);
    EXPECT_FALSE(workers.Submit([&] { done += 100; }));
    EXPECT_FALSE(workers.Submit([&] { done += 100; }));
    EXPECT_EQ(workers.queued(), 2u);
    gate.Open();
  }
  EXPECT_EQ(done, 2);
}

TEST(Workers, TakeWorkAgainOnceThereIsRoom) {
  Gate first, second;
  Workers workers(1, 1);
  first.Occupy(workers);
  std::promise<void> ran;
  EXPECT_TRUE(workers.Submit([&] { ran.set_value(); }));
  EXPECT_FALSE(workers.Submit([] {}));
  first.Open();
  ran.get_future().wait();
  second.Occupy(workers);
  EXPECT_TRUE(workers.Submit([] {}));
  second.Open();
}

TEST(Workers, FinishAllThatWasTakenInBeforeTheyGo) {
  std::atomic<int> done = 0;
  {
    Workers workers(3, 1'000);
    for (int i = 0; i < 1'000; ++i) ASSERT_TRUE(workers.Submit([&] { ++done; })) << i;
  }
  EXPECT_EQ(done, 1'000);
}

TEST(Workers, FinishAlsoWhatTheirLastWorkSubmits) {
  std::atomic<int> done = 0;
  Gate gate;
  {
    Workers workers(1, 10);
    gate.Occupy(workers);
    ASSERT_TRUE(workers.Submit([&] {
      ASSERT_TRUE(workers.Submit([&] { ++done; }));
      ++done;
    }));
    gate.Open();
  }
  EXPECT_EQ(done, 2);
}

// Nobody waits in vain only if all run at the same time.
TEST(Workers, RunInParallel) {
  std::atomic<int> missing = 4;
  std::promise<void> complete;
  const std::shared_future<void> all = complete.get_future().share();
  Workers workers(4, 8);
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(workers.Submit([&] {
      if (--missing == 0) complete.set_value();
      all.wait_for(std::chrono::seconds(10));
    }));
  }
  EXPECT_EQ(all.wait_for(std::chrono::seconds(9)), std::future_status::ready);
}

TEST(Workers, RunNoMoreAtOnceThanThereAreThreads) {
  std::atomic<int> running = 0, most = 0;
  {
    Workers workers(2, 1'000);
    for (int i = 0; i < 200; ++i) {
      ASSERT_TRUE(workers.Submit([&] {
        const int now = ++running;
        int seen = most;
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::yield();
        --running;
      }));
    }
  }
  EXPECT_GE(most, 1);
  EXPECT_LE(most, 2);
}

TEST(Workers, KeepTheOrderOfTheQueue) {
  std::vector<int> order;
  Gate gate;
  {
    Workers workers(1, 100);
    gate.Occupy(workers);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(workers.Submit([&order, i] { order.push_back(i); }));
    gate.Open();
  }
  ASSERT_EQ(order.size(), 100u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(Workers, EndWithoutEverHavingWorked) { Workers workers(4, 1); }

TEST(Workers, LetGoOfTheirWorkOnceItIsDone) {
  const auto held = std::make_shared<int>(0);
  {
    Workers(1, 1).Submit([held] {});
  }
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace qianmo::rpc

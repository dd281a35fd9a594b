// The door that all streams go through, and how it closes.
#include "gateway/live/live.h"

#include <thread>

#include <gtest/gtest.h>

#include "gateway/live/door.h"
#include "support/becomes.h"

namespace qianmo::gateway {
namespace {

using std::chrono::milliseconds;

TEST(Live, EndsAllWatchesWellWhenItDrains) {
  Door door;
  door.tickers().Set("a", 1);
  auto events = door.Events(kWatch);
  auto array = door.Array(kWatch);
  auto lines = door.Lines(kWatch);
  for (auto* reader : {&events, &array, &lines}) EXPECT_NE(reader->Until("\"position\":\"1\""), "");
  door.live().Drain();
  bool complete = false;
  EXPECT_TRUE(array.Rest(&complete).ends_with("}]\n"));
  EXPECT_TRUE(complete);
  lines.Rest(&complete);
  EXPECT_TRUE(complete);
  events.Rest(&complete);
  EXPECT_TRUE(complete);
  EXPECT_TRUE(door.tickers().OpenBecomes(0));
  EXPECT_EQ(door.Events(kWatch).Status(), 503);
}

TEST(Live, SpreadsTheReturnOfItsClients) {
  Door door;
  door.tickers().Set("a", 1);
  std::set<std::string> retries;
  for (int i = 0; i < 5; ++i) {
    auto reader = door.Events(kWatch);
    EXPECT_NE(reader.Until("retry: "), "");
    const std::string retry = reader.Until("\n");
    EXPECT_GE(std::stoi(retry), 1'000);
    EXPECT_LT(std::stoi(retry), 3'000);
    retries.insert(retry);
  }
  EXPECT_GT(retries.size(), 1u);
}

TEST(Live, CountsWhatIsWatched) {
  Door door;
  door.tickers().Set("a", 1);
  auto one = door.Events(kWatch);
  auto two = door.Events("/v1/tickers/b:watch");
  EXPECT_NE(one.Until("\"position\":\"1\""), "");
  EXPECT_EQ(two.Status(), 200);
  EXPECT_EQ(door.live().stats().clients, 2u);
  EXPECT_EQ(door.live().stats().watches, 2u);
  EXPECT_EQ(door.live().stats().frames, 1u);
}

TEST(Live, LeavesNobodyBehindWhenClientsComeAndGo) {
  Door door;
  door.tickers().Set("a", 0);
  std::atomic<bool> stop = false;
  std::thread ticking([&] {
    for (int i = 1; !stop; ++i) {
      door.tickers().Set("a", i);
      std::this_thread::sleep_for(milliseconds(2));
    }
  });
  std::vector<std::thread> comers;
  for (int i = 0; i < 4; ++i) {
    comers.emplace_back([&] {
      for (int k = 0; k < 60; ++k) {
        auto reader = door.Events(kWatch);
        EXPECT_NE(reader.Until("\"position\""), "");
      }
    });
  }
  for (auto& comer : comers) comer.join();
  stop = true;
  ticking.join();
  EXPECT_TRUE(support::Becomes([&] { return door.live().stats().watches == 0; }));
  EXPECT_TRUE(door.tickers().OpenBecomes(0));
}

}  // namespace
}  // namespace qianmo::gateway

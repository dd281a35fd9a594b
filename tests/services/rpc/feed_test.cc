// What a feed promises: one poll for all, the newest state, nothing that is known already.
#include "rpc/feed.h"

#include <thread>

#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include "rpc/status.h"
#include "services/rpc/ticker.h"
#include "support/becomes.h"

namespace qianmo::test {
namespace {

using google::protobuf::util::TimeUtil;
using grpc::StatusCode;
using std::chrono::milliseconds;

// One stream of a stranger; reads with a thread of the test.
struct Stream {
  Stream(TickerStage& stage, const v1::WatchTickerRequest& request)
      : context(Stage::AsStranger()),
        stub(stage.Stub()),
        reader(stub->WatchTicker(context.get(), request)) {}

  std::int64_t Next() {
    v1::TickerState state;
    return reader->Read(&state) ? state.position() : -1;
  }

  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<v1::TickerService::Stub> stub;
  std::unique_ptr<grpc::ClientReader<v1::TickerState>> reader;
};

std::size_t WatchersBecome(TickerStage& stage, std::size_t wanted) {
  support::Becomes([&] { return stage.ticker().everyone.stats().watchers == wanted; });
  return stage.ticker().everyone.stats().watchers;
}

TEST(Feed, SendsThePresentStateAndThenEachChange) {
  TickerStage stage;
  stage.Set("a", 1);
  Stream stream(stage, Watch("a"));
  EXPECT_EQ(stream.Next(), 1);
  stage.Set("a", 2);
  EXPECT_EQ(stream.Next(), 2);
}

TEST(Feed, SendsNothingThatTheCallerHasAlready) {
  TickerStage stage;
  stage.Set("a", 1);
  Stream stream(stage, Watch("a", "1"));
  ASSERT_EQ(WatchersBecome(stage, 1), 1u);
  std::this_thread::sleep_for(milliseconds(500));
  EXPECT_EQ(stage.ticker().everyone.stats().frames, 0u);
  stage.Set("a", 2);
  EXPECT_EQ(stream.Next(), 2);
  EXPECT_EQ(stage.ticker().everyone.stats().frames, 1u);
}

TEST(Feed, WaitsForATopicThatHasNoStateYet) {
  TickerStage stage;
  Stream stream(stage, Watch("later"));
  ASSERT_EQ(WatchersBecome(stage, 1), 1u);
  stage.Set("later", 5);
  EXPECT_EQ(stream.Next(), 5);
}

TEST(Feed, KeepsTopicsApart) {
  TickerStage stage;
  stage.Set("a", 1);
  stage.Set("b", 10);
  Stream a(stage, Watch("a"));
  Stream b(stage, Watch("b"));
  EXPECT_EQ(a.Next(), 1);
  EXPECT_EQ(b.Next(), 10);
  stage.Set("b", 11);
  EXPECT_EQ(b.Next(), 11);
  stage.Set("a", 2);
  EXPECT_EQ(a.Next(), 2);
}

TEST(Feed, ReadsOncePerIntervalHoweverManyWatchAndNotWhenNobodyDoes) {
  TickerStage stage({.interval = milliseconds(100)});
  stage.Set("a", 1);
  {
    std::vector<std::unique_ptr<Stream>> streams;
    for (int i = 0; i < 50; ++i) streams.push_back(std::make_unique<Stream>(stage, Watch("a")));
    for (auto& stream : streams) EXPECT_EQ(stream->Next(), 1);
    const int before = stage.ticker().reads;
    const auto since = std::chrono::steady_clock::now();
    EXPECT_TRUE(support::Becomes([&] { return stage.ticker().reads - before >= 3; }));
    const auto passed = std::chrono::steady_clock::now() - since;
    EXPECT_LE(stage.ticker().reads - before, passed / milliseconds(100) + 3);
    for (auto& stream : streams) stream->context->TryCancel();
    EXPECT_EQ(WatchersBecome(stage, 0), 0u);
  }
  std::this_thread::sleep_for(milliseconds(200));
  const int before = stage.ticker().reads;
  std::this_thread::sleep_for(milliseconds(500));
  EXPECT_EQ(stage.ticker().reads, before);
}

TEST(Feed, TellsTheTimeOfSendingAlsoToLatecomers) {
  TickerStage stage;
  stage.Set("a", 1);
  Stream first(stage, Watch("a"));
  EXPECT_EQ(first.Next(), 1);
  std::this_thread::sleep_for(milliseconds(700));
  const Time before = SystemClock().Now();
  Stream second(stage, Watch("a"));
  v1::TickerState state;
  ASSERT_TRUE(second.reader->Read(&state));
  const Time told(Duration(TimeUtil::TimestampToMicroseconds(state.server_time())));
  EXPECT_GE(told, before);
  EXPECT_LE(told, SystemClock().Now());
}

TEST(Feed, GivesASlowWatcherTheNewestStateInsteadOfAQueue) {
  TickerStage stage({.interval = milliseconds(20)});
  stage.Set("a", 0);
  Stream slow(stage, Watch("a"));
  EXPECT_EQ(slow.Next(), 0);
  constexpr int kTicks = 40;
  for (int i = 1; i <= kTicks; ++i) {
    stage.Set("a", i);
    std::this_thread::sleep_for(milliseconds(25));
  }
  int frames = 0;
  std::int64_t last = 0;
  while (last != kTicks) {
    const auto next = slow.Next();
    ASSERT_GT(next, last);
    last = next;
    ++frames;
  }
  EXPECT_LT(frames, kTicks / 2);
}

TEST(Feed, LimitsWatchersPerProcessAndKeepsHalfForThoseWhoSignedIn) {
  TickerStage stage({.most_watchers = 4, .most_per_account = 1});
  stage.Set("a", 1);
  Stream one(stage, Watch("a"));
  Stream two(stage, Watch("a"));
  EXPECT_EQ(one.Next(), 1);
  EXPECT_EQ(two.Next(), 1);
  Stream three(stage, Watch("a"));
  EXPECT_EQ(three.Next(), -1);
  const auto status = three.reader->Finish();
  EXPECT_EQ(status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(rpc::ReasonOf(status), "TOO_MANY_WATCHERS");
  one.context->TryCancel();
  EXPECT_EQ(WatchersBecome(stage, 1), 1u);
  Stream four(stage, Watch("a"));
  EXPECT_EQ(four.Next(), 1) << "a place that was left is free again";
}

TEST(Feed, EndsWatchesOnlyAfterSomeTimeWithoutTheDatabase) {
  TickerStage stage({.interval = milliseconds(50), .patience = milliseconds(3'000)});
  stage.Set("a", 1);
  Stream stream(stage, Watch("a"));
  EXPECT_EQ(stream.Next(), 1);
  const std::string name = stage.stage().database().name();
  const support::Database elsewhere;
  const auto away = [&](const char* allow) {
    elsewhere.Execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + allow);
    elsewhere.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" +
                      name + "'");
  };
  away("false");
  std::this_thread::sleep_for(milliseconds(300));
  away("true");
  stage.Set("a", 2);
  EXPECT_EQ(stream.Next(), 2) << "a short absence goes unnoticed";
  away("false");
  const auto since = std::chrono::steady_clock::now();
  EXPECT_EQ(stream.Next(), -1);
  EXPECT_GE(std::chrono::steady_clock::now() - since, milliseconds(2'900));
  const auto status = stream.reader->Finish();
  EXPECT_EQ(status.error_code(), StatusCode::UNAVAILABLE);
  EXPECT_EQ(rpc::ReasonOf(status), "TEMPORARILY_UNAVAILABLE");
  away("true");
}

TEST(Feed, EndsOnlyTheWatchesOfACountyThatCannotBeRead) {
  TickerStage stage({.interval = milliseconds(50), .patience = milliseconds(2'000)});
  stage.Set("a", 1);
  stage.Set("elsewhere", 10);
  Stream here(stage, Watch("a"));
  Stream elsewhere(stage, Watch("elsewhere"));
  EXPECT_EQ(here.Next(), 1);
  EXPECT_EQ(elsewhere.Next(), 10);
  stage.ticker().unreadable_county = 7;
  EXPECT_EQ(here.Next(), -1);
  EXPECT_EQ(here.reader->Finish().error_code(), StatusCode::UNAVAILABLE);
  stage.Set("elsewhere", 11);
  EXPECT_EQ(elsewhere.Next(), 11) << "also after the sick county in the order of polls";
  Stream again(stage, Watch("a"));
  std::this_thread::sleep_for(milliseconds(200));
  stage.ticker().unreadable_county = 0;
  EXPECT_EQ(again.Next(), 1);
}

}  // namespace
}  // namespace qianmo::test

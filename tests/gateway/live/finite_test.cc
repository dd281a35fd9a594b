// Streams that end: everything is delivered, at the client's pace, in all three forms.
#include <thread>

#include <gtest/gtest.h>

#include "gateway/live/door.h"
#include "support/becomes.h"

namespace qianmo::gateway {
namespace {

using std::chrono::milliseconds;

// What the service could write before all buffers on the way to the client were full.
int WrittenUntilHeldBack(Door& door) {
  int before = -1;
  while (before != door.backstage().counter.written) {
    before = door.backstage().counter.written;
    std::this_thread::sleep_for(milliseconds(300));
  }
  return before;
}

TEST(Finite, IsOneArray) {
  Door door(Door::Silent());
  auto reader = door.Array("/v1/numbers:count?limit=3");
  EXPECT_EQ(reader.Status(), 200);
  EXPECT_EQ(reader.Header("content-type"), "application/json");
  bool complete = false;
  EXPECT_EQ(reader.Rest(&complete),
            "[{\"value\":1,\"padding\":\"\"},\n{\"value\":2,\"padding\":\"\"},\n"
            "{\"value\":3,\"padding\":\"\"}]\n");
  EXPECT_TRUE(complete);
}

TEST(Finite, IsALineEach) {
  Door door(Door::Silent());
  auto reader = door.Lines("/v1/numbers:count?limit=2");
  EXPECT_EQ(reader.Status(), 200);
  EXPECT_EQ(reader.Header("content-type"), "application/x-ndjson");
  EXPECT_EQ(reader.Rest(), "{\"value\":1,\"padding\":\"\"}\n{\"value\":2,\"padding\":\"\"}\n");
}

TEST(Finite, IsAnEventEachWithoutIds) {
  Door door(Door::Silent());
  auto reader = door.Events("/v1/numbers:count?limit=1");
  EXPECT_EQ(reader.Status(), 200);
  EXPECT_EQ(reader.Header("content-type"), "text/event-stream");
  const std::string all = reader.Rest();
  EXPECT_TRUE(all.ends_with("\n\ndata: {\"value\":1,\"padding\":\"\"}\n\n")) << all;
  EXPECT_TRUE(all.starts_with("retry: ")) << all;
}

TEST(Finite, IsAnEmptyArrayWithoutMessages) {
  Door door(Door::Silent());
  EXPECT_EQ(door.Array("/v1/numbers:count?limit=0").Rest(), "[]\n");
  EXPECT_EQ(door.Lines("/v1/numbers:count?limit=0").Rest(), "");
}

TEST(Finite, DeliversEverything) {
  Door door(Door::Silent());
  constexpr int kMany = 5'000;
  const std::string all =
      door.Lines("/v1/numbers:count?padding=100&limit=" + std::to_string(kMany)).Rest();
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), kMany);
  EXPECT_NE(all.find("\"value\":5000,"), all.npos);
}

TEST(Finite, HoldsTheServiceBackWhileTheClientDoesNotRead) {
  Door door(Door::Silent());
  constexpr int kMany = 20'000;  // of 1 kB: more than all buffers on the way together
  Reader reader(door.port(), "/v1/numbers:count?padding=1000&limit=" + std::to_string(kMany),
                {{"Accept", "application/x-ndjson"}}, 4'096);
  EXPECT_EQ(reader.Status(), 200);
  EXPECT_LT(WrittenUntilHeldBack(door), kMany / 2);
  const std::string all = reader.Rest();
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), kMany);
}

TEST(Finite, TellsAnErrorInTheMiddleInEachForm) {
  Door door(Door::Silent());
  const std::string target = "/v1/numbers:count?limit=5&failAfter=1";
  bool complete = false;
  const std::string events = door.Events(target).Rest(&complete);
  EXPECT_TRUE(complete);
  const std::size_t error = events.find("\n\nevent: error\ndata: {\"error\":{\"code\":400,");
  ASSERT_NE(error, events.npos) << events;
  EXPECT_NE(events.find("FAILED_PRECONDITION", error), events.npos) << events;
  const std::string lines = door.Lines(target).Rest(&complete);
  EXPECT_TRUE(complete);
  EXPECT_TRUE(lines.starts_with("{\"value\":1,\"padding\":\"\"}\n{\"error\":{\"code\":400,"))
      << lines;
  const std::string array = door.Array(target).Rest(&complete);
  EXPECT_TRUE(complete);
  EXPECT_TRUE(array.starts_with("[{\"value\":1,\"padding\":\"\"},\n{\"error\":{\"code\":400,"))
      << array;
  EXPECT_TRUE(array.ends_with("}}]\n")) << array;
}

TEST(Finite, KeepsTheConnectionAliveWhileTheServiceIsSlow) {
  Door door;
  door.backstage().counter.pause_in_millis = 1'000;
  const std::string target = "/v1/numbers:count?limit=2";
  auto events = door.Events(target);
  auto lines = door.Lines(target);
  auto array = door.Array(target);
  const std::string first = "{\"value\":1,\"padding\":\"\"}";
  const std::string second = "{\"value\":2,\"padding\":\"\"}";
  EXPECT_NE(events.Until("data: ").find("\n\n:\n\n:\n\n"), std::string::npos);
  EXPECT_EQ(events.Until(first + "\n\n"), first + "\n\n");
  EXPECT_TRUE(events.Until("data: ").starts_with(":\n\n:\n\n")) << "also between two messages";
  EXPECT_TRUE(lines.Rest().starts_with("\n\n"));
  const std::string all = array.Rest();
  EXPECT_TRUE(all.starts_with("\n\n")) << all;
  EXPECT_NE(all.find("[" + first + "\n"), all.npos) << all;
  EXPECT_TRUE(all.ends_with(",\n" + second + "]\n")) << all;
}

TEST(Finite, IsCancelledWhenTheClientGoes) {
  Door door(Door::Silent());
  Reader reader(door.port(), "/v1/numbers:count?padding=1000&limit=1000000",
                {{"Accept", "application/x-ndjson"}}, 4'096);
  EXPECT_EQ(reader.Status(), 200);
  EXPECT_EQ(door.backstage().counter.open, 1);
  reader.Leave();
  EXPECT_TRUE(support::Becomes([&] { return door.backstage().counter.open == 0; }));
}

TEST(Finite, IsCutWhenTheGatewayMustGo) {
  Door door(Door::Silent());
  Reader reader(door.port(), "/v1/numbers:count?padding=1000&limit=1000000",
                {{"Accept", "application/x-ndjson"}}, 4'096);
  EXPECT_EQ(reader.Status(), 200);
  WrittenUntilHeldBack(door);  // so that not even an error can be told any more
  const auto since = std::chrono::steady_clock::now();
  door.Shut();
  EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::seconds(5));
  bool complete = true;
  reader.Rest(&complete);
  EXPECT_FALSE(complete);
}

}  // namespace
}  // namespace qianmo::gateway

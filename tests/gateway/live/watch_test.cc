// Watched state: the newest for everybody, shared upstream, nothing twice.
#include "gateway/live/watch.h"

#include <thread>

#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "gateway/live/door.h"
#include "support/becomes.h"

namespace qianmo::gateway {
namespace {

using std::chrono::milliseconds;

bool ClientsBecome(Door& door, std::size_t wanted) {
  return support::Becomes([&] { return door.live().stats().clients == wanted; });
}

TEST(Watch, SendsTheStateAndEachChangeAsEvents) {
  Door door;
  door.tickers().Set("a", 1);
  auto reader = door.Events(kWatch);
  EXPECT_EQ(reader.Status(), 200);
  EXPECT_EQ(reader.Header("content-type"), "text/event-stream");
  EXPECT_EQ(reader.Header("cache-control"), "no-store");
  const std::string first = reader.Until("\"position\":\"1\"");
  EXPECT_NE(first.find("retry: "), first.npos) << first;
  EXPECT_NE(first.find("id: v1\ndata: {\"name\":\"tickers/a\""), first.npos) << first;
  EXPECT_NE(reader.Until("\n\n").find("\"serverTime\":\"20"), std::string::npos);
  door.tickers().Set("a", 2);
  EXPECT_NE(reader.Until("\"position\":\"2\"").find("id: v2\n"), std::string::npos);
}

TEST(Watch, SendsLinesAndElementsAsTheyCome) {
  Door door;
  door.tickers().Set("a", 1);
  auto lines = door.Lines(kWatch);
  auto array = door.Array(kWatch);
  EXPECT_TRUE(lines.Line().starts_with("{\"name\":\"tickers/a\",\"position\":\"1\""));
  EXPECT_TRUE(array.Until("}").starts_with("[{\"name\":\"tickers/a\",\"position\":\"1\""));
  door.tickers().Set("a", 2);
  EXPECT_NE(lines.Line().find("\"position\":\"2\""), std::string::npos);
  EXPECT_TRUE(array.Until("}").starts_with(",\n{\"name\":\"tickers/a\",\"position\":\"2\""));
  EXPECT_EQ(door.tickers().open(), 1) << "three forms share one stream";
}

TEST(Watch, SendsNothingThatTheClientHasAlready) {
  Door door;
  door.tickers().Set("a", 1);
  auto by_header = door.Events(kWatch, {{"Last-Event-ID", "v1"}});
  auto by_query = door.Lines(std::string(kWatch) + "?afterVersion=v1");
  auto other = door.Events(kWatch);
  EXPECT_NE(other.Until("\"position\":\"1\""), "");
  EXPECT_EQ(by_header.Status(), 200);
  EXPECT_EQ(by_query.Status(), 200);
  EXPECT_TRUE(by_query.IsSilentFor(milliseconds(400)));
  EXPECT_EQ(door.tickers().open(), 1) << "what a client knows already does not part it from others";
  door.tickers().Set("a", 2);
  EXPECT_EQ(by_header.Until("\"position\":\"2\"").find("v1"), std::string::npos);
  EXPECT_NE(by_query.Line().find("\"position\":\"2\""), std::string::npos);
}

TEST(Watch, KeepsAnIdleConnectionAliveByHeartbeats) {
  Door door;
  door.tickers().Set("a", 1);
  auto events = door.Events(kWatch);
  EXPECT_NE(events.Until("\"position\":\"1\""), "");
  EXPECT_NE(events.Until("}\n\n"), "");
  EXPECT_EQ(events.Until(":\n\n", milliseconds(1'000)), ":\n\n");
  EXPECT_EQ(events.Until(":\n\n", milliseconds(1'000)), ":\n\n");
  auto lines = door.Lines(kWatch);
  EXPECT_NE(lines.Line(), "");
  EXPECT_EQ(lines.Until("\n", milliseconds(1'000)), "\n");
  EXPECT_EQ(lines.Until("\n", milliseconds(1'000)), "\n");
}

TEST(Watch, SharesOneUpstreamStreamAmongAThousand) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  Door door;
  door.tickers().Set("a", 1);
  std::vector<Reader> readers;
  constexpr int kMany = 1'000;
  for (int i = 0; i < kMany; ++i) readers.push_back(door.Events(kWatch));
  for (auto& reader : readers) ASSERT_NE(reader.Until("\"position\":\"1\""), "");
  EXPECT_EQ(door.tickers().open(), 1);
  EXPECT_EQ(door.live().stats().clients, static_cast<std::size_t>(kMany));
  EXPECT_EQ(door.live().stats().watches, 1u);
  door.tickers().Set("a", 2);
  for (auto& reader : readers) ASSERT_NE(reader.Until("\"position\":\"2\""), "");
  for (std::size_t i = 1; i < readers.size(); ++i) readers[i].Leave();
  EXPECT_TRUE(ClientsBecome(door, 1));
  EXPECT_EQ(door.tickers().open(), 1) << "one is enough to keep it";
  readers[0].Leave();
  EXPECT_TRUE(ClientsBecome(door, 0));
  EXPECT_TRUE(door.tickers().OpenBecomes(0)) << "the last one gone, upstream is cancelled";
}

TEST(Watch, IsNotSharedBetweenCallersUnlessItIsPublic) {
  Door door;
  door.tickers().Set("a", 1);
  const auto as = [](const char* token) {
    return std::map<std::string, std::string>{{"Authorization", std::string("Bearer ") + token}};
  };
  auto anne = door.Events(kWatchOwn, as("qmt1.anne"));
  auto anne_again = door.Events(kWatchOwn, as("qmt1.anne"));
  auto bo = door.Events(kWatchOwn, as("qmt1.bo"));
  for (auto* reader : {&anne, &anne_again, &bo}) {
    EXPECT_NE(reader->Until("\"position\":\"1\""), "");
  }
  EXPECT_EQ(door.tickers().open(), 2);
  auto anne_public = door.Events(kWatch, as("qmt1.anne"));
  auto bo_public = door.Events(kWatch, as("qmt1.bo"));
  EXPECT_NE(anne_public.Until("\"position\":\"1\""), "");
  EXPECT_NE(bo_public.Until("\"position\":\"1\""), "");
  EXPECT_EQ(door.tickers().open(), 3);
  EXPECT_EQ(door.tickers().authorizations().back(), "") << "nobody's token pays for all";
}

TEST(Watch, TellsALatecomerTheTimeAsOfNow) {
  using google::protobuf::util::TimeUtil;
  Door door;
  door.tickers().Set("a", 1);
  auto first = door.Events(kWatch);
  EXPECT_NE(first.Until("\"position\":\"1\""), "");
  std::this_thread::sleep_for(milliseconds(1'500));
  const auto now = SystemClock().Now().time_since_epoch();
  auto second = door.Lines(kWatch);
  EXPECT_NE(second.Until("\"serverTime\":\""), "");
  const std::string told = second.Until("\"");
  google::protobuf::Timestamp stamp;
  ASSERT_TRUE(TimeUtil::FromString(told.substr(0, told.size() - 1), &stamp)) << told;
  const auto off = std::chrono::microseconds(TimeUtil::TimestampToMicroseconds(stamp)) - now;
  EXPECT_GT(off, -milliseconds(500));
  EXPECT_LT(off, milliseconds(500));
}

TEST(Watch, LetsASlowClientSkipToTheNewestState) {
  Door door;
  const std::string bulk(200'000, '.');
  door.tickers().Set("a", 0, bulk);
  Reader slow(door.port(), kWatch, {{"Accept", "application/x-ndjson"}}, 4'096);
  auto quick = door.Lines(kWatch);
  EXPECT_NE(quick.Line(), "");
  EXPECT_EQ(slow.Status(), 200);
  constexpr int kTicks = 100;  // 20 MB: more than the sockets' buffers
  for (int i = 1; i <= kTicks; ++i) {
    door.tickers().Set("a", i, bulk);
    const std::string wanted = "\"position\":\"" + std::to_string(i) + "\"";
    ASSERT_NE(quick.Until(wanted), "") << "one slow client holds up nobody else";
  }
  int lines = 0;
  for (;;) {
    const std::string line = slow.Line();
    ASSERT_NE(line, "");
    ++lines;
    if (line.find("\"position\":\"" + std::to_string(kTicks) + "\"") != line.npos) break;
  }
  EXPECT_LT(lines, kTicks * 3 / 4);
}

TEST(Watch, RefusesWhatItCannotGive) {
  Door door;
  Reader picture(door.port(), kWatch, {{"Accept", "image/png"}});
  EXPECT_EQ(picture.Status(), 406);
  EXPECT_NE(picture.Rest().find("NOT_ACCEPTABLE"), std::string::npos);
}

TEST(WatchFields, AreThoseOfAWatchOnly) {
  const auto* file = proto::TickerState::descriptor()->file();
  const auto watch = WatchFields::Of(*file->FindServiceByName("TickerService")->method(1));
  ASSERT_TRUE(watch);
  EXPECT_EQ(watch->after_version->name(), "after_version");
  EXPECT_EQ(watch->version->name(), "version");
  EXPECT_EQ(watch->server_time->name(), "server_time");
  EXPECT_FALSE(WatchFields::Of(*file->FindServiceByName("CounterService")->method(0)));
}

}  // namespace
}  // namespace qianmo::gateway

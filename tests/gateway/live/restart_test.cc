// What clients notice of restarts, of tokens that end, and of refusals: as little as possible.
#include <thread>

#include <gtest/gtest.h>

#include "gateway/live/door.h"

namespace qianmo::gateway {
namespace {

using std::chrono::milliseconds;

const std::map<std::string, std::string> kSession = {{"Authorization", "Bearer qs1.good"}};

TEST(Watch, IsOpenedAgainWhenItEndsWellWithAFreshTokenAndTheLastVersion) {
  Door door;
  door.tickers().Set("a", 1);
  auto reader = door.Events(kWatchOwn, kSession);
  EXPECT_NE(reader.Until("\"position\":\"1\""), "");
  door.tickers().EndAll(grpc::Status::OK);
  ASSERT_TRUE(door.tickers().WasOpened(2));
  door.tickers().Set("a", 2);
  EXPECT_NE(reader.Until("\"position\":\"2\"").find("id: v2"), std::string::npos);
  EXPECT_EQ(door.tickers().known_versions(), (std::vector<std::string>{"", "v1"}));
}

TEST(Watch, AsksForANewTokenWhenTheServiceNoLongerTakesTheOld) {
  Door door;
  door.tickers().Set("a", 1);
  auto reader = door.Events(kWatchOwn, kSession);
  EXPECT_NE(reader.Until("\"position\":\"1\""), "");
  door.tickers().EndAll({grpc::StatusCode::UNAUTHENTICATED, "the token is over"});
  ASSERT_TRUE(door.tickers().WasOpened(2));
  EXPECT_EQ(door.tickers().authorizations(),
            (std::vector<std::string>{"Bearer qmt1.token-1", "Bearer qmt1.token-2"}));
  EXPECT_EQ(door.backstage().sessions.issued_in_background, 1)
      << "only the first was for somebody who did something";
  door.tickers().Set("a", 2);
  EXPECT_NE(reader.Until("\"position\":\"2\""), "");
}

TEST(Watch, SurvivesARestartOfTheService) {
  Door door;
  door.tickers().Set("a", 1);
  auto events = door.Events(kWatch);
  auto own = door.Events(kWatchOwn, kSession);
  auto lines = door.Lines(kWatch);
  for (auto* reader : {&events, &own, &lines}) EXPECT_NE(reader->Until("\"position\":\"1\""), "");
  door.backstage().Stop();
  std::this_thread::sleep_for(milliseconds(500));
  door.tickers().Set("a", 2);
  door.backstage().Start();
  for (auto* reader : {&events, &own, &lines}) {
    const std::string next = reader->Until("\"position\":\"2\"");
    EXPECT_NE(next, "");
    EXPECT_EQ(next.find("error"), next.npos) << next;
    EXPECT_EQ(next.find("\"position\":\"1\""), next.npos) << "nothing twice: " << next;
  }
}

TEST(Watch, IsResumedAfterARestartOfTheGateway) {
  Door door;
  door.tickers().Set("a", 1);
  auto before = door.Events(kWatch);
  EXPECT_NE(before.Until("\"position\":\"1\""), "");
  EXPECT_NE(before.Until("\n\n"), "");
  door.Reopen();
  bool complete = false;
  const std::string rest = before.Rest(&complete);
  EXPECT_TRUE(complete) << "a drain is a clean end";
  EXPECT_EQ(rest.find("error"), rest.npos);
  auto after = door.Events(kWatch, {{"Last-Event-ID", "v1"}});
  EXPECT_EQ(after.Status(), 200);
  door.tickers().Set("a", 2);
  const std::string next = after.Until("\"position\":\"2\"");
  EXPECT_NE(next, "");
  EXPECT_EQ(next.find("v1"), next.npos);
}

TEST(Watch, IsResumedWhenBothRestartAtOnce) {
  Door door;
  door.tickers().Set("a", 1);
  auto before = door.Events(kWatch);
  EXPECT_NE(before.Until("\"position\":\"1\""), "");
  door.backstage().Stop();
  door.Reopen();
  auto after = door.Events(kWatch, {{"Last-Event-ID", "v1"}});
  std::this_thread::sleep_for(milliseconds(200));
  door.tickers().Set("a", 2);
  door.backstage().Start();
  EXPECT_NE(after.Until("\"position\":\"2\""), "") << "it waits for the service to come back";
  EXPECT_EQ(after.Status(), 200);
}

TEST(Watch, IsRefusedWithAnHttpStatusBeforeAnythingIsSent) {
  Door door;
  const struct {
    grpc::StatusCode code;
    int http;
  } cases[] = {{grpc::StatusCode::PERMISSION_DENIED, 403},
               {grpc::StatusCode::NOT_FOUND, 404},
               {grpc::StatusCode::INVALID_ARGUMENT, 400},
               {grpc::StatusCode::RESOURCE_EXHAUSTED, 429},
               {grpc::StatusCode::INTERNAL, 500}};
  for (const auto& c : cases) {
    door.tickers().Refuse({c.code, "no"});
    auto reader = door.Events(kWatch);
    EXPECT_EQ(reader.Status(), c.http);
    EXPECT_TRUE(reader.Header("content-type").starts_with("application/json"));
    EXPECT_TRUE(reader.Rest().starts_with("{\"error\":{\"code\":" + std::to_string(c.http)));
  }
  auto stranger = door.Events(kWatchOwn);
  EXPECT_EQ(stranger.Status(), 401);
}

TEST(Watch, EndsWithAnErrorEventWhenTheCallerMayNoLonger) {
  for (const auto code : {grpc::StatusCode::PERMISSION_DENIED, grpc::StatusCode::UNAUTHENTICATED}) {
    Door door;
    door.tickers().Set("a", 1);
    auto reader = door.Events(kWatchOwn, {{"Authorization", "Bearer qmt1.short"}});
    EXPECT_NE(reader.Until("\"position\":\"1\""), "");
    door.tickers().EndAll({code, "no more"});
    EXPECT_NE(reader.Until("event: error\ndata: {\"error\":{\"code\":40"), "");
    bool complete = false;
    reader.Rest(&complete);
    EXPECT_TRUE(complete);
    EXPECT_EQ(door.live().stats().watches, 0u);
  }
}

TEST(Watch, EndsWhenTheSessionIsOver) {
  Door door;
  door.tickers().Set("a", 1);
  auto reader = door.Lines(kWatch);
  auto own = door.Events(kWatchOwn, kSession);
  EXPECT_NE(own.Until("\"position\":\"1\""), "");
  door.backstage().sessions.over = true;
  door.tickers().EndAll({grpc::StatusCode::UNAUTHENTICATED, "the token is over"});
  EXPECT_NE(own.Until("event: error\ndata: {\"error\":{\"code\":401"), "");
}

TEST(Watch, SaysSoWhenTheServiceStaysAway) {
  Door door;
  door.backstage().Stop();
  const auto since = std::chrono::steady_clock::now();
  auto reader = door.Events(kWatch);
  EXPECT_EQ(reader.Status(), 503);
  EXPECT_GE(std::chrono::steady_clock::now() - since, milliseconds(600));
  EXPECT_NE(reader.Rest().find("UNAVAILABLE"), std::string::npos);
}

}  // namespace
}  // namespace qianmo::gateway

// A watch is a call like any other: the one handler lets it in, and it ends when its caller's right
// to it ends.
#include <thread>

#include <gtest/gtest.h>

#include "rpc/endpoint.h"
#include "rpc/status.h"
#include "rpc/token.h"
#include "services/rpc/ticker.h"
#include "support/becomes.h"
#include "support/process.h"

namespace qianmo::test {
namespace {

using grpc::StatusCode;
using std::chrono::milliseconds;

// How a watch that must be refused ends.
grpc::Status RefusalOf(TickerStage& stage, std::unique_ptr<grpc::ClientContext> context,
                       const v1::WatchTickerRequest& request) {
  const auto stub = stage.Stub();
  const auto reader = stub->WatchOwnTicker(context.get(), request);
  v1::TickerState state;
  EXPECT_FALSE(reader->Read(&state)) << state.DebugString();
  return reader->Finish();
}

bool WatchersLeave(const rpc::FeedBase& feed) {
  return support::Becomes([&] { return feed.stats().watchers == 0; });
}

TEST(OnWatch, AsksTheHandlerLikeAnyOtherCall) {
  TickerStage stage;
  stage.Set("a", 1);
  stage.Set("foreign", 1, "/7/a/other/");
  stage.Set("unchecked", 1);
  auto bidder = Stage::Clerk();
  bidder.mutable_roles(0)->set_role(rpc::v1::ROLE_BIDDER);
  auto broken = Watch("a");
  broken.set_name("no name");
  struct {
    std::unique_ptr<grpc::ClientContext> context;
    v1::WatchTickerRequest request;
    StatusCode code;
    const char* reason;
  } cases[] = {
      {Stage::AsStranger(), Watch("a"), StatusCode::UNAUTHENTICATED, "TOKEN_MISSING"},
      {stage.stage().As(bidder), Watch("a"), StatusCode::PERMISSION_DENIED, "ROLE_MISSING"},
      {stage.stage().As(Stage::Clerk()), broken, StatusCode::INVALID_ARGUMENT, "INVALID_FIELD"},
      {stage.stage().As(Stage::Clerk()), Watch("foreign"), StatusCode::PERMISSION_DENIED,
       "OUT_OF_SCOPE"},
      {stage.stage().As(Stage::Clerk()), Watch("none"), StatusCode::NOT_FOUND, "NO_TICKER"},
      {stage.stage().As(Stage::Clerk()), Watch("unchecked"), StatusCode::INTERNAL, "INCIDENT"}};
  for (auto& c : cases) {
    const auto status = RefusalOf(stage, std::move(c.context), c.request);
    EXPECT_EQ(status.error_code(), c.code) << c.reason << ": " << status.error_message();
    EXPECT_EQ(rpc::ReasonOf(status), c.reason);
  }
  EXPECT_TRUE(WatchersLeave(stage.ticker().own));
}

TEST(OnWatch, ShowsTheOwnerWhatIsTheirs) {
  TickerStage stage;
  stage.Set("a", 1);
  const auto stub = stage.Stub();
  const auto context = stage.stage().As(Stage::Clerk());
  const auto reader = stub->WatchOwnTicker(context.get(), Watch("a"));
  v1::TickerState state;
  ASSERT_TRUE(reader->Read(&state));
  EXPECT_EQ(state.position(), 1);
}

TEST(OnWatch, GivesTheSameStateAsTheUnaryForm) {
  TickerStage stage;
  stage.Set("a", 41);
  const auto stub = stage.Stub();
  v1::TickerState polled;
  ASSERT_TRUE(stub->GetTicker(Stage::AsStranger().get(), Watch("a"), &polled).ok());
  const auto context = Stage::AsStranger();
  const auto reader = stub->WatchTicker(context.get(), Watch("a"));
  v1::TickerState watched;
  ASSERT_TRUE(reader->Read(&watched));
  EXPECT_TRUE(polled.has_server_time() && watched.has_server_time());
  polled.clear_server_time();
  watched.clear_server_time();
  EXPECT_EQ(polled.SerializeAsString(), watched.SerializeAsString());
}

TEST(OnWatch, EndsWellWhenTheCallersTokenDoes) {
  TickerStage stage({.interval = milliseconds(50)});
  stage.Set("a", 1);
  const auto keyring = crypto::Keyring::Load(stage.stage().keys());
  ASSERT_TRUE(keyring.ok());
  auto context = Stage::AsStranger();
  const Time almost_over = SystemClock().Now() - rpc::kTokenLifetime + milliseconds(1'500);
  context->AddMetadata("authorization",
                       "Bearer " + rpc::SignToken(*keyring, Stage::Clerk(), almost_over));
  const auto stub = stage.Stub();
  const auto reader = stub->WatchOwnTicker(context.get(), Watch("a"));
  v1::TickerState state;
  ASSERT_TRUE(reader->Read(&state));
  EXPECT_FALSE(reader->Read(&state));
  EXPECT_GE(SystemClock().Now(), almost_over + rpc::kTokenLifetime);
  EXPECT_TRUE(reader->Finish().ok());
}

TEST(OnWatch, EndsWellWhenTheProcessDrains) {
  TickerStage stage;
  stage.Set("a", 1);
  const auto stub = stage.Stub();
  const auto context = Stage::AsStranger();
  const auto reader = stub->WatchTicker(context.get(), Watch("a"));
  v1::TickerState state;
  ASSERT_TRUE(reader->Read(&state));
  const auto since = std::chrono::steady_clock::now();
  std::thread stopping([&] { stage.stage().Stop(); });
  EXPECT_FALSE(reader->Read(&state));
  EXPECT_TRUE(reader->Finish().ok());
  stopping.join();
  EXPECT_LT(std::chrono::steady_clock::now() - since, milliseconds(3'000));
}

TEST(OnWatch, ForgetsAWatcherThatWentAway) {
  TickerStage stage;
  stage.Set("a", 1);
  const auto stub = stage.Stub();
  const auto context = Stage::AsStranger();
  const auto reader = stub->WatchTicker(context.get(), Watch("a"));
  v1::TickerState state;
  ASSERT_TRUE(reader->Read(&state));
  EXPECT_EQ(stage.ticker().everyone.stats().watchers, 1u);
  context->TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), StatusCode::CANCELLED);
  EXPECT_TRUE(WatchersLeave(stage.ticker().everyone));
}

TEST(OnWatch, LimitsWhatOneAccountMayWatch) {
  TickerStage stage({.most_watchers = 100, .most_per_account = 1});
  stage.Set("a", 1);
  const auto stub = stage.Stub();
  const auto context = stage.stage().As(Stage::Clerk());
  const auto reader = stub->WatchOwnTicker(context.get(), Watch("a"));
  v1::TickerState state;
  ASSERT_TRUE(reader->Read(&state));
  const auto status = RefusalOf(stage, stage.stage().As(Stage::Clerk()), Watch("a"));
  EXPECT_EQ(status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  auto colleague = Stage::Clerk();
  colleague.set_account_id("01930000-0000-7000-8000-00000000c1e5");
  const auto second = stage.stage().As(colleague);
  const auto other = stub->WatchOwnTicker(second.get(), Watch("a"));
  EXPECT_TRUE(other->Read(&state));
}

TEST(OnWatch, RefusesMethodsThatDoNotStreamAndOnThoseThatDo) {
  rpc::Metrics metrics;
  TickerStage stage;
  rpc::Crews crews{{1, 1}, {1, 1}};
  auto keyring = crypto::LiveKeyring::Open(stage.stage().keys());
  rpc::TokenVerifier tokens(**keyring);
  const auto pool = stage.stage().database().PoolFor("identity");
  const SystemClock clock;
  const rpc::Room room{.service = "identity", .pool = *pool, .keyring = **keyring, .clock = clock};
  rpc::Handler handler(room, tokens, metrics);
  rpc::Endpoint endpoint(v1::TickerState::descriptor()->file()->FindServiceByName("TickerService"),
                         handler, crews);
  Ticker ticker(room, {});
  EXPECT_THROW(endpoint.OnWatch("GetTicker", &ticker, &Ticker::WatchTicker, ticker.everyone),
               std::logic_error);
  EXPECT_THROW(endpoint.On("WatchTicker", &ticker, &Ticker::GetTicker), std::logic_error);
}

TEST(OnWatch, IsCountedForOperators) {
  TickerStage stage;
  stage.Set("a", 1);
  stage.stage().Stop();
  const int port = support::FreePort();
  stage.stage().Start(4, "127.0.0.1:" + std::to_string(port));
  const auto stub = stage.Stub();
  const auto context = Stage::AsStranger();
  const auto reader = stub->WatchTicker(context.get(), Watch("a"));
  v1::TickerState state;
  ASSERT_TRUE(reader->Read(&state));
  const auto metrics =
      support::RunToEnd({"bash", "-c",
                         "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(port) +
                             "; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"},
                        {})
          .output;
  const std::string of = R"({method="qianmo.test.v1.TickerService.WatchTicker"} 1)";
  EXPECT_NE(metrics.find("qianmo_watchers" + of), std::string::npos) << metrics;
  EXPECT_NE(metrics.find("qianmo_watch_frames_total" + of), std::string::npos) << metrics;
}

}  // namespace
}  // namespace qianmo::test

// The process: starts only when whole, tells its health, sheds overload, drains without dropping.
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "grpc/health/v1/health.grpc.pb.h"
#include "rpc/status.h"
#include "rpc/token.h"
#include "services/rpc/stage.h"
#include "support/process.h"

namespace qianmo::test {
namespace {

using grpc::StatusCode;
using HealthReply = grpc::health::v1::HealthCheckResponse;

HealthReply::ServingStatus HealthOf(Stage& stage, const std::string& service) {
  const auto stub = grpc::health::v1::Health::NewStub(stage.server().InProcess());
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  HealthReply reply;
  const auto status = stub->Check(Stage::AsStranger().get(), request, &reply);
  return status.ok() ? reply.status() : HealthReply::SERVICE_UNKNOWN;
}

v1::MisbehaveRequest Dawdle() {
  v1::MisbehaveRequest request;
  request.set_request_id(NewRequestId());
  request.set_how(v1::MisbehaveRequest::HOW_DAWDLE);
  return request;
}

TEST(Server, TellsItsHealth) {
  Stage stage;
  EXPECT_EQ(HealthOf(stage, ""), HealthReply::SERVING);
  EXPECT_EQ(HealthOf(stage, "qianmo.test.v1.NotebookService"), HealthReply::SERVING);
  EXPECT_EQ(HealthOf(stage, "qianmo.test.v1.Nonesuch"), HealthReply::SERVICE_UNKNOWN);
}

TEST(Server, TellsWatchersOfItsHealthThatItStops) {
  Stage stage;
  const auto stub = grpc::health::v1::Health::NewStub(stage.server().InProcess());
  const auto context = Stage::AsStranger();
  const auto reader = stub->Watch(context.get(), {});
  HealthReply reply;
  ASSERT_TRUE(reader->Read(&reply));
  EXPECT_EQ(reply.status(), HealthReply::SERVING);
  std::thread stopping([&] { stage.Stop(); });
  EXPECT_TRUE(reader->Read(&reply));
  EXPECT_EQ(reply.status(), HealthReply::NOT_SERVING);
  EXPECT_FALSE(reader->Read(&reply));
  reader->Finish();
  stopping.join();
}

TEST(Server, RefusesAPortThatIsTaken) {
  Stage stage;
  const auto created = crypto::Keyring::Load(stage.keys());
  ASSERT_TRUE(created.ok());
  auto keyring = crypto::LiveKeyring::Open(stage.keys());
  rpc::ServerOptions options;
  options.database_url = stage.database().Url();
  options.listen = "127.0.0.1:" + std::to_string(stage.server().port());
  const SystemClock clock;
  rpc::Server second(options, **keyring, clock);
  InstallNotebook(second.Host("identity"), nullptr);
  EXPECT_THROW(second.Start(), std::runtime_error);
}

TEST(Server, DoesNotStartWithAMethodThatIsBoundToNothing) {
  Stage stage;
  auto keyring = crypto::LiveKeyring::Open(stage.keys());
  rpc::ServerOptions options;
  options.database_url = stage.database().Url();
  const SystemClock clock;
  rpc::Server server(options, **keyring, clock);
  server.Host("identity")
      .Offer(v1::Note::descriptor()->file()->FindServiceByName("NotebookService"));
  try {
    server.Start();
    FAIL() << "it started";
  } catch (const std::runtime_error& refusal) {
    EXPECT_NE(std::string(refusal.what()).find("NotebookService.WriteNote"), std::string::npos);
  }
}

TEST(Server, FinishesTheCallsUnderWayBeforeItStops) {
  Stage stage;
  std::vector<grpc::Status> statuses(4);
  std::vector<std::thread> callers;
  const auto stub = v1::NotebookService::NewStub(grpc::CreateChannel(
      "127.0.0.1:" + std::to_string(stage.server().port()), grpc::InsecureChannelCredentials()));
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  for (std::size_t i = 0; i < statuses.size(); ++i) contexts.push_back(stage.As(Stage::Clerk()));
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    callers.emplace_back([&, i] {
      v1::Note note;
      statuses[i] = stub->Misbehave(contexts[i].get(), Dawdle(), &note);
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  stage.Stop();
  for (auto& caller : callers) caller.join();
  for (const auto& status : statuses) EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.journal"), "4");
}

TEST(Server, ShedsWhatItCannotTakeAndSaysWhenToComeBack) {
  Stage stage;
  stage.Stop();
  stage.Start(1);
  constexpr int kCalls = 600;  // one works, 512 wait
  std::atomic<int> shed = 0;
  std::atomic<int> ended = 0;
  const auto channel = stage.server().InProcess();
  const auto stub = v1::NotebookService::NewStub(channel);
  struct Pending {
    std::unique_ptr<grpc::ClientContext> context;
    v1::MisbehaveRequest request = Dawdle();
    v1::Note reply;
  };
  std::vector<Pending> pending(kCalls);
  for (auto& one : pending) {
    one.context = stage.As(Stage::Clerk());
    one.context->set_deadline(gpr_time_from_seconds(2, GPR_TIMESPAN));
    stub->async()->Misbehave(one.context.get(), &one.request, &one.reply,
                             [&](const grpc::Status& status) {
                               if (status.error_code() == StatusCode::RESOURCE_EXHAUSTED) {
                                 EXPECT_EQ(rpc::ReasonOf(status), "OVERLOADED");
                                 ++shed;
                               }
                               ++ended;
                             });
  }
  while (ended < kCalls) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_GE(shed, kCalls - 1 - 512 - 10);
  v1::Note note;
  EXPECT_TRUE(stage.Stub()->Misbehave(stage.As(Stage::Clerk()).get(), Dawdle(), &note).ok())
      << "it recovered by itself";
}

TEST(Server, SpendsNoWorkOnACallWhoseTimeIsOver) {
  Stage stage;
  auto context = stage.As(Stage::Clerk());
  context->set_deadline(gpr_time_from_millis(0, GPR_TIMESPAN));
  v1::Note note;
  EXPECT_EQ(stage.Stub()->WriteNote(context.get(), NoteRequest(), &note).error_code(),
            StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(stage.notebook().writes, 0);
}

// What a Prometheus server would read.
std::string Scrape(int port) {
  const auto outcome =
      support::RunToEnd({"bash", "-c",
                         "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(port) +
                             "; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"},
                        {});
  return outcome.output;
}

TEST(Server, CountsCallsPoolsAndTheOutboxForOperators) {
  Stage stage;
  stage.Stop();
  const int port = support::FreePort();
  stage.Start(4, "127.0.0.1:" + std::to_string(port));
  v1::Note note;
  ASSERT_TRUE(stage.Stub()->WriteNote(stage.As(Stage::Clerk()).get(), NoteRequest(), &note).ok());
  const std::string metrics = Scrape(port);
  for (const char* line :
       {R"(qianmo_calls_total{code="0",method="qianmo.test.v1.NotebookService.WriteNote"} 1)",
        R"(qianmo_call_seconds_count{method="qianmo.test.v1.NotebookService.WriteNote"} 1)",
        R"(qianmo_pool_in_use{service="identity"})",
        R"(qianmo_outbox_delivered_total{service="identity"} 0)"}) {
    EXPECT_NE(metrics.find(line), std::string::npos) << line << "\n" << metrics;
  }
}

TEST(Server, FollowsARotationOfItsKeysWhileItRuns) {
  Stage stage;
  ASSERT_TRUE(
      crypto::Keyring::Rotate(stage.keys(), crypto::KeyPurpose::kToken, SystemClock().Now()).ok());
  const auto rotated = crypto::Keyring::Load(stage.keys());
  ASSERT_TRUE(rotated.ok());
  grpc::Status status;
  for (int i = 0; i < 100 && !(i > 0 && status.ok()); ++i) {
    auto context = Stage::AsStranger();
    context->AddMetadata("authorization",
                         "Bearer " + rpc::SignToken(*rotated, Stage::Clerk(), SystemClock().Now()));
    v1::Note note;
    status = stage.Stub()->WriteNote(context.get(), NoteRequest(), &note);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_TRUE(status.ok()) << status.error_message();
}

}  // namespace
}  // namespace qianmo::test

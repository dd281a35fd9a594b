// From the wire to a worker: what is bound, what is taken, what is turned away.
#include "rpc/endpoint.h"

#include <thread>
#include <vector>

#include <grpc/support/time.h>
#include <gtest/gtest.h>

#include "rpc/status.h"
#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

using grpc::StatusCode;

v1::MisbehaveRequest Dawdle() {
  v1::MisbehaveRequest request;
  request.set_request_id(NewRequestId());
  request.set_how(v1::MisbehaveRequest::HOW_DAWDLE);
  return request;
}

TEST(Endpoint, DoesNotStartWithAMethodThatIsBoundToNothing) {
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

TEST(Endpoint, ShedsWhatItCannotTakeAndSaysWhenToComeBack) {
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

TEST(Endpoint, SpendsNoWorkOnACallWhoseTimeIsOver) {
  Stage stage;
  auto context = stage.As(Stage::Clerk());
  context->set_deadline(gpr_time_from_millis(0, GPR_TIMESPAN));
  v1::Note note;
  EXPECT_EQ(stage.Stub()->WriteNote(context.get(), NoteRequest(), &note).error_code(),
            StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(stage.notebook().writes, 0);
}

}  // namespace
}  // namespace qianmo::test

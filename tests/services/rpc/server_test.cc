// The process: starts only when whole, tells its health, sheds overload, drains without dropping.
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "rpc/status.h"
#include "rpc/token.h"
#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

v1::MisbehaveRequest Dawdle() {
  v1::MisbehaveRequest request;
  request.set_request_id(NewRequestId());
  request.set_how(v1::MisbehaveRequest::HOW_DAWDLE);
  return request;
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

TEST(Server, TakesTheLargestBodyOfTheGatewayAndTheRequestAroundIt) {
  Stage stage;
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  const auto stub = v1::NotebookService::NewStub(
      grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(stage.server().port()),
                                grpc::InsecureChannelCredentials(), arguments));
  const auto send = [&](std::size_t size) {
    v1::EchoRequest request;
    request.set_text(std::string(size, 'a'));
    v1::EchoResponse response;
    return stub->Echo(Stage::AsStranger().get(), request, &response).error_code();
  };
  EXPECT_EQ(send((4 << 20) + (60 << 10)), grpc::StatusCode::OK);
  EXPECT_EQ(send((4 << 20) + (64 << 10)), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(Server, FollowsARotationOfItsKeysWhileItRuns) {
  Stage stage;
  ASSERT_TRUE(
      crypto::Keyring::Rotate(stage.keys(), crypto::KeyPurpose::kToken, SystemClock().Now()).ok());
  const auto rotated = crypto::Keyring::Load(stage.keys());
  ASSERT_TRUE(rotated.ok());
  auto context = Stage::AsStranger();
  context->AddMetadata("authorization",
                       "Bearer " + rpc::SignToken(*rotated, Stage::Clerk(), SystemClock().Now()));
  v1::Note note;
  const auto status = stage.Stub()->WriteNote(context.get(), NoteRequest(), &note);
  EXPECT_TRUE(status.ok()) << status.error_message();
}

}  // namespace
}  // namespace qianmo::test

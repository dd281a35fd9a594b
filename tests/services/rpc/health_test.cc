// What orchestrators ask before they send calls.
#include "rpc/health.h"

#include <thread>

#include <gtest/gtest.h>

#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

using HealthReply = grpc::health::v1::HealthCheckResponse;

HealthReply::ServingStatus HealthOf(Stage& stage, const std::string& service) {
  const auto stub = grpc::health::v1::Health::NewStub(stage.server().InProcess());
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  HealthReply reply;
  const auto status = stub->Check(Stage::AsStranger().get(), request, &reply);
  return status.ok() ? reply.status() : HealthReply::SERVICE_UNKNOWN;
}

TEST(Health, TellsItsHealth) {
  Stage stage;
  EXPECT_EQ(HealthOf(stage, ""), HealthReply::SERVING);
  EXPECT_EQ(HealthOf(stage, "qianmo.test.v1.NotebookService"), HealthReply::SERVING);
  EXPECT_EQ(HealthOf(stage, "qianmo.test.v1.Nonesuch"), HealthReply::SERVICE_UNKNOWN);
}

TEST(Health, TellsWatchersOfItsHealthThatItStops) {
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

}  // namespace
}  // namespace qianmo::test

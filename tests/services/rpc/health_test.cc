// What orchestrators ask before they send calls.
#include "rpc/health.h"

#include <thread>

#include <gtest/gtest.h>

#include "services/rpc/stage.h"
#include "support/becomes.h"

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

bool HealthBecomes(Stage& stage, const std::string& service, HealthReply::ServingStatus status) {
  return support::Becomes([&] { return HealthOf(stage, service) == status; });
}

TEST(Health, TellsItsHealth) {
  Stage stage;
  EXPECT_TRUE(HealthBecomes(stage, "", HealthReply::SERVING));
  EXPECT_TRUE(HealthBecomes(stage, "qianmo.test.v1.NotebookService", HealthReply::SERVING));
  EXPECT_EQ(HealthOf(stage, "qianmo.test.v1.Nonesuch"), HealthReply::SERVICE_UNKNOWN);
}

TEST(Health, DoesNotClaimToServeWhileItsDatabaseIsAway) {
  Stage stage;
  ASSERT_TRUE(HealthBecomes(stage, "", HealthReply::SERVING));
  const std::string name = stage.database().name();
  const support::Database elsewhere;
  elsewhere.Execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
  elsewhere.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" +
                    name + "'");
  EXPECT_TRUE(HealthBecomes(stage, "", HealthReply::NOT_SERVING));
  elsewhere.Execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
  EXPECT_TRUE(HealthBecomes(stage, "", HealthReply::SERVING));
}

TEST(Health, TellsWatchersOfItsHealthThatItStops) {
  Stage stage;
  ASSERT_TRUE(HealthBecomes(stage, "", HealthReply::SERVING));
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

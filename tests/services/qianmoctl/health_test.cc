#include "qianmoctl/health.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "crypto/certificate_folder.h"
#include "rpc/health.h"
#include "rpc/transport.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using grpc::health::v1::HealthCheckResponse;
using testing::HasSubstr;

class HealthTest : public testing::Test {
 protected:
  HealthTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&health_);
    server_ = builder.BuildAndStart();
    target_ = "127.0.0.1:" + std::to_string(port);
  }

  support::Outcome Ask(const std::string& service) const {
    return Ctl({"health", "--target", target_, "--service", service});
  }

  rpc::Health health_;
  std::unique_ptr<grpc::Server> server_;
  std::string target_;
};

TEST_F(HealthTest, TellsByItsExitCodeWhetherCallsMayCome) {
  health_.Set("", HealthCheckResponse::SERVING);
  health_.Set("resting", HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Ctl({"health", "--target", target_}).code, 0);
  const auto resting = Ask("resting");
  EXPECT_EQ(resting.code, 1);
  EXPECT_THAT(resting.output, HasSubstr("NOT_SERVING"));
  EXPECT_EQ(Ask("unheard-of").code, 1);
  health_.Close();
  EXPECT_EQ(Ctl({"health", "--target", target_}).code, 1);
}

TEST_F(HealthTest, SaysThatNobodyIsThere) {
  server_->Shutdown();
  server_.reset();
  const auto outcome = Ctl({"health", "--target", target_});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr(target_ + " does not answer"));
  EXPECT_EQ(Ctl({"health"}).code, 2);
}

TEST_F(HealthTest, AsksOverTheMeshForAPeerByItsName) {
  const support::TemporaryFolder folder;
  const auto certificates = folder.path() / "certs";
  const Time now = SystemClock().Now();
  const auto authority = crypto::CertificateFolder::Create(certificates, now);
  for (const char* name : {"identity", "operator"}) {
    ASSERT_TRUE(authority->Issue(name, now, std::chrono::hours(1)));
  }
  rpc::Health health;
  health.Set("", HealthCheckResponse::SERVING);
  int port = 0;
  const auto credentials = rpc::Transport::Mesh(certificates / "identity").ForServer();
  const auto server = grpc::ServerBuilder()
                          .AddListeningPort("127.0.0.1:0", credentials, &port)
                          .RegisterService(&health)
                          .BuildAndStart();
  const std::string target = "127.0.0.1:" + std::to_string(port);
  const std::string mesh = certificates / "operator";
  const auto well = Ctl({"health", "--target", target, "--mesh", mesh, "--name", "identity"});
  EXPECT_EQ(well.code, 0) << well.output;
  EXPECT_EQ(Ctl({"health", "--target", target, "--mesh", mesh, "--name", "messages"}).code, 1);
  EXPECT_EQ(Ctl({"health", "--target", target}).code, 1);
  EXPECT_EQ(Ctl({"health", "--target", target, "--mesh", mesh}).code, 2);
  health.Close();
}

}  // namespace
}  // namespace qianmo::ctl

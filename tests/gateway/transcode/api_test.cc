#include "gateway/transcode/api.h"

#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "gateway/transcode/recorded.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "rpc/transport.h"

namespace qianmo::gateway {
namespace {

TEST(ParseUpstreams, TakesPeersByTheirServices) {
  const auto options = ParseUpstreams("a:1", {"x.Y=b:2", "x.Z=unix:/c=d"});
  EXPECT_EQ(options.target, "a:1");
  EXPECT_EQ(options.peers.at("x.Y"), "b:2");
  EXPECT_EQ(options.peers.at("x.Z"), "unix:/c=d");
  for (const char* wrong : {"", "x", "=a:1", "x="}) {
    EXPECT_THROW(ParseUpstreams("a:1", {wrong}), std::runtime_error) << wrong;
  }
}

TEST(Api, ServesAllLinkedServicesAndIsNotReadyWithoutThem) {
  const SystemClock clock;
  const auto connect = [](const std::string& target, const std::string&,
                          const grpc::ChannelArguments& arguments) {
    return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
  };
  const Api api({"127.0.0.1:1", {}}, connect, clock, nullptr);
  EXPECT_NE(api.routes().Match("GET", "/v1/me").route, nullptr);
  EXPECT_FALSE(api.IsReady());
  const auto exchange = std::make_shared<Recorded>(
      MakeRequest("POST", "/v1/sessions:signIn", {{"X-Request-Timeout", "2"}}, "{}"));
  api.Server()(exchange);
  EXPECT_EQ(exchange->Wait().status, 503);
}

// Says SERVING of all but one service.
class AllButOne final : public grpc::health::v1::Health::Service {
 public:
  grpc::Status Check(grpc::ServerContext*, const grpc::health::v1::HealthCheckRequest* request,
                     grpc::health::v1::HealthCheckResponse* reply) override {
    using Reply = grpc::health::v1::HealthCheckResponse;
    std::lock_guard lock(mutex_);
    reply->set_status(request->service() == away_ ? Reply::NOT_SERVING : Reply::SERVING);
    ++asked_[request->service()];
    return grpc::Status::OK;
  }
  void Lose(const std::string& service) {
    std::lock_guard lock(mutex_);
    away_ = service;
    asked_.clear();
  }
  // Returns once the gateway has asked everybody since the last Lose.
  void WaitUntilHeard() {
    std::unique_lock lock(mutex_);
    while (asked_.empty() || asked_.begin()->second < 3) {
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      lock.lock();
    }
  }

 private:
  std::mutex mutex_;
  std::string away_ = "qianmo.messages.v1.MessagesService";
  std::map<std::string, int> asked_;
};

TEST(Api, IsReadyOnceAllHaveBeenThereAndWhileIdentityIs) {
  AllButOne health;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&health);
  const auto server = builder.BuildAndStart();
  const SystemClock clock;
  const Api api(
      {"127.0.0.1:" + std::to_string(port), {}},
      [](const std::string& target, const std::string& service,
         const grpc::ChannelArguments& arguments) {
        return rpc::Transport::Plain().Connect(target, service, arguments);
      },
      clock, nullptr);
  const auto becomes = [&api](bool ready) {
    for (int i = 0; i < 1'000 && api.IsReady() != ready; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return api.IsReady() == ready;
  };
  health.WaitUntilHeard();
  EXPECT_FALSE(api.IsReady()) << "one was never there";
  health.Lose("");
  EXPECT_TRUE(becomes(true));
  health.Lose("qianmo.messages.v1.MessagesService");
  health.WaitUntilHeard();
  EXPECT_TRUE(api.IsReady()) << "restarting one takes no gateway out";
  health.Lose("qianmo.identity.v1.IdentityService");
  EXPECT_TRUE(becomes(false));
}

}  // namespace
}  // namespace qianmo::gateway

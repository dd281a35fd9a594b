#include "gateway/upstream/upstreams.h"

#include <stdexcept>
#include <thread>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "grpc/health/v1/health.grpc.pb.h"
#include "rpc/transport.h"
#include "support/becomes.h"

namespace qianmo::gateway {
namespace {

using Reply = grpc::health::v1::HealthCheckResponse;

// Serves "a.A", refuses "a.B" and keeps all others waiting.
class HalfHealthy final : public grpc::health::v1::Health::Service {
 public:
  grpc::Status Check(grpc::ServerContext* context,
                     const grpc::health::v1::HealthCheckRequest* request, Reply* reply) override {
    while (request->service().size() > 3 && !context->IsCancelled()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    reply->set_status(request->service() == "a.A" ? Reply::SERVING : Reply::NOT_SERVING);
    return grpc::Status::OK;
  }
};

std::shared_ptr<grpc::Channel> ConnectPlain(const std::string& target, const std::string&,
                                            const grpc::ChannelArguments& arguments) {
  return rpc::Transport::Plain().Connect(target, "somebody", arguments);
}

TEST(Upstreams, SendsEachServiceWhereItLives) {
  std::map<std::string, std::string> asked;
  const Upstreams upstreams({"x:1", {{"a.B", "y:2"}}}, {"a.A", "a.B"},
                            [&](const std::string& target, const std::string& service,
                                const grpc::ChannelArguments& arguments) {
                              asked[service] = target;
                              return ConnectPlain(target, service, arguments);
                            });
  EXPECT_EQ(asked, (std::map<std::string, std::string>{{"a.A", "x:1"}, {"a.B", "y:2"}}));
  EXPECT_NE(&upstreams.StubOf("a.A"), &upstreams.StubOf("a.B"));
  EXPECT_THROW(upstreams.StubOf("a.C"), std::out_of_range);
}

TEST(Upstreams, TakesAPeerForAllOfItsPackageUnlessAServiceHasItsOwn) {
  std::map<std::string, std::string> asked;
  const Upstreams upstreams({"", {{"messages", "x:1"}, {"q.messages.v1.B", "y:2"}}},
                            {"q.messages.v1.A", "q.messages.v1.B"},
                            [&](const std::string& target, const std::string& service,
                                const grpc::ChannelArguments& arguments) {
                              asked[service] = target;
                              return ConnectPlain(target, service, arguments);
                            });
  EXPECT_EQ(asked.at("q.messages.v1.A"), "x:1");
  EXPECT_EQ(asked.at("q.messages.v1.B"), "y:2");
  EXPECT_THROW(Upstreams({"x:1", {{"message", "x:1"}}}, {"q.messages.v1.A"}, ConnectPlain),
               std::runtime_error);
}

TEST(Upstreams, RefusesServicesWithoutAPlaceAndPeersWithoutAService) {
  EXPECT_THROW(Upstreams({"", {}}, {"a.A"}, ConnectPlain), std::runtime_error);
  EXPECT_NO_THROW(Upstreams({"", {{"a.A", "x:1"}}}, {"a.A"}, ConnectPlain));
  EXPECT_THROW(Upstreams({"x:1", {{"a.B", "x:1"}}}, {"a.A"}, ConnectPlain), std::runtime_error);
}

TEST(Upstreams, IsTheLastToLetGoOfAChannel) {
  std::weak_ptr<grpc::Channel> left;
  std::thread ending;
  {
    const Upstreams upstreams({"x:1", {}}, {"a.A"}, ConnectPlain);
    left = upstreams.ChannelTo("a.A");
    ending = std::thread([held = upstreams.ChannelTo("a.A")]() mutable {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      held.reset();
    });
  }
  EXPECT_TRUE(left.expired());
  ending.join();
}

TEST(Upstreams, KnowsWhoTakesCallsAndNoticesWhenThatChanges) {
  HalfHealthy health;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&health);
  auto server = builder.BuildAndStart();
  Upstreams upstreams({"127.0.0.1:" + std::to_string(port), {}}, {"a.A", "a.B"}, ConnectPlain);
  EXPECT_EQ(upstreams.NotServing().size(), 2U);
  upstreams.WatchHealth();
  const auto wait_for = [&](std::size_t count) {
    support::Becomes([&] { return upstreams.NotServing().size() == count; });
    return upstreams.NotServing();
  };
  EXPECT_EQ(wait_for(1), std::vector<std::string>{"a.B"});
  EXPECT_FALSE(upstreams.AllHaveServed());
  server->Shutdown();
  server.reset();
  EXPECT_EQ(wait_for(2).size(), 2U);
}

TEST(Upstreams, AsksAllAtOnceSoThatOneWhoIsSilentKeepsNobodyWaiting) {
  HalfHealthy health;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&health);
  const auto server = builder.BuildAndStart();
  const std::vector<std::string> services = {"a.Silent1", "a.Silent2", "a.Silent3", "a.Silent4",
                                             "a.Silent5", "a.Silent6", "a.Silent7", "a.A"};
  Upstreams upstreams({"127.0.0.1:" + std::to_string(port), {}}, services, ConnectPlain);
  const auto start = std::chrono::steady_clock::now();
  upstreams.WatchHealth();
  EXPECT_TRUE(
      support::Becomes([&] { return upstreams.NotServing().size() == services.size() - 1; }));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(3'000));
}

}  // namespace
}  // namespace qianmo::gateway

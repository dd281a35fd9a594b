#include "gateway/transcode/api.h"

#include <stdexcept>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "gateway/transcode/recorded.h"

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

}  // namespace
}  // namespace qianmo::gateway

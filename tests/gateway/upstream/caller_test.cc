#include "gateway/upstream/caller.h"

#include <future>
#include <map>
#include <optional>

#include <grpcpp/grpcpp.h>
#include <grpcpp/test/client_context_test_peer.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "gateway/upstream/identity.h"
#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "rpc/transport.h"

namespace qianmo::gateway {
namespace {

constexpr char kIdentity[] = "qianmo.identity.v1.IdentityService";

class Identity final : public identity::v1::IdentityService::Service {
 public:
  grpc::Status IssueToken(grpc::ServerContext* context,
                          const identity::v1::IssueTokenRequest* request,
                          identity::v1::IssueTokenResponse* reply) override {
    ++asked;
    if (away > 0 && away-- > 0) return {grpc::StatusCode::UNAVAILABLE, "its database is away"};
    const auto address = context->client_metadata().find("x-client-address");
    if (address == context->client_metadata().end() || address->second != "192.0.2.7") {
      return {grpc::StatusCode::INTERNAL, "who asks?"};
    }
    if (request->session_token() != "qs1.good") return {grpc::StatusCode::UNAUTHENTICATED, ""};
    reply->set_caller_token("qmt1." + std::to_string(asked) + request->on_behalf_of());
    reply->mutable_expire_time()->set_seconds(4'000'000'000);
    return grpc::Status::OK;
  }
  int asked = 0;
  int away = 0;  // how many calls more it refuses to serve
};

class Calling : public testing::Test {
 protected:
  Calling() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&identity_);
    server_ = builder.BuildAndStart();
    upstreams_.emplace(
        UpstreamOptions{"127.0.0.1:" + std::to_string(port), {}},
        std::vector<std::string>{kIdentity},
        [](const std::string& target, const std::string&, const grpc::ChannelArguments& arguments) {
          return rpc::Transport::Plain().Connect(target, "identity", arguments);
        });
    sessions_.emplace(IssueAtIdentity(*upstreams_), clock_);
  }

  UpstreamCaller Caller(Credentials::Kind kind, const std::string& token, bool is_public,
                        bool from_cookie = false) {
    Credentials credentials;
    credentials.kind = kind;
    credentials.token = token;
    credentials.from_cookie = from_cookie;
    credentials.client_address = "192.0.2.7";
    return {*upstreams_, *sessions_, credentials, rpc::Trace::Continue(""), is_public};
  }
  // The authorization that a call would carry, or the code as text.
  std::string Authorization(const UpstreamCaller& caller) {
    std::promise<std::string> heard;
    caller.NewContext(
        [&](const grpc::Status& status, std::unique_ptr<grpc::ClientContext> context) {
          if (!status.ok()) return heard.set_value(std::to_string(status.error_code()));
          const auto metadata =
              grpc::testing::ClientContextTestPeer(context.get()).GetSendInitialMetadata();
          const auto found = metadata.find("authorization");
          heard.set_value(found == metadata.end() ? "" : found->second);
        });
    return heard.get_future().get();
  }

  using Kind = Credentials::Kind;

  Identity identity_;
  const SystemClock clock_;
  std::unique_ptr<grpc::Server> server_;
  std::optional<Upstreams> upstreams_;
  std::optional<SessionTokens> sessions_;
};

TEST_F(Calling, ExchangesSessionsAndPassesCallerTokensOn) {
  EXPECT_EQ(Authorization(Caller(Kind::kNone, "", true)), "");
  EXPECT_EQ(Authorization(Caller(Kind::kCallerToken, "qmt1.x", false)), "Bearer qmt1.x");
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.good", false)), "Bearer qmt1.1");
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.good", true)), "Bearer qmt1.1");
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.over", false)), "16");
}

TEST_F(Calling, LetsAStaleCookieInAsAStrangerButNotAStaleBearer) {
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.over", true, /*from_cookie=*/true)), "");
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.over", true, /*from_cookie=*/false)), "16");
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.over", false, /*from_cookie=*/true)), "16");
}

TEST_F(Calling, GetsANewTokenAfterForgetting) {
  const UpstreamCaller caller = Caller(Kind::kSession, "qs1.good", false);
  EXPECT_EQ(Authorization(caller), "Bearer qmt1.1");
  EXPECT_TRUE(caller.ForgetToken());
  EXPECT_EQ(Authorization(caller), "Bearer qmt1.2");
  EXPECT_FALSE(Caller(Kind::kCallerToken, "qmt1.x", false).ForgetToken());
}

TEST_F(Calling, AsksAgainWhileIdentityComesBack) {
  identity_.away = 3;
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.good", false)), "Bearer qmt1.4");
}

TEST_F(Calling, GivesUpOnAnIdentityThatStaysAway) {
  identity_.away = 1'000;
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.good", false)), "14");
  EXPECT_GT(identity_.asked, 2);
  EXPECT_LE(identity_.asked, 30);
}

TEST_F(Calling, SaysUnavailableWhenIdentityIsAway) {
  server_->Shutdown();
  server_.reset();
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.good", false)), "14");
  EXPECT_EQ(Authorization(Caller(Kind::kSession, "qs1.good", true, /*from_cookie=*/true)), "");
}

}  // namespace
}  // namespace qianmo::gateway

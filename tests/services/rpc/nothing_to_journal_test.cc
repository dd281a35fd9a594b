// The one way for a change to answer without a journal: a public method that concerns nobody.
#include <filesystem>

#include <gtest/gtest.h>

#include "qianmo/test/v1/notebook.pb.h"
#include "rpc/call.h"
#include "rpc/handler.h"
#include "services/rpc/stage.h"

namespace qianmo::rpc {
namespace {

// A mutation that anyone may call, or only those who are in.
MethodPolicy Policy(bool is_public) {
  return {.full_name = "qianmo.test.v1.Any.Change",
          .path = "/any",
          .is_public = is_public,
          .access = {},
          .refusals = {}};
}

class NothingToJournal : public testing::Test {
 protected:
  NothingToJournal()
      : keys_(std::filesystem::temp_directory_path() / ("qianmo-call-" + test::NewRequestId())) {
    if (!crypto::Keyring::Create(keys_, clock_.Now())) throw std::runtime_error("no key ring");
    keyring_ = *crypto::LiveKeyring::Open(keys_);
    pg::PoolOptions options;
    options.url = "postgresql:///nowhere";  // never asked
    pool_ = std::make_unique<pg::Pool>(options);
    room_ = std::unique_ptr<Room>(
        new Room{.service = "identity", .pool = *pool_, .keyring = *keyring_, .clock = clock_});
  }
  ~NothingToJournal() override { std::filesystem::remove_all(keys_); }

  // Runs the handler around a method that does `invoke`.
  grpc::StatusCode Serve(bool is_public, const Invoke& invoke) {
    const MethodPolicy policy = Policy(is_public);
    TokenVerifier tokens(*keyring_);
    Metrics metrics;
    Handler handler(*room_, tokens, metrics);
    v1::Caller caller;
    caller.set_county_id(7);
    caller.set_account_id(test::NewRequestId());
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    Envelope envelope{.authorization = {},
                      .traceparent = {},
                      .client_address = {},
                      .deadline = deadline,
                      .arrived = std::chrono::steady_clock::now()};
    if (!is_public) {
      envelope.authorization = "Bearer " + SignToken(*keyring_->Current(), caller, clock_.Now());
    }
    test::v1::EchoRequest request;
    return handler.Serve(policy, envelope, request, invoke).error_code();
  }

  SystemClock clock_;
  std::filesystem::path keys_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<pg::Pool> pool_;
  std::unique_ptr<Room> room_;
};

Result<Done> Explain(Call& call) {
  call.NothingToJournal("nobody is meant");
  return Done{};
}

TEST_F(NothingToJournal, LetsAPublicMethodAnswerThatConcernsNobody) {
  EXPECT_EQ(Serve(true, Explain), grpc::StatusCode::OK);
}

TEST_F(NothingToJournal, IsNotAssumed) {
  EXPECT_EQ(Serve(true, [](Call&) -> Result<Done> { return Done{}; }), grpc::StatusCode::INTERNAL);
}

TEST_F(NothingToJournal, IsNoExcuseForAMethodWhoseCallerIsKnown) {
  const MethodPolicy policy = Policy(false);
  const test::v1::EchoRequest request;
  Call call(*room_, {policy, request, std::make_shared<v1::Caller>(), Trace::Continue(""),
                     std::chrono::steady_clock::now(), ""});
  EXPECT_THROW(call.NothingToJournal("nobody is meant"), std::logic_error);
  EXPECT_FALSE(call.journaled());
}

}  // namespace
}  // namespace qianmo::rpc

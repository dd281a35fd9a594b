// That a stranger learns nothing from the time of an answer: not by a watch, which proves nothing,
// but by counting what costs time.
#include <gtest/gtest.h>

#include "identity/install.h"
#include "identity/knock.h"
#include "identity/password_service.h"
#include "identity/sign_in_service.h"
#include "services/identity/visitor.h"
#include "support/postgres_proxy.h"

namespace qianmo::identity {
namespace {

struct Work {
  int hashes;
  int commits;
  bool operator==(const Work&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Work& work) {
  return out << work.hashes << " hashes, " << work.commits << " commits";
}

// Calls the services without a server, whose background work would be counted too.
class DoorWork : public testing::Test {
 protected:
  DoorWork() {
    pg::PoolOptions options = office_.database().OptionsFor("identity");
    options.url = proxy_.Url();
    pool_ = std::make_unique<pg::Pool>(options);
    auto opened = crypto::LiveKeyring::Open(office_.keys());
    keyring_ = *std::move(opened);
    room_ = std::unique_ptr<rpc::Room>(new rpc::Room{
        .service = "identity", .pool = *pool_, .keyring = *keyring_, .clock = office_.clock()});
    known_ = office_.Bidder();
    shut_ = office_.Bidder();
    office_.Write([&](pg::Transaction& tx) -> Result<Done> {
      SetDisabled(tx, kHome, shut_.id(), "because", office_.clock().Now());
      return Done{};
    });
  }

  template <class Service, class Request, class Reply>
  Work Measure(const std::string& method, Service& service,
               Result<Reply> (Service::*function)(rpc::Call&, const Request&),
               const Request& request) {
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        "qianmo.identity.v1.IdentityService." + method);
    const auto policy = rpc::PolicyOf(*descriptor);
    rpc::Call call(*room_,
                   {*policy, request, std::make_shared<rpc::v1::Caller>(), rpc::Trace::Continue(""),
                    std::chrono::steady_clock::now() + std::chrono::seconds(10), "10.1.1.1"});
    const int commits = proxy_.commits();
    const auto hashes = hasher_.runs();
    outcome_ = (service.*function)(call, request).ok();
    return {static_cast<int>(hasher_.runs() - hashes), proxy_.commits() - commits};
  }

  Work SignInWork(const std::string& handle, const std::string& password) {
    SignInService service(hasher_);
    return Measure("SignIn", service, &SignInService::SignIn, Proofs(handle, password));
  }
  Work RequestWork(const std::string& handle) {
    PasswordService service(hasher_);
    auto request = Fresh<v1::RequestPasswordResetRequest>();
    if (!reused_.empty()) request.set_request_id(reused_);
    request.set_handle(handle);
    return Measure("RequestPasswordReset", service, &PasswordService::RequestPasswordReset,
                   request);
  }
  Work ResetWork(const std::string& handle) {
    PasswordService service(hasher_);
    auto request = Fresh<v1::ResetPasswordRequest>();
    if (!reused_.empty()) request.set_request_id(reused_);
    request.set_handle(handle);
    request.set_one_time_code("123456");
    request.set_new_password("another long secret");
    return Measure("ResetPassword", service, &PasswordService::ResetPassword, request);
  }

  Office office_;
  support::PostgresProxy proxy_{office_.database().Url()};
  std::unique_ptr<pg::Pool> pool_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<rpc::Room> room_;
  crypto::PasswordHasher hasher_{{.memory_kib = 64, .passes = 1, .lanes = 1}, 1};
  Member known_;
  Member shut_;
  bool outcome_ = false;
  std::string reused_;  // a request_id that was used for something else
};

TEST_F(DoorWork, IsTheSameForWhateverAStrangerGetsWrong) {
  const Work expected{1, 1};
  EXPECT_EQ(SignInWork(known_.handle, kWrong), expected);
  EXPECT_EQ(SignInWork("nobody.here", kWrong), expected);
  EXPECT_EQ(SignInWork(shut_.handle, kWrong), expected);
  EXPECT_EQ(SignInWork(shut_.handle, kPassword), expected);
  EXPECT_FALSE(outcome_);
  // And is more for those who come in, so the counting counts.
  EXPECT_EQ(SignInWork(known_.handle, kPassword), (Work{1, 3}));
  EXPECT_TRUE(outcome_);
}

TEST_F(DoorWork, IsTheSameForACodeThatNobodyGets) {
  const Work expected{0, 2};
  EXPECT_EQ(RequestWork(known_.handle), expected);
  EXPECT_EQ(RequestWork("nobody.here"), expected);
  EXPECT_EQ(RequestWork(shut_.handle), expected);
  EXPECT_TRUE(outcome_);
}

TEST_F(DoorWork, IsTheSameForAWrongCode) {
  const Work expected{1, 3};
  EXPECT_EQ(ResetWork(known_.handle), expected);
  EXPECT_EQ(ResetWork("nobody.here"), expected);
  EXPECT_EQ(ResetWork(shut_.handle), expected);
  EXPECT_FALSE(outcome_);
}

TEST_F(DoorWork, IsTheSameForAUsedRequestId) {
  reused_ = NewRequestId();
  RequestWork(known_.handle);
  for (const std::string& handle : {known_.handle, std::string("nobody.here")}) {
    EXPECT_EQ(ResetWork(handle), (Work{1, 3})) << handle;
    EXPECT_FALSE(outcome_);
    EXPECT_EQ(RequestWork(" " + handle), (Work{0, 2})) << handle;
    EXPECT_TRUE(outcome_);
  }
}

}  // namespace
}  // namespace qianmo::identity

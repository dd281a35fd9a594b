// What an operator does beside a qianmod that people use: rotate keys, look, copy.
#include <atomic>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <grpc/support/time.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "base/id.h"
#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using identity::v1::IdentityService;
using testing::HasSubstr;

class RunningHouseTest : public testing::Test {
 protected:
  RunningHouseTest() {
    Execute(house_.url(), "INSERT INTO house.county VALUES (7, '演示县', '990007')");
    server_ = std::make_unique<support::Process>(
        std::vector<std::string>{support::BuiltProgram("qianmod"), "--listen", target_, "--keys",
                                 house_.keys(), "--connections", "4"},
        std::map<std::string, std::string>{{"QIANMO_DATABASE_URL", house_.url()}}, log_);
    channel_ = grpc::CreateChannel(target_, grpc::InsecureChannelCredentials());
    for (int tries = 0; Ctl({"health", "--target", target_}).code != 0; ++tries) {
      if (tries > 200 || !server_->IsRunning()) throw std::runtime_error(support::ReadFile(log_));
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  identity::v1::SignUpBidderRequest NewBidder() {
    const int number = ++bidders_;
    identity::v1::SignUpBidderRequest request;
    request.set_parent("counties/7");
    request.set_request_id(Uuid::Make(SystemClock().Now()).ToString());
    request.set_phone("139" + std::to_string(10'000'000 + number));
    request.set_display_name("Bidder " + std::to_string(number));
    request.set_password("a long and honest password");
    return request;
  }
  grpc::Status SignUp(const identity::v1::SignUpBidderRequest& request) const {
    grpc::ClientContext context;
    context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
    identity::v1::Account account;
    return IdentityService::NewStub(channel_)->SignUpBidder(&context, request, &account);
  }
  // As people's programs do: the same request again while the service is away.
  void SignUpInTheEnd(const identity::v1::SignUpBidderRequest& request) const {
    for (int tries = 0; tries < 200; ++tries) {
      const grpc::Status status = SignUp(request);
      if (status.ok()) return;
      ASSERT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ADD_FAILURE() << "never signed up";
  }
  void CutConnections() const {
    Execute(house_.url(),
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE usename = 'qianmo_identity' AND datname = current_database()");
  }
  std::string Accounts() const {
    return Value(house_.url(), "SELECT count(*) FROM identity.account");
  }

  const House house_ = House::Furnished();
  const std::filesystem::path log_ = house_.folder() / "log";
  const std::string target_ = "127.0.0.1:" + std::to_string(support::FreePort());
  std::unique_ptr<support::Process> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::atomic<int> bidders_ = 0;
};

// The rows are the services' own, so this also proves that verify knows how they seal.
TEST_F(RunningHouseTest, VerifiesWhatTheServicesSealUnderOldAndNewKeys) {
  SignUpInTheEnd(NewBidder());
  ASSERT_EQ(house_.Run({"keys", "rotate", "data"}).code, 0);
  std::this_thread::sleep_for(std::chrono::seconds(2));  // the server looks once a second
  SignUpInTheEnd(NewBidder());
  EXPECT_EQ(Value(house_.url(),
                  "SELECT count(DISTINCT substring(handle_sealed FOR 5)) FROM identity.account"),
            "2");
  const auto verified = house_.Run({"verify"});
  EXPECT_EQ(verified.code, 0) << verified.output;
  EXPECT_THAT(verified.output, testing::Not(HasSubstr("open: 0 tried")));
}

TEST_F(RunningHouseTest, ConnectsAnewAfterTheDatabaseKeyWasRotated) {
  SignUpInTheEnd(NewBidder());
  const auto rotated = house_.Run({"keys", "rotate", "database"});
  ASSERT_EQ(rotated.code, 0) << rotated.output;
  EXPECT_TRUE(SignUp(NewBidder()).ok());  // on connections that were open
  CutConnections();
  SignUpInTheEnd(NewBidder());
  EXPECT_EQ(Accounts(), "3");
}

TEST_F(RunningHouseTest, ServesUnderLoadWhileItsDatabaseKeyIsRotated) {
  std::vector<std::thread> people;
  for (int i = 0; i < 3; ++i) {
    people.emplace_back([this] {
      for (int turn = 0; turn < 5; ++turn) SignUpInTheEnd(NewBidder());
    });
  }
  for (int turn = 0; turn < 3; ++turn) {
    EXPECT_EQ(house_.Run({"keys", "rotate", "database"}).code, 0);
    CutConnections();
  }
  for (auto& person : people) person.join();
  EXPECT_EQ(Accounts(), "15");
  EXPECT_EQ(house_.Run({"verify"}).code, 0);
}

TEST_F(RunningHouseTest, IsCopiedWhilePeopleSignUp) {
  std::atomic<bool> over = false;
  SignUpInTheEnd(NewBidder());
  std::thread people([&] {
    while (!over) SignUpInTheEnd(NewBidder());
  });
  const auto backup = house_.Run({"backup", "--out", house_.folder() / "backup"});
  over = true;
  people.join();
  ASSERT_EQ(backup.code, 0) << backup.output;
  const auto restored =
      Ctl({"restore", "--from", house_.folder() / "backup", "--to", house_.folder() / "restored",
           "--user", PostgresUser().name, "--verify"});
  EXPECT_EQ(restored.code, 0) << restored.output;
  EXPECT_THAT(restored.output, testing::Not(HasSubstr("open: 0 tried")));
}

}  // namespace
}  // namespace qianmo::ctl

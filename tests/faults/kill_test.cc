// The server is killed in the middle of its work; what was asked happens once, and only once.
#include <atomic>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include <grpc/support/time.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/id.h"
#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "qianmo/messages/v1/messages.grpc.pb.h"
#include "rpc/outbox.h"
#include "support/becomes.h"
#include "support/daemon.h"

namespace qianmo {
namespace {

using identity::v1::Account;
using identity::v1::IdentityService;
using identity::v1::SignUpBidderRequest;

constexpr char kPassword[] = "a long and honest password";

struct Asked {
  SignUpBidderRequest request;
  std::string answer;  // empty when none came back
};

SignUpBidderRequest SignUp(int number) {
  SignUpBidderRequest request;
  request.set_parent("counties/7");
  request.set_request_id(Uuid::Make(SystemClock().Now()).ToString());
  request.set_phone("139" + std::to_string(10'000'000 + number));
  request.set_display_name("Bidder " + std::to_string(number));
  request.set_password(kPassword);
  return request;
}

grpc::Status Ask(const std::shared_ptr<grpc::Channel>& channel, Asked* asked) {
  grpc::ClientContext context;
  context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
  Account account;
  const auto status =
      IdentityService::NewStub(channel)->SignUpBidder(&context, asked->request, &account);
  if (status.ok()) asked->answer = account.SerializeAsString();
  return status;
}

int Count(const support::Database& database, const std::string& what) {
  return database.Execute("SELECT count(*) FROM " + what).front().front().as<int>();
}

// Signs bidders up from several threads until the server is gone.
std::vector<Asked> AskUntilKilled(support::Daemon* daemon, std::atomic<int>* numbers,
                                  std::chrono::milliseconds life) {
  std::vector<std::vector<Asked>> asked(4);
  std::vector<std::thread> threads;
  for (auto& mine : asked) {
    threads.emplace_back([&] {
      do mine.push_back({SignUp((*numbers)++), ""});
      while (Ask(daemon->channel(), &mine.back()).ok());
    });
  }
  std::this_thread::sleep_for(life);
  daemon->Kill();
  for (auto& thread : threads) thread.join();
  std::vector<Asked> all;
  for (auto& mine : asked) all.insert(all.end(), mine.begin(), mine.end());
  return all;
}

TEST(KilledServer, GivesOneEffectAndTheSameAnswerToARepeatedRequest) {
  support::Database database;
  database.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
  support::Daemon daemon(database);
  std::mt19937 random(20261120);
  std::atomic<int> numbers = 0;
  std::vector<Asked> asked;
  int lost_answers = 0;
  for (int round = 0; round < 6; ++round) {
    daemon.Start();
    const auto life = std::chrono::milliseconds(200 + random() % 400);
    for (Asked& one : AskUntilKilled(&daemon, &numbers, life)) asked.push_back(std::move(one));
  }
  daemon.Start();
  for (Asked& one : asked) {
    const std::string before = one.answer;
    lost_answers += before.empty();
    const auto status = Ask(daemon.channel(), &one);
    ASSERT_TRUE(status.ok()) << status.error_message();
    if (!before.empty()) {
      EXPECT_EQ(one.answer, before);
    }
  }
  EXPECT_GT(lost_answers, 0) << "no request was in flight at any kill: the test proves nothing";
  EXPECT_EQ(Count(database, "identity.account"), static_cast<int>(asked.size()));
  EXPECT_EQ(Count(database, "identity.journal"), static_cast<int>(asked.size()));
  EXPECT_EQ(daemon.Log().find(kPassword), std::string::npos);
  EXPECT_EQ(Count(database,
                  "identity.journal WHERE encode(answer, 'escape') ~ '139100[0-9]{5}'"
                  " OR concat(person, on_behalf_of) ~ '139100[0-9]{5}'"),
            0)
      << "telephones are sealed";
}

// A messages service that is there only when it wants to be.
class Receiver final : public messages::v1::MessagesService::Service {
 public:
  explicit Receiver(const std::string& address) : address_(address) {}

  void Open() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address_, grpc::InsecureServerCredentials());
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  const std::string& address() const { return address_; }

  grpc::Status SendMessage(grpc::ServerContext*, const messages::v1::SendMessageRequest* request,
                           messages::v1::Message*) override {
    std::lock_guard lock(mutex_);
    if (received_.empty() && poisoned_.empty()) poisoned_ = request->request_id();
    if (request->request_id() == poisoned_) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "this one cannot be read"};
    }
    received_.insert(request->request_id());
    return grpc::Status::OK;
  }

  std::size_t received() {
    std::lock_guard lock(mutex_);
    return received_.size();
  }

 private:
  const std::string address_;
  std::unique_ptr<grpc::Server> server_;
  std::mutex mutex_;
  std::set<std::string> received_;
  std::string poisoned_;
};

grpc::Status RequestReset(const std::shared_ptr<grpc::Channel>& channel, const std::string& phone) {
  grpc::ClientContext context;
  context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
  identity::v1::RequestPasswordResetRequest request;
  request.set_request_id(Uuid::Make(SystemClock().Now()).ToString());
  request.set_handle(phone);
  identity::v1::RequestPasswordResetResponse response;
  return IdentityService::NewStub(channel)->RequestPasswordReset(&context, request, &response);
}

TEST(KilledServer, StillMakesTheCallsThatItOwes) {
  constexpr int kBidders = 12;
  support::Database database;
  database.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
  support::Daemon daemon(database);
  Receiver receiver("127.0.0.1:" + std::to_string(support::FreePort()));
  const std::vector<std::string> peer = {
      "--services", "identity", "--peer",
      "qianmo.messages.v1.MessagesService=" + receiver.address()};
  daemon.Start(peer);
  for (int i = 0; i < kBidders; ++i) {
    Asked asked{SignUp(i), ""};
    ASSERT_TRUE(Ask(daemon.channel(), &asked).ok());
    // Codes go only to telephones that are proved.
    database.Execute("UPDATE identity.account SET phone_confirm_time = create_time");
    const auto status = RequestReset(daemon.channel(), asked.request.phone());
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  daemon.Kill();
  EXPECT_EQ(Count(database, "identity.outbox"), kBidders) << "nobody was there to take them";
  receiver.Open();
  daemon.Start(peer);
  std::size_t killed_at = 0;
  const auto deliver = [&] {
    if (receiver.received() >= killed_at + 3) {  // in the middle of its deliveries, too
      killed_at = receiver.received();
      daemon.Kill();
      daemon.Start(peer);
    }
    return receiver.received() == kBidders - 1u;
  };
  constexpr std::chrono::seconds kLeases = 5 * rpc::kLease;  // each kill may cost one
  EXPECT_TRUE(support::Becomes(deliver, std::chrono::milliseconds(50), kLeases))
      << receiver.received() << ": all but the poisoned one";
  // What the last server killed had taken, and perhaps sent, is free again when its lease ends.
  static_assert(support::kPatience > rpc::kLease);
  EXPECT_TRUE(support::Becomes([&] { return Count(database, "identity.outbox") == 1; }));
  EXPECT_EQ(Count(database, "identity.outbox WHERE state = 1"), 0);
  EXPECT_EQ(Count(database, "identity.outbox WHERE state = 2"), 1) << "for an operator to see";
}

TEST(KilledServer, DrainsWhenAskedTo) {
  support::Database database;
  support::Daemon daemon(database);
  daemon.Start();
  EXPECT_EQ(daemon.Stop(), 0);
}

}  // namespace
}  // namespace qianmo

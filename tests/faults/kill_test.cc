// The server is killed in the middle of its work; what was asked happens once, and only once.
#include <atomic>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include <grpc/support/time.h>
#include <gtest/gtest.h>

#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "qianmo/messages/v1/messages.grpc.pb.h"
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
  context.set_deadline(gpr_time_from_seconds(10, GPR_TIMESPAN));
  Account account;
  const auto status =
      IdentityService::NewStub(channel)->SignUpBidder(&context, asked->request, &account);
  if (status.ok()) asked->answer = account.SerializeAsString();
  return status;
}

// Signs bidders up from several threads until the server is gone.
std::vector<Asked> AskUntilKilled(support::Daemon* daemon, std::atomic<int>* numbers,
                                  std::chrono::milliseconds life) {
  std::atomic<bool> over = false;
  std::vector<std::vector<Asked>> asked(4);
  std::vector<std::thread> threads;
  for (auto& mine : asked) {
    threads.emplace_back([&] {
      while (!over) {
        mine.push_back({SignUp((*numbers)++), ""});
        (void)Ask(daemon->channel(), &mine.back());
      }
    });
  }
  std::this_thread::sleep_for(life);
  daemon->Kill();
  over = true;
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
  EXPECT_EQ(
      database.Execute("SELECT count(*) FROM identity.account").front().front().as<std::size_t>(),
      asked.size());
  EXPECT_EQ(
      database.Execute("SELECT count(*) FROM identity.journal").front().front().as<std::size_t>(),
      asked.size());
  EXPECT_EQ(daemon.Log().find(kPassword), std::string::npos);
  const auto traces = database.Execute(
      "SELECT count(*) FROM identity.journal j WHERE j::text LIKE '%1391%' OR"
      " encode(answer, 'escape') LIKE '%1391%'");
  EXPECT_EQ(traces.front().front().as<int>(), 0) << "telephones are sealed";
}

TEST(KilledServer, DrainsWhenAskedTo) {
  support::Database database;
  support::Daemon daemon(database);
  daemon.Start();
  EXPECT_EQ(daemon.Stop(), 0);
}

}  // namespace
}  // namespace qianmo

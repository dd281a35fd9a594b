// Stories that people would tell, from outside through the gateway: with all services in one
// process, and with each in its own behind mutual TLS.
#include "system/story.h"

#include <atomic>
#include <set>
#include <thread>

#include "support/becomes.h"

namespace qianmo {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using support::Answer;
using support::Field;
using support::Mode;
using support::Stack;
using testing::HasSubstr;

constexpr milliseconds kAway{600};
INSTANTIATE_TEST_SUITE_P(Both, Story, BothModes(), NameOfMode);

TEST_P(Story, ABidderSignsUpSignsInAndSeesWhoTheyAre) {
  LoadDemo();
  const std::string id = NewRequestId();
  const Answer signed_up =
      stack_.Post("/v1/counties/1/accounts:signUpBidder",
                  R"({"requestId": )" + Quoted(id) +
                      R"(, "phone": "13912345678", "displayName": "李四", "password": )" +
                      Quoted(kPassword) + "}");
  ASSERT_EQ(signed_up.status, 200) << signed_up.body;
  const std::string session = SignIn("13912345678");
  const Answer me = stack_.Get("/v1/me", session);
  ASSERT_EQ(me.status, 200) << me.body;
  EXPECT_THAT(me.body, HasSubstr(Field(signed_up.body, "name")));
  EXPECT_EQ(stack_.Curl("/v1/me").status, 401);
  EXPECT_EQ(stack_.Get("/v1/me", session + "x").status, 401);
}

TEST_P(Story, AProgramThatSignsInIsTakenForAProgram) {
  LoadDemo();
  const Answer answer = stack_.Post(
      "/v1/sessions:signIn", R"({"requestId": )" + Quoted(NewRequestId()) +
                                 R"(, "handle": "demo.bidder", "channel": "CHANNEL_COUNTER",)" +
                                 R"( "password": )" + Quoted(kPassword) + "}");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Field(answer.body, "channel"), "CHANNEL_PROGRAM");
}

TEST_P(Story, AnAdminReadsAllAccountsPageByPage) {
  const std::string session = SignInAsOfficer("demo.admin");
  std::set<std::string> names;
  std::string page;
  int pages = 0;
  do {
    const Answer answer =
        stack_.Get("/v1/counties/1/accounts?pageSize=20&pageToken=" + page, session);
    ASSERT_EQ(answer.status, 200) << answer.body;
    for (std::size_t at = 0;
         (at = answer.body.find("counties/1/accounts/", at)) != std::string::npos; ++at) {
      names.insert(answer.body.substr(at, 56));
    }
    page = Field(answer.body, "nextPageToken");
  } while (!page.empty() && ++pages < 20);
  EXPECT_EQ(pages, 2) << "and the last one";
  EXPECT_EQ(names.size(), 54u) << "14 in office, 40 who bid";
}

TEST_P(Story, LongWorkIsPolledUntilItIsDone) {
  const std::string session = SignInAsOfficer("demo.admin");
  const Answer started = stack_.Post("/v1/counties/1:reseal",
                                     R"({"requestId": )" + Quoted(NewRequestId()) + "}", session);
  ASSERT_EQ(started.status, 200) << started.body;
  const std::string name = Field(started.body, "name");
  ASSERT_THAT(name, HasSubstr("counties/1/operations/identity."));
  Answer polled;
  EXPECT_TRUE(Becomes([&] {
    polled = stack_.Get("/v1/" + name, session);
    EXPECT_EQ(polled.status, 200) << polled.body;
    return polled.body.find(R"("done":true)") != std::string::npos;
  })) << polled.body;
}

// What a client may get while a service is away.
bool IsFair(const Answer& answer) {
  return answer.status == 200 ||
         (answer.status == 503 && answer.head.find("etry-") != std::string::npos);
}

TEST_P(Story, AServiceIsKilledUnderLoadAndNobodyGetsAWrongAnswer) {
  LoadDemo();
  const std::string session = SignIn("demo.bidder");
  std::atomic<bool> done = false;
  std::atomic<int> right = 0;
  std::atomic<int> felt = 0;  // answers that were late, or that somebody is away
  std::vector<std::thread> people;
  for (int i = 0; i < 3; ++i) {
    people.emplace_back([&] {
      while (!done) {
        const auto since = steady_clock::now();
        const Answer answer = stack_.Get("/v1/me", session);
        EXPECT_TRUE(IsFair(answer)) << answer.head << answer.body;
        if (answer.status != 200 || steady_clock::now() - since > kAway / 2) ++felt;
        if (answer.status == 200) ++right;
        std::this_thread::sleep_for(milliseconds(30));  // three of them stay below the limit
      }
    });
  }
  std::this_thread::sleep_for(milliseconds(300));
  for (int round = 0; round < 2; ++round) {
    stack_.Kill("identity");
    std::this_thread::sleep_for(kAway);
    stack_.Start("identity");
    std::this_thread::sleep_for(milliseconds(300));
  }
  const int before = right;
  const bool recovered = Becomes([&] { return right >= before + 5; });
  done = true;
  for (auto& person : people) person.join();
  EXPECT_TRUE(recovered);
  EXPECT_GT(felt, 0) << "nobody noticed: the test proves nothing";
}

TEST_P(Story, BufCallsAServiceAndCurlTheGateway) {
  const auto healthy = stack_.BufCurl("identity", "grpc.health.v1.Health/Check", "{}");
  EXPECT_EQ(healthy.code, 0) << healthy.output;
  EXPECT_THAT(healthy.output, HasSubstr("SERVING"));
  const auto refused = stack_.BufCurl("identity", "qianmo.identity.v1.IdentityService/SignIn",
                                      R"({"handle": "nobody"})");
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.output, HasSubstr("request_id"));
  const Answer curled = stack_.Post("/v1/sessions:signIn", R"({"handle": "nobody"})");
  EXPECT_EQ(curled.status, 400);
  EXPECT_THAT(curled.body, HasSubstr("INVALID_ARGUMENT"));
  EXPECT_EQ(stack_.Curl("/healthz").status, 200);
}

TEST_P(Story, EverybodyStopsInGoodOrderAndSoon) {
  LoadDemo();
  EXPECT_EQ(stack_.Get("/v1/me", SignIn("demo.bidder")).status, 200);
  const auto since = steady_clock::now();
  EXPECT_TRUE(stack_.Stop()) << stack_.Logs();
  EXPECT_LT(steady_clock::now() - since, seconds(8));
}

TEST(SplitStory, CertificatesAreRenewedWhileCallsRunAndNoneFails) {
  Stack stack(Mode::kSplit, seconds(6));
  stack.database().Execute("INSERT INTO house.county VALUES (7, '演示县', '990007')");
  const auto first = support::ReadFile(stack.certificates() / "identity/cert.pem");
  int calls = 0;
  const auto until = steady_clock::now() + seconds(8);
  for (; steady_clock::now() < until || calls <= 10; ++calls) {
    const Answer answer =
        stack.Post("/v1/sessions:signIn", R"({"requestId": )" + Quoted(NewRequestId()) +
                                              R"(, "handle": "nobody.at.all",)"
                                              R"( "password": "x"})");
    ASSERT_NE(answer.status, 503) << answer.body << stack.Logs();
    if (calls % 10 == 5) stack.RestartGateway();  // new connections need what is now good
    EXPECT_TRUE(answer.status == 401 || answer.status == 429) << answer.head << answer.body;
  }
  EXPECT_NE(support::ReadFile(stack.certificates() / "identity/cert.pem"), first);
}

}  // namespace
}  // namespace qianmo

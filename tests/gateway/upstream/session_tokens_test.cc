#include "gateway/upstream/session_tokens.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "support/clock.h"

namespace qianmo::gateway {
namespace {

using std::chrono::seconds;
using Answer = std::function<void(const grpc::Status&, const IssuedToken&)>;

// An identity that answers when it is told to.
class SessionCache : public testing::Test {
 protected:
  // What one Exchange hears: the authorization, or the code as text, or "" for nothing yet.
  std::shared_ptr<std::string> Ask(const std::string& session, const std::string& other = "",
                                   bool background = false) {
    auto heard = std::make_shared<std::string>();
    tokens_.Exchange(
        {session, other, "", false, "", background},
        [heard](const grpc::Status& status, const SessionTokens::Authorization& authorization) {
          *heard = status.ok() ? *authorization : std::to_string(status.error_code());
        });
    return heard;
  }
  void Give(std::size_t which, const std::string& token, seconds life = seconds(60)) {
    answers_.at(which)(grpc::Status::OK, {token, clock_.Now() + life});
  }
  void Refuse(std::size_t which, grpc::StatusCode code) {
    answers_.at(which)(grpc::Status(code, ""), {});
  }

  support::ManualClock clock_{Time(seconds(1'800'000'000))};
  std::vector<Answer> answers_;
  std::vector<bool> in_background_;  // of each question
  SessionTokens tokens_{[this](const TokenRequest& request, Answer done) {
                          answers_.push_back(done);
                          in_background_.push_back(request.background);
                        },
                        clock_};
};

TEST_F(SessionCache, AsksOnceForAllWhoWaitAndAllWhoComeLater) {
  const auto first = Ask("a");
  const auto second = Ask("a");
  EXPECT_EQ(answers_.size(), 1U);
  EXPECT_EQ(*first, "");
  Give(0, "t1");
  EXPECT_EQ(*first, "Bearer t1");
  EXPECT_EQ(*second, "Bearer t1");
  EXPECT_EQ(*Ask("a"), "Bearer t1");
  EXPECT_EQ(answers_.size(), 1U);
}

TEST_F(SessionCache, KeepsSessionsAndThoseTheyActForApart) {
  Ask("a");
  Ask("b");
  Ask("a", "b");
  Ask("ab");
  EXPECT_EQ(answers_.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) Give(i, "t" + std::to_string(i));
  EXPECT_EQ(*Ask("a", "b"), "Bearer t2");
  EXPECT_EQ(*Ask("ab"), "Bearer t3");
}

TEST_F(SessionCache, AsksAgainShortlyBeforeTheEnd) {
  Ask("a");
  Give(0, "t1");
  clock_.Advance(seconds(60) - SessionTokens::kSpare - Duration(1));
  EXPECT_EQ(*Ask("a"), "Bearer t1");
  clock_.Advance(Duration(1));
  const auto heard = Ask("a");
  EXPECT_EQ(answers_.size(), 2U);
  Give(1, "t2");
  EXPECT_EQ(*heard, "Bearer t2");
}

TEST_F(SessionCache, AsksAnewForOneWhoActsWhereOnlyAPageWasOpen) {
  const auto page = Ask("a", "", true);
  const auto person = Ask("a");
  EXPECT_EQ(in_background_, (std::vector{true, false}));
  Give(0, "t1");
  EXPECT_EQ(*page, "Bearer t1");
  EXPECT_EQ(*person, "");
  Give(1, "t2");
  EXPECT_EQ(*person, "Bearer t2");
  EXPECT_EQ(*Ask("a"), "Bearer t2");
  EXPECT_EQ(*Ask("a", "", true), "Bearer t2") << "the page may go on with what somebody asked for";
  EXPECT_EQ(answers_.size(), 2U);
}

TEST_F(SessionCache, BelievesThatASessionIsOverWhoeverAsked) {
  Ask("a", "", true);
  Refuse(0, grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(*Ask("a"), "16");
  EXPECT_EQ(answers_.size(), 1U);
}

TEST_F(SessionCache, RemembersARefusalForAMoment) {
  const auto first = Ask("a");
  Refuse(0, grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(*first, "16");
  EXPECT_EQ(*Ask("a"), "16");
  EXPECT_EQ(answers_.size(), 1U);
  clock_.Advance(SessionTokens::kRefusalHolds);
  Ask("a");
  EXPECT_EQ(answers_.size(), 2U);
  Give(1, "t");
}

TEST_F(SessionCache, DoesNotRememberTrouble) {
  const auto first = Ask("a");
  Refuse(0, grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(*first, "14");
  Ask("a");
  EXPECT_EQ(answers_.size(), 2U);
  Give(1, "t");
}

TEST_F(SessionCache, ForgetsAlsoWhatIsStillUnderWay) {
  Ask("a");
  Give(0, "t1");
  tokens_.Forget("a", "");
  const auto second = Ask("a");
  EXPECT_EQ(answers_.size(), 2U);
  tokens_.Forget("a", "");
  Give(1, "t2");
  EXPECT_EQ(*second, "Bearer t2");
  Ask("a");
  EXPECT_EQ(answers_.size(), 3U);
  Give(2, "t3");
  tokens_.Forget("nobody", "");
}

TEST_F(SessionCache, StaysSmallUnderAFloodOfSessions) {
  const std::size_t flood = 20 * SessionTokens::kMostInShard;
  for (std::size_t i = 0; i < flood; ++i) {
    Ask(std::to_string(i));
    Refuse(i, grpc::StatusCode::UNAUTHENTICATED);
  }
  // Full shards were emptied: an early session is asked for anew though its second is not over.
  std::size_t forgotten = 0;
  for (std::size_t i = 0; i < 1'000; ++i) {
    const std::size_t before = answers_.size();
    Ask(std::to_string(i));
    if (answers_.size() == before) continue;
    ++forgotten;
    Give(before, "t");
  }
  EXPECT_GT(forgotten, 0U);
}

TEST(SessionTokens, IsSafeForManyThreads) {
  const SystemClock clock;
  std::atomic<int> asked = 0;
  std::atomic<int> heard = 0;
  SessionTokens tokens(
      [&](const TokenRequest& request, const Answer& done) {
        ++asked;
        std::thread([request, done] {
          done(grpc::Status::OK, {request.session_token, SystemClock().Now() + seconds(60)});
        }).detach();
      },
      clock);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2'000; ++i) {
        const std::string session = std::to_string(i % 10);
        tokens.Exchange({session, "", "", false, ""},
                        [&, session](const grpc::Status&, const auto& authorization) {
                          if (*authorization == "Bearer " + session) ++heard;
                        });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (int i = 0; i < 5'000 && heard < 8'000; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(heard, 8'000);
  EXPECT_EQ(asked, 10);
}

}  // namespace
}  // namespace qianmo::gateway

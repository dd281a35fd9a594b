// Two processes, four hands, one hold: exactly one wins each time; and a connection that breaks at
// the worst moment leaves each part resolved once.
#include <array>
#include <atomic>
#include <barrier>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>

#include "ledger/holds_service.h"
#include "ledger/install.h"
#include "services/ledger/vault.h"
#include "support/postgres_proxy.h"

namespace qianmo::ledger {
namespace {

constexpr int kHands = 4;
constexpr int kRaceAttempts = 1000;

int RoundsWanted() {
  const char* wanted = std::getenv("QIANMO_RACE_ATTEMPTS");
  return (wanted == nullptr ? kRaceAttempts : std::atoi(wanted)) / kHands;
}

// As another process on the same database would be.
class SecondServer {
 public:
  explicit SecondServer(Vault* vault)
      : server_(Options(vault), vault->bureau().live_keyring(), vault->bureau().clock()) {
    Install(server_.Host("ledger"));
    server_.Start();
  }
  rpc::Server& server() { return server_; }

 private:
  static rpc::ServerOptions Options(Vault* vault) {
    rpc::ServerOptions options;
    options.database_url = vault->bureau().database().Url();
    options.pool_size = 4;
    return options;
  }

  rpc::Server server_;
};

class CustodyRace : public testing::Test {
 protected:
  std::string TryAt(rpc::Server& server, int hand, const std::string& hold, std::int64_t fen) {
    if (hand == 0) {
      auto request = Named<v1::ReleaseHoldRequest>(hold);
      request.set_amount_fen(fen);
      return vault_.AskAt(server, vault_.officer(), &Holds::ReleaseHold, request).reason();
    }
    if (hand == 1) {
      auto request = Named<v1::ForfeitHoldRequest>(hold);
      request.set_amount_fen(fen);
      request.set_reason("悔拍");
      return vault_.AskAt(server, vault_.approver(), &Holds::ForfeitHold, request).reason();
    }
    return vault_
        .AskAt(server, vault_.approver(), &Holds::CaptureHold, vault_.NewCapture(hold, fen))
        .reason();
  }

  std::vector<std::string> FundedHolds(int count, std::int64_t fen) {
    const std::string lot = NewLot();
    std::vector<Credit> credits;
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
      const Bidding bidding = Vault::Bidder(++bidders_);
      const auto hold = vault_.Open(lot, bidding, fen);
      credits.push_back(vault_.CreditFor(hold, bidding));
      names.push_back(hold.name());
    }
    vault_.Take(credits);
    return names;
  }

  // What `hand` does in a thread of its own, at one of the two servers. At every moment of it, the
  // books and the rows agree.
  template <class F>
  void WithAllHands(const F& hand) {
    std::vector<std::thread> threads;
    std::atomic<int> working = kHands;
    for (int i = 0; i < kHands; ++i) {
      rpc::Server& server = i % 2 == 0 ? vault_.bureau().server() : second_.server();
      threads.emplace_back([&hand, &server, &working, i] {
        hand(server, i);
        --working;
      });
    }
    while (working > 0) EXPECT_EQ(vault_.UnsoundCustody(), "");
    for (auto& thread : threads) thread.join();
  }

  Vault vault_;
  SecondServer second_{&vault_};
  int bidders_ = 0;
};

TEST_F(CustodyRace, HasOneWinnerForEachHold) {
  const auto holds = FundedHolds(RoundsWanted(), 100);
  std::vector<std::atomic<int>> wins(holds.size());
  std::barrier together(kHands);
  WithAllHands([&](rpc::Server& server, int hand) {
    for (std::size_t i = 0; i < holds.size(); ++i) {
      together.arrive_and_wait();
      const std::string reason = TryAt(server, hand, holds[i], 0);
      wins[i] += reason.empty() ? 1 : 0;
      EXPECT_EQ(reason, reason.empty() ? "" : "HOLD_ENDED");
    }
  });
  for (const auto& won : wins) EXPECT_EQ(won, 1);
}

TEST_F(CustodyRace, ResolvesEachFenOfAHoldOnce) {
  const auto hold = FundedHolds(1, 40).front();
  std::atomic<int> won = 0;
  WithAllHands([&](rpc::Server& server, int hand) {
    for (int i = 0; i < 15; ++i) {
      const std::string reason = TryAt(server, hand, hold, 1);
      won += reason.empty() ? 1 : 0;
      EXPECT_EQ(reason, reason.empty() ? "" : "HOLD_ENDED");
    }
  });
  EXPECT_EQ(won, 40);
  EXPECT_EQ(vault_.See(hold).parts_size(), 40);
}

TEST_F(CustodyRace, DecidesOnceWhatBecomesOfWhatNobodyCouldPlace) {
  const auto hold = vault_.Open(NewLot(), Vault::Bidder(1));
  std::vector<std::string> items;
  for (int i = 0; i < 20; ++i) {
    items.push_back(vault_.Suspended(vault_.CreditFor(hold, Vault::Bidder(2))));
  }
  std::vector<std::atomic<int>> wins(items.size());
  std::barrier together(kHands);
  WithAllHands([&](rpc::Server& server, int hand) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      auto give_back = Named<v1::ReturnSuspenseRequest>(items[i]);
      give_back.set_reason("非本人账户");
      give_back.set_bank_name("工商银行");
      auto propose = Named<v1::ProposeSuspenseRequest>(items[i]);
      propose.set_reason("核对无误");
      propose.set_bank_name("工商银行");
      propose.set_hold(hold.name());
      together.arrive_and_wait();
      const std::string reason =
          hand < 2
              ? vault_.AskAt(server, vault_.officer(), &SuspenseDesk::ReturnSuspense, give_back)
                    .reason()
              : vault_.AskAt(server, vault_.officer(), &SuspenseDesk::ProposeSuspense, propose)
                    .reason();
      wins[i] += reason.empty() ? 1 : 0;
    }
  });
  for (const auto& won : wins) EXPECT_EQ(won, 1);
  EXPECT_EQ(vault_.bureau().Query("SELECT count(*) FROM ledger.payment"),
            vault_.bureau().Query("SELECT count(*) FROM ledger.suspense_item WHERE state = 4"));
}

TEST_F(CustodyRace, TakesEachCreditOnceHoweverManyImportAtOnce) {
  const Bidding bidding = Vault::Bidder(1);
  const auto hold = vault_.Open(NewLot(), bidding);
  WithAllHands([&](rpc::Server&, int) { vault_.Take({vault_.CreditFor(hold, bidding)}); });
  EXPECT_EQ(vault_.See(hold.name()).held_fen(), hold.expected_fen());
  EXPECT_EQ(vault_.bureau().Query("SELECT count(*) FROM ledger.suspense_item WHERE reason = 5"),
            "3")
      << "one is the deposit, the others are doubles";
}

// Calls the service without a server, whose background work would meet the cuts.
TEST_F(CustodyRace, ResolvesAPartOnceWhereTheConnectionBreaksAroundTheCommit) {
  using AtCommit = support::PostgresProxy::AtCommit;
  support::PostgresProxy proxy(vault_.bureau().database().Url());
  pg::PoolOptions pool_options = vault_.bureau().database().OptionsFor("ledger");
  pool_options.url = proxy.Url();
  pg::Pool pool(pool_options);
  const rpc::Room room{.service = "ledger",
                       .pool = pool,
                       .keyring = vault_.bureau().live_keyring(),
                       .clock = vault_.bureau().clock()};
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "qianmo.ledger.v1.HoldsService.CaptureHold");
  const auto policy = rpc::PolicyOf(*method);
  const auto hold = FundedHolds(1, 100).front();
  HoldsService service;
  std::int64_t captured = 0;
  for (const AtCommit cut : {AtCommit::kCutBefore, AtCommit::kCutAfter, AtCommit::kCutAtOnce,
                             AtCommit::kCutBeforeTwice}) {
    const auto request = vault_.NewCapture(hold, 10);
    rpc::Call call(room, {*policy, request, std::make_shared<rpc::v1::Caller>(vault_.approver()),
                          rpc::Trace::Continue(""),
                          std::chrono::steady_clock::now() + std::chrono::seconds(10), ""});
    proxy.Arm(cut);
    const auto reply = service.CaptureHold(call, request);
    ASSERT_TRUE(reply) << reply.refusal().reason;
    captured += 10;
    EXPECT_EQ(reply->captured_fen(), captured) << static_cast<int>(cut);
  }
  EXPECT_EQ(vault_.See(hold).parts_size(), 4);
}

}  // namespace
}  // namespace qianmo::ledger

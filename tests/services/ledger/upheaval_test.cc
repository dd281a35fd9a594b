// Everybody at once and anything in any order: a model that is nothing but sums predicts every
// balance, and the books stay sound.
#include <atomic>
#include <map>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

constexpr int kOperations = 300;
constexpr const char* kAccounts[] = {"101", "102", "112", "501", "513"};

// On the debit side.
using Model = std::map<std::string, std::int64_t>;

bool HasCash(const Model& model) {
  const auto at_least_none = [&](const char* code) {
    const auto found = model.find(code);
    return found == model.end() || found->second >= 0;
  };
  return at_least_none("101") && at_least_none("102");
}

TEST(Upheaval, EndsWhereTheModelEnds) {
  Bureau bureau;
  std::mt19937 dice(7);
  const auto pick = [&](std::size_t below) { return dice() % below; };
  Model model;
  for (int i = 0; i < kOperations; ++i) {
    const std::string debit = kAccounts[pick(5)], credit = kAccounts[pick(5)];
    const auto amount = static_cast<std::int64_t>(pick(100) + 1);
    const auto draft = bureau.Draft({"D " + debit + " " + std::to_string(amount),
                                     "C " + credit + " " + std::to_string(amount)});
    if (debit == credit) {
      EXPECT_EQ(draft.reason(), "VOUCHER_LINES_CANCEL");
      continue;
    }
    ASSERT_TRUE(draft.ok()) << draft.reason();
    Model after = model;
    after[debit] += amount;
    after[credit] -= amount;
    const auto answer = bureau.Approve(bureau.approver(), draft.reply.name());
    EXPECT_EQ(answer.reason(), HasCash(after) ? "" : "FLOOR_BROKEN") << i;
    if (answer.ok()) model = after;
  }
  Lines expected;
  for (const auto& [code, balance] : model) {
    const std::int64_t shown = code == "501" ? -balance : balance;
    if (shown != 0) expected.push_back(code + " " + std::to_string(shown));
  }
  EXPECT_EQ(bureau.Balances(), expected);
  EXPECT_EQ(bureau.Unsound(), "");
}

TEST(Upheaval, LeavesSoundBooksWhenEverybodyWantsTheLastFen) {
  Bureau bureau;
  bureau.Post({"D 102 50", "C 501 50"});
  std::vector<std::string> drafts;
  for (int i = 0; i < 40; ++i) {
    drafts.push_back(bureau.Draft({"D 513 3", "C 102 3"}).reply.name());
  }
  std::atomic<int> won = 0;
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t i = thread; i < drafts.size(); i += 4) {
        const auto answer = bureau.Approve(bureau.approver(), drafts[i]);
        won += answer.ok() ? 1 : 0;
        EXPECT_EQ(answer.reason(), answer.ok() ? "" : "FLOOR_BROKEN");
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 16) << "50 fen are 16 times 3, and 2";
  EXPECT_EQ(bureau.Balances(), (Lines{"102 2", "501 50", "513 48"}));
  EXPECT_EQ(bureau.Unsound(), "");
}

}  // namespace
}  // namespace qianmo::ledger

// Batches: the same as one command after the other, each with its own result.
#include "ledger/domain/batch.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo::ledger {
namespace {

BatchAccount Account(std::int64_t balance, std::optional<std::int64_t> floor = 0) {
  return {.code = AccountCode::Parse("102").value(),
          .balance = Fen(balance),
          .floor = floor ? std::optional(Fen(*floor)) : std::nullopt};
}

std::vector<std::string> ReasonsOf(const BatchOutcome& outcome) {
  std::vector<std::string> reasons;
  for (const auto& result : outcome.results) {
    reasons.push_back(result ? "" : result.refusal().reason);
  }
  return reasons;
}

using Reasons = std::vector<std::string>;

TEST(PostBatch, GivesEachCommandItsOwnResult) {
  const auto outcome =
      PostBatch({Account(100)}, {{{0, Fen(-60)}}, {{0, Fen(-60)}}, {{0, Fen(-40)}}});
  EXPECT_EQ(ReasonsOf(outcome), (Reasons{"", "FLOOR_BROKEN", ""}));
  EXPECT_EQ(outcome.balances, (std::vector<Fen>{Fen(0)}));
}

TEST(PostBatch, PostsAllOfACommandOrNothing) {
  const auto outcome = PostBatch({Account(100), Account(10)}, {{{0, Fen(-50)}, {1, Fen(-11)}}});
  EXPECT_EQ(ReasonsOf(outcome), (Reasons{"FLOOR_BROKEN"}));
  EXPECT_EQ(outcome.balances, (std::vector<Fen>{Fen(100), Fen(10)}));
  EXPECT_EQ(outcome.results[0].refusal().metadata.at(1).second, "1") << "a fen is missing";
}

TEST(PostBatch, LooksAtWhereACommandEnds) {
  const auto outcome = PostBatch({Account(10)}, {{{0, Fen(-30)}, {0, Fen(25)}}});
  EXPECT_EQ(ReasonsOf(outcome), (Reasons{""}));
  EXPECT_EQ(outcome.balances, (std::vector<Fen>{Fen(5)}));
}

TEST(PostBatch, RefusesAtTheFloorAndNotBefore) {
  for (const auto& [change, reason] :
       {std::pair(-90, ""), std::pair(-91, "FLOOR_BROKEN"), std::pair(0, "")}) {
    EXPECT_EQ(ReasonsOf(PostBatch({Account(100, 10)}, {{{0, Fen(change)}}})), Reasons{reason})
        << change;
  }
  EXPECT_EQ(ReasonsOf(PostBatch({Account(0, std::nullopt)}, {{{0, Fen(-1)}}})), Reasons{""})
      << "an account without a floor";
  EXPECT_EQ(ReasonsOf(PostBatch({Account(-5)}, {{{0, Fen(1)}}})), Reasons{""})
      << "what adds to an account below its floor";
}

RC_GTEST_PROP(PostBatch, IsOneCommandAfterTheOther, ()) {
  const auto balances = *rc::gen::container<std::vector<int>>(3, rc::gen::inRange(0, 100));
  std::vector<BatchAccount> accounts;
  for (const int balance : balances) accounts.push_back(Account(balance));
  const auto changes = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 3), rc::gen::inRange(-80, 80)));
  std::vector<std::vector<Movement>> commands;
  for (const auto& [account, change] : changes) {
    commands.push_back({{static_cast<std::size_t>(account), Fen(change)},
                        {static_cast<std::size_t>((account + 1) % 3), Fen(-change)}});
  }
  const BatchOutcome together = PostBatch(accounts, commands);
  Reasons alone;
  for (const auto& command : commands) {
    const BatchOutcome one = PostBatch(accounts, {command});
    alone.push_back(ReasonsOf(one).front());
    for (std::size_t i = 0; i < accounts.size(); ++i) accounts[i].balance = one.balances[i];
  }
  RC_ASSERT(ReasonsOf(together) == alone);
  std::int64_t before = 0, after = 0;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    RC_ASSERT(together.balances[i] == accounts[i].balance);
    RC_ASSERT(together.balances[i] >= Fen());
    before += balances[i];
    after += together.balances[i].count();
  }
  RC_ASSERT(before == after);
}

}  // namespace
}  // namespace qianmo::ledger

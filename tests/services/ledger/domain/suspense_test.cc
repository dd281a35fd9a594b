// Suspense: every act in every state.
#include "ledger/domain/suspense.h"

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

const Uuid kProposer = Uuid::Parse("01900000-0000-7000-8000-000000000001").value();
const Uuid kConfirmer = Uuid::Parse("01900000-0000-7000-8000-000000000002").value();

SuspenseFacts ItemIn(SuspenseState state) {
  SuspenseFacts item{.state = state, .amount = Fen(100)};
  if (state == SuspenseState::kProposed) item.proposer_person = kProposer;
  return item;
}

HoldFacts HoldIn(HoldState state) { return {.state = state, .expected = Fen(100), .due = Time()}; }

std::string Why(const Result<Done>& result) { return result ? "" : result.refusal().reason; }

TEST(Suspense, AllowsInEachStateWhatLeadsOn) {
  struct Row {
    SuspenseState state;
    const char *propose, *apply, *decline, *give_back, *allocate;
  };
  constexpr char kEnded[] = "SUSPENSE_ENDED", kNot[] = "SUSPENSE_NOT_PROPOSED",
                 kYes[] = "SUSPENSE_PROPOSED";
  const HoldFacts hold = HoldIn(HoldState::kWaiting);
  for (const Row& row : {Row{SuspenseState::kWaiting, "", kNot, kNot, "", ""},
                         Row{SuspenseState::kProposed, kYes, "", "", kYes, kYes},
                         Row{SuspenseState::kApplied, kEnded, kEnded, kEnded, kEnded, kEnded},
                         Row{SuspenseState::kReturned, kEnded, kEnded, kEnded, kEnded, kEnded},
                         Row{SuspenseState::kAllocated, kEnded, kEnded, kEnded, kEnded, kEnded}}) {
    const SuspenseFacts item = ItemIn(row.state);
    const int state = static_cast<int>(row.state);
    EXPECT_EQ(Why(DecidePropose(item, hold)), row.propose) << state;
    EXPECT_EQ(Why(DecideApply(item, hold, kConfirmer)), row.apply) << state;
    EXPECT_EQ(Why(DecideDecline(item)), row.decline) << state;
    EXPECT_EQ(Why(DecideReturn(item)), row.give_back) << state;
    EXPECT_EQ(Why(DecideAllocate(item)), row.allocate) << state;
  }
}

TEST(Suspense, IsConfirmedByAnotherPerson) {
  EXPECT_EQ(
      Why(DecideApply(ItemIn(SuspenseState::kProposed), HoldIn(HoldState::kWaiting), kProposer)),
      "SAME_PERSON");
}

TEST(Suspense, FitsAHoldThatHasNothingAndExpectsThisMuch) {
  for (const auto& [state, reason] :
       {std::pair(HoldState::kWaiting, ""), std::pair(HoldState::kFunded, "HOLD_FUNDED"),
        std::pair(HoldState::kResolved, "HOLD_ENDED"), std::pair(HoldState::kExpired, "")}) {
    EXPECT_EQ(Why(DecidePropose(ItemIn(SuspenseState::kWaiting), HoldIn(state))), reason);
    EXPECT_EQ(Why(DecideApply(ItemIn(SuspenseState::kProposed), HoldIn(state), kConfirmer)),
              reason);
  }
  HoldFacts hold = HoldIn(HoldState::kWaiting);
  hold.expected = Fen(99);
  EXPECT_EQ(Why(DecidePropose(ItemIn(SuspenseState::kWaiting), hold)), "AMOUNT_UNFIT");
}

TEST(Suspense, GoesBackOnlyToAPayerWhomTheBankTold) {
  SuspenseFacts item = ItemIn(SuspenseState::kWaiting);
  item.payer_known = false;
  EXPECT_EQ(Why(DecideReturn(item)), "PAYER_UNKNOWN");
}

}  // namespace
}  // namespace qianmo::ledger

#include "ledger/domain/custody_refusals.h"

#include <set>

#include <gtest/gtest.h>

namespace qianmo::ledger::refusals {
namespace {

TEST(CustodyRefusals, HaveReasonsOfTheirOwnAndASentence) {
  std::set<std::string> reasons;
  for (const Refusal& refusal :
       {HoldNotFound(),        HoldExists(),       HoldNotFunded(),       HoldFunded(),
        HoldEnded(),           HoldShort(Fen(1)),  DueTimePast(),         PayeeUnreadable("f"),
        SameHands(),           ReleaseDueSet(),    FinalDayAhead(),       BooksUnfit(),
        PartNotForfeited(),    ForfeitDisposed(),  CostsPayeeMissing(),   SuspenseNotFound(),
        SuspenseEnded(),       SuspenseProposed(), SuspenseNotProposed(), AmountUnfit(Fen(1)),
        PayerUnknown(),        DaysReversed(),     DaysNotOver(),         DaysAllocated(),
        SuspenseOfHold(),      AccountUnfit("f"),  PartNotFound(),        PartReleased(),
        PartUndone(),          UndoProposed(),     UndoNotProposed(),     MoneyLeft(),
        InterestRunNotFound(), InterestRunEnded()}) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason;
    EXPECT_FALSE(refusal.message.empty() && refusal.fields.empty()) << refusal.reason;
    if (refusal.kind == Refusal::Kind::kInvalid) {
      EXPECT_FALSE(refusal.fields.empty()) << refusal.reason;
    }
  }
}

}  // namespace
}  // namespace qianmo::ledger::refusals

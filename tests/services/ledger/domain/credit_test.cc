// Credits: which are deposits, and which reason the others have.
#include "ledger/domain/credit.h"

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

const Date kDueDay(std::chrono::year(2026) / 11 / 25);

Expectation Expecting(HoldState state) {
  Expectation expected{.hold = {.state = state,
                                .expected = Fen(100),
                                .due = BeginningOf(kDueDay) + std::chrono::hours(17)},
                       .own = {"青禾公司", "6217001"}};
  if (state == HoldState::kFunded || state == HoldState::kResolved) {
    expected.hold.sums.held = Fen(100);
  }
  return expected;
}

CreditFacts RightCredit() { return {Fen(100), kDueDay, {"青禾公司", "6217001"}}; }

TEST(CheckCredit, FindsADepositOrTheReasonThatItIsNone) {
  using Reason = SuspenseReason;
  const std::optional<Reason> none;
  for (const auto& [state, in_time, late] :
       {std::tuple(HoldState::kWaiting, none, std::optional(Reason::kLate)),
        std::tuple(HoldState::kFunded, std::optional(Reason::kDouble),
                   std::optional(Reason::kDouble)),
        std::tuple(HoldState::kResolved, std::optional(Reason::kHoldEnded),
                   std::optional(Reason::kHoldEnded)),
        std::tuple(HoldState::kExpired, none, std::optional(Reason::kLate))}) {
    CreditFacts credit = RightCredit();
    EXPECT_EQ(CheckCredit(credit, Expecting(state)), in_time) << static_cast<int>(state);
    credit.value_date += std::chrono::days(1);
    EXPECT_EQ(CheckCredit(credit, Expecting(state)), late) << static_cast<int>(state);
    credit.payer.number = "6217002";
    EXPECT_EQ(CheckCredit(credit, Expecting(state)), Reason::kWrongPayer)
        << "whose it is comes first";
  }
  for (const std::int64_t fen : {99, 101}) {
    CreditFacts credit = RightCredit();
    credit.amount = Fen(fen);
    EXPECT_EQ(CheckCredit(credit, Expecting(HoldState::kWaiting)), Reason::kWrongAmount) << fen;
  }
}

TEST(CheckCredit, RefusesAnAccountThatServesTwoBidders) {
  struct Case {
    bool own, is_of_other, paid_for_other;
    std::optional<SuspenseReason> expected;
  };
  for (const Case& one : {Case{true, false, false, {}}, Case{true, true, false, {}},
                          Case{true, true, true, SuspenseReason::kSharedPayer},
                          Case{false, true, false, SuspenseReason::kSharedPayer},
                          Case{false, true, true, SuspenseReason::kSharedPayer},
                          Case{false, false, false, SuspenseReason::kWrongPayer}}) {
    Expectation expected = Expecting(HoldState::kWaiting);
    expected.is_of_other = one.is_of_other;
    expected.paid_for_other = one.paid_for_other;
    CreditFacts credit = RightCredit();
    if (!one.own) credit.payer.number = "6217002";
    EXPECT_EQ(CheckCredit(credit, expected), one.expected)
        << one.own << one.is_of_other << one.paid_for_other;
  }
}

TEST(IsPayer, LooksAtWhatIsMeantNotAtHowItIsWritten) {
  const Payer own{"青禾(集团)公司", "6217 0010-02"};
  EXPECT_TRUE(IsPayer(own, {"青禾（集团）公司", "６２１７００１００２"}));
  EXPECT_TRUE(IsPayer(own, {"青禾 (集团) 公司", "6217001002"}));
  EXPECT_TRUE(IsPayer(own, {"", "6217001002"})) << "a number is one account's";
  EXPECT_FALSE(IsPayer(own, {"青禾公司", "6217001002"}));
  EXPECT_FALSE(IsPayer(own, {"青禾(集团)公司", "6217001003"}));
  EXPECT_FALSE(IsPayer(own, {"青禾(集团)公司", ""}));
  EXPECT_FALSE(IsPayer({"甲", ""}, {"甲", ""})) << "nothing is nobody's";
  EXPECT_FALSE(IsPayer(own, {"\xff", "6217001002"}));
}

}  // namespace
}  // namespace qianmo::ledger

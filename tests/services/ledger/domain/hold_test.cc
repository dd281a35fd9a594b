// Holds: every act in every state, and the parts are always the whole.
#include "ledger/domain/hold.h"

#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/state_council_calendar.h"

namespace qianmo::ledger {
namespace {

const Uuid kOpener = Uuid::Parse("01900000-0000-7000-8000-000000000001").value();
const Uuid kOther = Uuid::Parse("01900000-0000-7000-8000-000000000002").value();

HoldFacts InState(HoldState state) {
  HoldFacts hold{
      .state = HoldState::kWaiting, .expected = Fen(100), .due = Time(), .opener_person = kOpener};
  if (state == HoldState::kWaiting || state == HoldState::kExpired) {
    hold.state = state;
    return hold;
  }
  hold = Funded(hold, Fen(100));
  if (state == HoldState::kFunded) return hold;
  return DecideResolve(hold, PartKind::kRelease, {}, kOther)->hold;
}

template <class T>
std::string HoldReason(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(Hold, IsResolvedOnlyWhileSomeOfItIsOpen) {
  for (const PartKind kind : {PartKind::kCapture, PartKind::kRelease, PartKind::kForfeit}) {
    for (const auto& [state, reason] :
         {std::pair(HoldState::kWaiting, "HOLD_NOT_FUNDED"), std::pair(HoldState::kFunded, ""),
          std::pair(HoldState::kResolved, "HOLD_ENDED"),
          std::pair(HoldState::kExpired, "HOLD_ENDED")}) {
      EXPECT_EQ(HoldReason(DecideResolve(InState(state), kind, {}, kOther)), reason)
          << static_cast<int>(kind) << " in " << static_cast<int>(state);
    }
  }
}

TEST(Hold, IsTakenByAnotherPersonThanWhoeverOpenedIt) {
  const HoldFacts hold = InState(HoldState::kFunded);
  for (const auto& [kind, reason] :
       {std::pair(PartKind::kCapture, "SAME_PERSON"), std::pair(PartKind::kForfeit, "SAME_PERSON"),
        std::pair(PartKind::kRelease, "")}) {
    EXPECT_EQ(HoldReason(DecideResolve(hold, kind, {}, kOpener)), reason);
    EXPECT_EQ(HoldReason(DecideResolve(hold, kind, {}, std::nullopt)), "") << "by a service";
  }
  HoldFacts of_service = hold;
  of_service.opener_person.reset();
  EXPECT_EQ(HoldReason(DecideResolve(of_service, PartKind::kCapture, {}, std::nullopt)), "");
  EXPECT_EQ(HoldReason(DecideResolve(of_service, PartKind::kCapture, {}, kOpener)), "");
}

TEST(Hold, GivesWhatIsOpenAndNoFenMore) {
  const HoldFacts hold = InState(HoldState::kFunded);
  const auto resolve = [&](std::int64_t fen) {
    return DecideResolve(hold, PartKind::kCapture, Fen(fen), kOther);
  };
  EXPECT_EQ(HoldReason(resolve(101)), "HOLD_SHORT");
  EXPECT_EQ(resolve(101).refusal().metadata.front().second, "100");
  EXPECT_EQ(HoldReason(resolve(0)), "AMOUNT_NOT_POSITIVE");
  EXPECT_EQ(HoldReason(resolve(-1)), "AMOUNT_NOT_POSITIVE");
  EXPECT_EQ(resolve(99)->hold.state, HoldState::kFunded);
  EXPECT_EQ(resolve(100)->hold.state, HoldState::kResolved);
  EXPECT_EQ(resolve(100)->hold.sums, (HoldSums{.held = Fen(100), .captured = Fen(100)}));
}

TEST(Hold, IsFundedOnceAndInFull) {
  EXPECT_THROW(Funded(InState(HoldState::kWaiting), Fen(99)), std::logic_error);
  EXPECT_THROW(Funded(InState(HoldState::kFunded), Fen(100)), std::logic_error);
  EXPECT_EQ(Funded(InState(HoldState::kExpired), Fen(100)).state, HoldState::kFunded);
}

RC_GTEST_PROP(Hold, IsAlwaysTheSumOfItsParts, ()) {
  HoldFacts hold = InState(HoldState::kFunded);
  const auto acts = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(1, 4), rc::gen::inRange(1, 60)));
  for (const auto& [kind, fen] : acts) {
    const auto resolution =
        DecideResolve(hold, static_cast<PartKind>(kind), Fen(fen), std::nullopt);
    RC_ASSERT(resolution.ok() == (hold.state == HoldState::kFunded && Fen(fen) <= hold.sums.open));
    if (resolution) hold = resolution->hold;
    const HoldSums& sums = hold.sums;
    RC_ASSERT(sums.held == sums.open + sums.captured + sums.released + sums.forfeited);
    RC_ASSERT(sums.held == Fen(100) && sums.open >= Fen());
  }
}

TEST(Hold, GoesBackWithinThreeWorkingDays) {
  using std::chrono::day, std::chrono::month, std::chrono::year;
  const Date today(year(2026) / month(9) / day(24));
  const auto due =
      DecideDueRelease(InState(HoldState::kFunded), today, StateCouncilCalendar(), today);
  ASSERT_TRUE(due);
  EXPECT_EQ(due->due, BeginningOf(Date(year(2026) / month(10) / day(1))))
      << "Mid-Autumn is from the 25th to the 27th, then Monday to Wednesday";
  EXPECT_FALSE(due->provisional);
  const auto reason = [&](const HoldFacts& hold, Date final_day) {
    return HoldReason(DecideDueRelease(hold, final_day, StateCouncilCalendar(), today));
  };
  EXPECT_EQ(reason(InState(HoldState::kFunded), today + std::chrono::days(1)), "DATE_AHEAD");
  EXPECT_EQ(reason(InState(HoldState::kWaiting), today), "HOLD_NOT_FUNDED");
  EXPECT_EQ(reason(InState(HoldState::kResolved), today), "") << "it went back before";
  const auto lost = DecideResolve(InState(HoldState::kFunded), PartKind::kForfeit, {}, kOther);
  EXPECT_EQ(reason(lost->hold, today), "HOLD_ENDED");
  HoldFacts said = InState(HoldState::kFunded);
  said.final_day = today;
  EXPECT_EQ(reason(said, today), "RELEASE_DUE_SET");
  said.final_implied = true;
  EXPECT_EQ(reason(said, today), "") << "as it was implied";
  EXPECT_EQ(reason(said, today - std::chrono::days(1)), "");
  said.final_day = today - std::chrono::days(1);
  EXPECT_EQ(reason(said, today), "RELEASE_DUE_SET") << "lateness is not moved away";
}

TEST(Disposal, PaysCostsThenTheGapThenTheRest) {
  struct Case {
    std::int64_t costs, gap;
    Disposal expected;
  };
  for (const Case& one :
       {Case{0, 0, {Fen(), Fen(), Fen(100)}}, Case{10, 20, {Fen(10), Fen(20), Fen(70)}},
        Case{10, 95, {Fen(10), Fen(90), Fen()}}, Case{150, 20, {Fen(100), Fen(), Fen()}}}) {
    EXPECT_EQ(*DecideDispose(Fen(100), Fen(one.costs), Fen(one.gap)), one.expected)
        << one.costs << " " << one.gap;
  }
  EXPECT_EQ(HoldReason(DecideDispose(Fen(100), Fen(-1), Fen())), "AMOUNT_NOT_POSITIVE");
  EXPECT_EQ(HoldReason(DecideDispose(Fen(100), Fen(), Fen(-1))), "AMOUNT_NOT_POSITIVE");
}

}  // namespace
}  // namespace qianmo::ledger

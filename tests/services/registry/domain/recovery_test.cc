// The rules of recovery cases: every step from every state, days, money, persons.
#include "registry/domain/recovery.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

const Date kToday{std::chrono::days(20'000)};
const Uuid kFinder = Uuid::Make(Time());
const Uuid kBooker = Uuid::Make(Time());
const Uuid kApprover = Uuid::Make(Time());

// The steps of a case that has come this far.
std::vector<RecoveryStep> StepsTo(RecoveryState state) {
  if (state == RecoveryState::kDropped) {
    return {{RecoveryState::kFound, kToday, kFinder}, {state, kToday, kFinder}};
  }
  std::vector<RecoveryStep> steps;
  for (int i = 1; i <= static_cast<int>(state); ++i) {
    const auto each = static_cast<RecoveryState>(i);
    steps.push_back({each, kToday, i >= 3 ? kBooker : kFinder});
  }
  return steps;
}

std::string StepReason(const std::vector<RecoveryStep>& steps, RecoveryState next,
                       std::optional<Fen> money, const Uuid& person = kApprover,
                       Date date = kToday) {
  const auto result = DecideStep(steps, {next, date, person}, money, kToday);
  return result ? "" : result.refusal().reason;
}

TEST(Recovery, TakesNoStepThatTheTableDoesNotHave) {
  // From new, FOUND … DROPPED (rows) to FOUND … DROPPED (columns).
  constexpr std::array<std::string_view, 7> kSteps = {"+-----", "-+---+", "--+--+", "---+--",
                                                      "----+-", "------", "------"};
  for (int from = 0; from <= kRecoveryStates; ++from) {
    const auto steps =
        from == 0 ? std::vector<RecoveryStep>() : StepsTo(static_cast<RecoveryState>(from));
    for (int to = 1; to <= kRecoveryStates; ++to) {
      const auto next = static_cast<RecoveryState>(to);
      const auto money = next == RecoveryState::kBooked ? std::optional<Fen>(Fen(5)) : std::nullopt;
      const bool legal =
          kSteps.at(static_cast<std::size_t>(from)).at(static_cast<std::size_t>(to) - 1) == '+';
      EXPECT_EQ(StepReason(steps, next, money), legal ? "" : "RECOVERY_STEP_ILLEGAL")
          << from << " to " << Name(next);
    }
  }
}

TEST(Recovery, GoesForwardInTime) {
  const auto steps = StepsTo(RecoveryState::kFound);
  const auto on = [&](Date date) {
    return StepReason(steps, RecoveryState::kNotified, std::nullopt, kFinder, date);
  };
  EXPECT_EQ(on(kToday), "");
  EXPECT_EQ(on(kToday + std::chrono::days(1)), "DATE_UNFIT");
  EXPECT_EQ(on(kToday - std::chrono::days(1)), "DATE_UNFIT");
}

TEST(Recovery, BooksMoneyWithOneStepAlone) {
  EXPECT_EQ(StepReason(StepsTo(RecoveryState::kRecovered), RecoveryState::kBooked, std::nullopt),
            "RECOVERED_MONEY_UNFIT");
  EXPECT_EQ(StepReason(StepsTo(RecoveryState::kFound), RecoveryState::kNotified, Fen(1)),
            "RECOVERED_MONEY_UNFIT");
  EXPECT_EQ(StepReason(StepsTo(RecoveryState::kRecovered), RecoveryState::kBooked, Fen(0)), "");
}

TEST(Recovery, IsClosedByAnotherPerson) {
  const auto steps = StepsTo(RecoveryState::kBooked);
  EXPECT_EQ(StepReason(steps, RecoveryState::kListable, std::nullopt, kBooker), "SAME_PERSON");
  EXPECT_EQ(StepReason(steps, RecoveryState::kListable, std::nullopt, kFinder), "")
      << "whoever found it has decided nothing about the money";
}

TEST(PerMu, IsRoundedToTheFen) {
  EXPECT_EQ(PerMu(Fen(1'000), Area(2'000)), Fen(500));
  EXPECT_EQ(PerMu(Fen(100), Area(3'000)), Fen(33));
  EXPECT_EQ(PerMu(Fen(200), Area(3'000)), Fen(67));
  EXPECT_EQ(PerMu(Fen(1), Area(2'000)), Fen(1));
  EXPECT_EQ(PerMu(Fen(100'000'000'000'000), Area(1)), Fen(100'000'000'000'000'000));
}

}  // namespace
}  // namespace qianmo::registry

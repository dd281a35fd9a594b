// Changes on their way: who may confirm what, and what becomes of the units.
#include "registry/domain/unit_change.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

using namespace std::chrono_literals;

const Uuid kVillage = *Uuid::Parse("01920000-0000-7000-8000-00000000000a");
const Uuid kLi = *Uuid::Parse("01920000-0000-7000-8000-000000000001");
const Uuid kWang = *Uuid::Parse("01920000-0000-7000-8000-000000000002");

std::string UnitReason(const auto& outcome) { return outcome ? "" : outcome.refusal().reason; }

UnitChangeFacts TransferFacts() {
  return {.act = UnitAct::kTransfer,
          .units = Units(100),
          .sides = {kLi, kWang},
          .proposer_person = kLi};
}

TEST(CheckSides, LeavesTheCollectivesOwnUnitsWhereTheyAre) {
  struct Row {
    UnitAct act;
    UnitKind kind;
    UnitSides sides;
    std::string reason;
  };
  const std::vector<Row> rows = {
      {UnitAct::kIssue, UnitKind::kMember, {{}, kLi}, ""},
      {UnitAct::kIssue, UnitKind::kCollective, {{}, kVillage}, ""},
      {UnitAct::kIssue, UnitKind::kCollective, {{}, kLi}, "UNITS_KIND_MISFIT"},
      {UnitAct::kIssue, UnitKind::kLand, {{}, kVillage}, "UNITS_KIND_MISFIT"},
      {UnitAct::kBuyBack, UnitKind::kCollective, {kVillage, {}}, ""},
      {UnitAct::kTransfer, UnitKind::kMember, {kLi, kWang}, ""},
      {UnitAct::kTransfer, UnitKind::kMember, {kLi, kLi}, "UNITS_SAME_HOLDER"},
      {UnitAct::kTransfer, UnitKind::kCollective, {kVillage, kLi}, "UNITS_KIND_MISFIT"},
      {UnitAct::kInherit, UnitKind::kCollective, {kVillage, kVillage}, "UNITS_KIND_MISFIT"}};
  for (const Row& row : rows) {
    EXPECT_EQ(
        UnitReason(CheckSides(
            {.act = row.act, .kind = row.kind, .units = Units(1), .sides = row.sides}, kVillage)),
        row.reason)
        << static_cast<int>(row.act) << " of " << static_cast<int>(row.kind);
  }
}

TEST(EffectiveDateOf, IsTodayUnlessAnEarlierDayWasSaid) {
  const Date today = std::chrono::sys_days(2026y / 11 / 20);
  UnitChangeFacts change = TransferFacts();
  EXPECT_EQ(*EffectiveDateOf(change, today), today);
  change.effective_date = today - std::chrono::days(400);
  EXPECT_EQ(*EffectiveDateOf(change, today), today - std::chrono::days(400));
  change.effective_date = today + std::chrono::days(1);
  EXPECT_EQ(UnitReason(EffectiveDateOf(change, today)), "EFFECTIVE_DATE_AHEAD");
}

// Every act × every state: approval belongs to officers, sides to the households of a transfer.
TEST(Confirming, IsForOpenChangesOfItsKind) {
  for (int act = 1; act <= 8; ++act) {
    for (int state = 1; state <= 3; ++state) {
      UnitChangeFacts change = TransferFacts();
      change.act = static_cast<UnitAct>(act);
      change.state = static_cast<UnitChangeState>(state);
      const bool open = change.state == UnitChangeState::kProposed;
      const bool transfer = change.act == UnitAct::kTransfer;
      const std::string ended = open ? "" : "UNIT_CHANGE_ENDED";
      EXPECT_EQ(UnitReason(DecideApprove(change, kWang)),
                open && transfer ? "UNITS_ACT_MISFIT" : ended);
      EXPECT_EQ(UnitReason(DecideTransferSide(change, UnitSide::kTaker, kWang)),
                open && !transfer ? "UNITS_ACT_MISFIT" : ended);
      EXPECT_EQ(UnitReason(DecideCancel(change)), ended);
    }
  }
}

TEST(Confirming, NeedsTwoPersons) {
  UnitChangeFacts issue = TransferFacts();
  issue.act = UnitAct::kIssue;
  EXPECT_EQ(UnitReason(DecideApprove(issue, kLi)), "SAME_PERSON");
  const auto given = DecideTransferSide(TransferFacts(), UnitSide::kGiver, kLi);
  ASSERT_TRUE(given);
  EXPECT_FALSE(BothConfirmed(*given));
  EXPECT_EQ(UnitReason(DecideTransferSide(*given, UnitSide::kGiver, kWang)), "SIDE_CONFIRMED");
  EXPECT_EQ(UnitReason(DecideTransferSide(*given, UnitSide::kTaker, kLi)), "SAME_PERSON");
  const auto taken = DecideTransferSide(*given, UnitSide::kTaker, kWang);
  ASSERT_TRUE(taken);
  EXPECT_TRUE(BothConfirmed(*taken));
}

TEST(Deltas, MakeAndDestroyNothingButByIssueAndBuyBack) {
  for (int number = 1; number <= 8; ++number) {
    const auto act = static_cast<UnitAct>(number);
    UnitTotal total{.issued = Units(1000)};
    Count(act, Units(70), &total);
    const Units net = GiverDelta(act, Units(70)).held + TakerDelta(act, Units(70)).held;
    EXPECT_EQ(total.outstanding() - Units(1000), net) << number;
    const UnitBalance giver = GiverDelta(act, Units(70));
    const bool keeps = act == UnitAct::kFreeze || act == UnitAct::kUnfreeze ||
                       act == UnitAct::kPledge || act == UnitAct::kRelease;
    EXPECT_EQ(keeps, giver.frozen != Units() || giver.pledged != Units()) << number;
    if (keeps) {
      EXPECT_EQ(giver.held, Units()) << "freezing never changes ownership: " << number;
    }
  }
}

}  // namespace
}  // namespace qianmo::registry

// States of bidders: every act in every state, who may decide, and both sides of every date.
#include "registry/domain/bidder.h"

#include <map>

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

using namespace std::chrono;

constexpr Time kNoon{sys_days(2026y / 11 / 20) + 4h};  // in Beijing
constexpr CountyId kCounty{7};
constexpr CountyId kOtherCounty{8};

Uuid PersonNo(int number) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[15] = static_cast<std::uint8_t>(number);
  return Uuid(bytes);
}

Decider DeciderNo(int number) {
  return {.account = PersonNo(100 + number), .person = PersonNo(number)};
}

const Decider kApplicant = DeciderNo(1);
const Decider kTaker = DeciderNo(2);
const Decider kJudge = DeciderNo(3);

PartyBar BarOf(CountyId county, bool nationwide, std::optional<Date> end = {}) {
  return {
      .hold = {.end_date = end}, .county = county, .nationwide = nationwide, .person = PersonNo(9)};
}

// A bidder that is seen in this state at noon.
BidderFacts BidderIn(BidderState state) {
  BidderFacts bidder{
      .county = kCounty, .stored = state, .applicant = kApplicant, .details_proposed = true};
  if (state != BidderState::kApplied) bidder.taker_person = kTaker.person;
  if (state == BidderState::kSuspended) {
    bidder.stored = BidderState::kActive;
    bidder.suspension = Hold{};
  }
  if (state == BidderState::kBarred) {
    bidder.stored = BidderState::kActive;
    bidder.bars = {BarOf(kCounty, false)};
  }
  return bidder;
}

Result<Done> Do(BidderAct act, const BidderFacts& bidder, const Decider& decider = kJudge) {
  switch (act) {
    case BidderAct::kApply:
      return DecideApply(bidder.county, bidder, bidder.bars, kNoon);
    case BidderAct::kTakeIn:
      return DecideTakeIn(bidder, decider, kNoon);
    case BidderAct::kAdmit:
      return DecideAdmit(bidder, decider, kNoon);
    case BidderAct::kReject:
      return DecideReject(bidder, decider, kNoon);
    case BidderAct::kSuspend:
      return DecideSuspend(bidder, {}, kNoon);
    case BidderAct::kBar:
      return DecideBar(bidder, {}, kNoon);
    case BidderAct::kReinstate:
      return DecideReinstate(bidder, decider, kNoon);
    case BidderAct::kProposeDetails:
      return DecideProposeDetails(bidder, kNoon);
    case BidderAct::kDecideDetails:
      return DecideDetails(bidder, decider, kNoon);
  }
  return Done{};
}

std::string WhyNot(const Result<Done>& decided) { return decided ? "" : decided.refusal().reason; }

TEST(Bidder, MayDoInEachStateWhatTheMatrixSays) {
  constexpr char kMisfit[] = "BIDDER_STATE_MISFIT";
  constexpr char kThere[] = "ADMISSION_EXISTS";
  // Apply, take in, admit, reject, suspend, bar, reinstate, propose new details, get them.
  const std::map<BidderState, std::array<std::string, 9>> matrix = {
      {BidderState::kApplied, {kThere, "", kMisfit, kMisfit, kMisfit, kMisfit, kMisfit, "", ""}},
      {BidderState::kUnderReview, {kThere, kMisfit, "", "", kMisfit, kMisfit, kMisfit, "", ""}},
      {BidderState::kActive, {kThere, kMisfit, kMisfit, kMisfit, "", "", kMisfit, "", ""}},
      {BidderState::kRejected,
       {"", kMisfit, kMisfit, kMisfit, kMisfit, kMisfit, kMisfit, kMisfit, kMisfit}},
      {BidderState::kSuspended, {kThere, kMisfit, kMisfit, kMisfit, kMisfit, "", "", "", ""}},
      {BidderState::kBarred,
       {kThere, kMisfit, kMisfit, kMisfit, kMisfit, "", "", kMisfit, kMisfit}},
  };
  for (const auto& [state, reasons] : matrix) {
    EXPECT_EQ(StateOf(BidderIn(state), kNoon), state) << Name(state);
    for (std::size_t act = 0; act < reasons.size(); ++act) {
      const auto decided = Do(static_cast<BidderAct>(act), BidderIn(state));
      EXPECT_EQ(WhyNot(decided), reasons[act])
          << Name(state) << " to " << Name(static_cast<BidderAct>(act));
    }
  }
}

TEST(Bidder, IsSuspendedUntilADayBeginsInBeijing) {
  auto bidder = BidderIn(BidderState::kActive);
  bidder.suspension = Hold{.end_date = Date(2026y / 12 / 1)};
  const Time midnight = BeginningOf(2026y / 12 / 1);
  EXPECT_EQ(StateOf(bidder, kNoon), BidderState::kSuspended);
  EXPECT_EQ(StateOf(bidder, midnight - 1us), BidderState::kSuspended);
  EXPECT_EQ(StateOf(bidder, midnight), BidderState::kActive);
  bidder.suspension->lifted = true;
  EXPECT_EQ(StateOf(bidder, kNoon), BidderState::kActive);
}

TEST(Bidder, IsBarredUntilADayBeginsInBeijing) {
  auto bidder = BidderIn(BidderState::kActive);
  bidder.bars = {BarOf(kCounty, false, Date(2026y / 12 / 1))};
  bidder.suspension = Hold{.end_date = Date(2026y / 12 / 2)};
  const Time midnight = BeginningOf(2026y / 12 / 1);
  EXPECT_EQ(StateOf(bidder, midnight - 1us), BidderState::kBarred);
  // The suspension was there all the time.
  EXPECT_EQ(StateOf(bidder, midnight), BidderState::kSuspended);
  EXPECT_EQ(StateOf(bidder, midnight + 24h), BidderState::kActive);
}

TEST(Bidder, IsBarredByAnotherCountyOnlyNationwide) {
  auto bidder = BidderIn(BidderState::kActive);
  bidder.bars = {BarOf(kOtherCounty, false)};
  EXPECT_EQ(StateOf(bidder, kNoon), BidderState::kActive);
  bidder.bars = {BarOf(kOtherCounty, true)};
  EXPECT_EQ(StateOf(bidder, kNoon), BidderState::kBarred);
}

TEST(Bidder, CannotApplyOrBeAdmittedWhileBarred) {
  const std::vector<PartyBar> nationwide = {BarOf(kOtherCounty, true, Date(2026y / 12 / 1))};
  const auto refused = DecideApply(kCounty, std::nullopt, nationwide, kNoon);
  EXPECT_EQ(WhyNot(refused), "PARTY_BARRED");
  EXPECT_EQ(refused.refusal().metadata.at(0).second, "2026-12-01");
  EXPECT_EQ(WhyNot(DecideApply(kCounty, std::nullopt, nationwide, BeginningOf(2026y / 12 / 1))),
            "");
  EXPECT_EQ(WhyNot(DecideApply(kCounty, std::nullopt, {BarOf(kOtherCounty, false)}, kNoon)), "");
  auto bidder = BidderIn(BidderState::kUnderReview);
  bidder.bars = nationwide;
  EXPECT_EQ(WhyNot(Do(BidderAct::kAdmit, bidder)), "PARTY_BARRED");
  EXPECT_EQ(WhyNot(Do(BidderAct::kReject, bidder)), "");
}

TEST(Bidder, IsDecidedAboutBySomebodyElse) {
  for (const BidderAct act : {BidderAct::kAdmit, BidderAct::kReject}) {
    const auto bidder = BidderIn(BidderState::kUnderReview);
    EXPECT_EQ(WhyNot(Do(act, bidder, kTaker)), "SAME_PERSON");
    // The same person with another account.
    EXPECT_EQ(WhyNot(Do(act, bidder, {PersonNo(77), kTaker.person})), "SAME_PERSON");
    EXPECT_EQ(WhyNot(Do(act, bidder, {PersonNo(77), kApplicant.person})), "OWN_APPLICATION");
    EXPECT_EQ(WhyNot(Do(act, bidder, {kApplicant.account, PersonNo(77)})), "OWN_APPLICATION");
  }
  EXPECT_EQ(WhyNot(Do(BidderAct::kTakeIn, BidderIn(BidderState::kApplied), kApplicant)),
            "OWN_APPLICATION");
  EXPECT_EQ(WhyNot(Do(BidderAct::kDecideDetails, BidderIn(BidderState::kActive), kApplicant)),
            "OWN_APPLICATION");
}

TEST(Bidder, GetsNewDetailsOnlyWhenItHasProposedThem) {
  auto bidder = BidderIn(BidderState::kActive);
  bidder.details_proposed = false;
  EXPECT_EQ(WhyNot(DecideDetails(bidder, kJudge, kNoon)), "DETAILS_NOT_PROPOSED");
}

TEST(Bidder, IsDecidedAboutByNobodyToWhomItIsRelated) {
  const auto related = [](BidderState state, std::optional<Date> end) {
    auto bidder = BidderIn(state);
    bidder.relations = {{.kind = RelationKind::kKinOfOfficer,
                         .person = kJudge.person,
                         .start_date = 2020y / 1 / 1,
                         .end_date = end,
                         .recused = true}};
    return bidder;
  };
  const std::pair<BidderState, BidderAct> acts[] = {
      {BidderState::kApplied, BidderAct::kTakeIn},
      {BidderState::kUnderReview, BidderAct::kAdmit},
      {BidderState::kUnderReview, BidderAct::kReject},
      {BidderState::kSuspended, BidderAct::kReinstate},
      {BidderState::kActive, BidderAct::kDecideDetails}};
  for (const auto& [state, act] : acts) {
    EXPECT_EQ(WhyNot(Do(act, related(state, {}))), "OFFICER_RELATED") << Name(act);
    EXPECT_EQ(WhyNot(Do(act, related(state, Date(2026y / 11 / 21)))), "OFFICER_RELATED");
    EXPECT_EQ(WhyNot(Do(act, related(state, Date(2026y / 11 / 20)))), "") << Name(act);
    EXPECT_EQ(WhyNot(Do(act, related(state, {}), DeciderNo(4))), "") << Name(act);
  }
}

TEST(Bidder, IsKeptOutUntilADayThatIsStillToCome) {
  const auto bidder = BidderIn(BidderState::kActive);
  const Date today = 2026y / 11 / 20;
  EXPECT_EQ(WhyNot(DecideSuspend(bidder, today, kNoon)), "HOLD_END_PAST");
  EXPECT_EQ(WhyNot(DecideSuspend(bidder, today + days(1), kNoon)), "");
  EXPECT_EQ(WhyNot(DecideBar(bidder, today, kNoon)), "HOLD_END_PAST");
  EXPECT_EQ(WhyNot(DecideBar(bidder, today + days(1), kNoon)), "");
}

TEST(Bidder, IsReinstatedByTheCountyThatBarredItAndNotByTheSamePerson) {
  auto bidder = BidderIn(BidderState::kBarred);
  EXPECT_EQ(WhyNot(Do(BidderAct::kReinstate, bidder, DeciderNo(9))), "SAME_PERSON");
  EXPECT_EQ(WhyNot(Do(BidderAct::kReinstate, bidder)), "");
  bidder.bars = {BarOf(kOtherCounty, true)};
  EXPECT_EQ(WhyNot(Do(BidderAct::kReinstate, bidder)), "BAR_OF_ANOTHER_COUNTY");
  bidder.suspension = Hold{};
  EXPECT_EQ(WhyNot(Do(BidderAct::kReinstate, bidder)), "");
}

}  // namespace
}  // namespace qianmo::registry

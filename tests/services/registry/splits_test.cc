// What a split gives by name, what stays with the first part, and what has to be over before a
// collective ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/asset_carry.h"
#include "registry/carry.h"
#include "registry/unit_carry.h"
#include "services/registry/belongings.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SplitsTest : public testing::Test {
 protected:
  // Split into 北村, which gets the rest, and this part; both as they are then.
  std::vector<v1::Collective> SplitOff(const v1::ChangePart& part) {
    const auto proposed = owned_.Split(county_.village(), {PartNamed("北村"), part});
    EXPECT_TRUE(proposed.ok()) << proposed.reason() << proposed.status.error_message();
    const auto done = owned_.Confirm(proposed.reply);
    EXPECT_TRUE(done.ok()) << done.reason() << done.status.error_message();
    return owned_.PartsOf(done.reply);
  }
  std::string Query(const std::string& sql) { return county_.archive().Query(sql); }

  County county_;
  Belongings owned_{county_};
};

TEST_F(SplitsTest, GiveAssetsWithTheirParcelsBareParcelsAndCollectiveUnitsByName) {
  const auto goes = owned_.Have(county_.village(), "收割机");
  const auto stays = owned_.Have(county_.village(), "插秧机");
  const auto field = owned_.HaveField(county_.village(), goes.name());
  const auto meadow = owned_.HaveField(county_.village(), stays.name());
  const auto pond = owned_.HaveField(county_.village());
  const auto hill = owned_.HaveField(county_.village());
  const auto household = county_.Settle(county_.village(), 1);
  owned_.Issue(county_.village(), household, 400);
  owned_.IssueOwn(county_.village(), 125);
  const std::string totals = owned_.Totals();
  auto south = PartNamed("南村");
  south.add_households(household.name());
  south.add_assets(goes.name());
  south.add_parcels(pond.name());
  south.set_collective_units(25);
  const auto proposed = owned_.Split(county_.village(), {PartNamed("北村"), south});
  ASSERT_TRUE(proposed.ok()) << proposed.reason() << proposed.status.error_message();
  EXPECT_THAT(proposed.reply.parts(1).assets(), ElementsAre(goes.name()));
  EXPECT_THAT(proposed.reply.parts(1).parcels(), ElementsAre(pond.name()));
  EXPECT_EQ(proposed.reply.parts(1).collective_units(), 25);
  const auto done = owned_.Confirm(proposed.reply);
  ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  const auto parts = owned_.PartsOf(done.reply);
  EXPECT_EQ(owned_.Look(goes).collective(), parts[1].name());
  EXPECT_EQ(owned_.Look(goes).owners(0).collective(), parts[1].name());
  EXPECT_EQ(owned_.Look(stays).collective(), parts[0].name());
  EXPECT_EQ(owned_.Look(field).collective(), parts[1].name());
  EXPECT_EQ(owned_.Look(meadow).collective(), parts[0].name());
  EXPECT_EQ(owned_.Look(pond).collective(), parts[1].name());
  EXPECT_EQ(owned_.Look(hill).collective(), parts[0].name());
  EXPECT_EQ(owned_.UnitsOf(parts[1], v1::UNIT_KIND_MEMBER), 400);
  EXPECT_EQ(owned_.UnitsOf(parts[1], v1::UNIT_KIND_COLLECTIVE), 25);
  EXPECT_EQ(owned_.UnitsOf(parts[0], v1::UNIT_KIND_COLLECTIVE), 100);
  EXPECT_EQ(Query("SELECT cause FROM registry.asset_event WHERE kind = 5 AND asset_id = '" +
                  IdOf(goes.name()) + "'"),
            proposed.reply.name());
  EXPECT_EQ(owned_.Totals(), totals);
  owned_.ExpectNothingIsAstray();
}

TEST_F(SplitsTest, RefuseWhatIsNotTheirsToGive) {
  const auto machine = owned_.Have(county_.village(), "收割机");
  const auto field = owned_.HaveField(county_.village(), machine.name());
  owned_.IssueOwn(county_.village(), 100);
  const auto refused = [&](const std::function<void(v1::ChangePart*)>& fill) {
    auto south = PartNamed("南村");
    fill(&south);
    return owned_.Split(county_.village(), {PartNamed("北村"), south}).reason();
  };
  const auto theirs = owned_.Have(county_.sister(), "打谷机");
  const auto their_field = owned_.HaveField(county_.sister());
  EXPECT_EQ(refused([&](auto* part) { part->add_assets(theirs.name()); }), "CHANGE_ITEM_FOREIGN");
  EXPECT_EQ(refused([&](auto* part) { part->add_parcels(their_field.name()); }),
            "CHANGE_ITEM_FOREIGN");
  EXPECT_EQ(refused([&](auto* part) { part->add_parcels(field.name()); }), "CHANGE_ITEM_FOREIGN")
      << "it goes where its asset goes";
  EXPECT_EQ(refused([&](auto* part) { part->set_collective_units(101); }), "UNITS_SHORT");
  auto greedy = PartNamed("北村");
  greedy.set_collective_units(1);
  EXPECT_EQ(owned_.Split(county_.village(), {greedy, PartNamed("南村")}).reason(), "CHANGE_UNFIT");
  // All parts together.
  auto half = PartNamed("南村");
  half.set_collective_units(51);
  EXPECT_EQ(owned_.Split(county_.village(), {PartNamed("北村"), half, half}).reason(),
            "UNITS_SHORT");
}

TEST_F(SplitsTest, LeaveFrozenCollectiveUnitsWithTheFirst) {
  owned_.IssueOwn(county_.village(), 100);
  v1::FreezeUnitsRequest freeze;
  freeze.set_parent(county_.village().name());
  freeze.set_request_id(NewRequestId());
  freeze.set_holder(county_.village().name());
  freeze.set_kind(v1::UNIT_KIND_COLLECTIVE);
  freeze.set_units(40);
  freeze.set_ground("法院裁定");
  using Units = v1::UnitsService::Stub;
  const auto asked = owned_.Ask(county_.Clerk(county_.village()), &Units::FreezeUnits, freeze);
  ASSERT_TRUE(owned_
                  .Ask(County::Officer(rpc::v1::ROLE_TOWNSHIP_APPROVER, "/7/"),
                       &Units::ConfirmUnitChange,
                       Named<v1::ConfirmUnitChangeRequest>(asked.reply.name()))
                  .ok());
  auto south = PartNamed("南村");
  south.set_collective_units(61);
  EXPECT_EQ(owned_.Split(county_.village(), {PartNamed("北村"), south}).reason(), "UNITS_NOT_FREE");
  south.set_collective_units(60);
  const auto parts = SplitOff(south);
  EXPECT_EQ(owned_.UnitsOf(parts[0], v1::UNIT_KIND_COLLECTIVE), 40);
  EXPECT_EQ(Query("SELECT frozen FROM registry.unit_holding WHERE collective_id = '" +
                  IdOf(parts[0].name()) + "'"),
            "40");
  owned_.ExpectNothingIsAstray();
}

TEST_F(SplitsTest, LetRecoveryCasesGoOnWithTheirAssets) {
  const auto pond = owned_.Have(county_.village(), "鱼塘");
  const auto recovery = owned_.HaveRecovery(county_.village(), pond);
  auto south = PartNamed("南村");
  south.add_assets(pond.name());
  const auto parts = SplitOff(south);
  const auto clerk = county_.Clerk(parts[1]);
  auto step = Named<v1::AdvanceRecoveryRequest>(recovery.name());
  step.set_state(v1::RecoveryCase::STATE_NOTIFIED);
  *step.mutable_step_date() = Day("2026-11-20");
  step.set_evidence(county_.archive().Bring(clerk, "notice"));
  const auto notified = owned_.Ask(clerk, &Recoveries::AdvanceRecovery, step);
  EXPECT_TRUE(notified.ok()) << notified.reason() << notified.status.error_message();
  EXPECT_EQ(owned_
                .Ask(county_.Clerk(parts[0]), &Recoveries::GetRecovery,
                     Named<v1::GetRecoveryRequest>(recovery.name()))
                .reason(),
            "OUT_OF_SCOPE");
}

TEST_F(SplitsTest, WaitUntilWhatIsOpenIsOverAndNameIt) {
  const auto household = county_.Settle(county_.village(), 1);
  auto south = PartNamed("南村");
  south.add_households(household.name());
  const auto split = owned_.Split(county_.village(), {PartNamed("北村"), south}).reply;
  const std::string before = owned_.Totals();
  const auto issue = owned_.ProposeIssue(county_.village(), household.name(), 100);
  const auto waiting = owned_.Confirm(split);
  EXPECT_EQ(waiting.reason(), "UNIT_CHANGES_OPEN");
  EXPECT_EQ(waiting.metadata("unit_changes"), issue.name());
  ASSERT_TRUE(owned_
                  .Ask(county_.Clerk(county_.village()), &v1::UnitsService::Stub::CancelUnitChange,
                       Named<v1::CancelUnitChangeRequest>(issue.name()))
                  .ok());
  const auto count = owned_.HaveCount(county_.village());
  const auto counting = owned_.Confirm(split);
  EXPECT_EQ(counting.reason(), "COUNT_UNDER_WAY");
  EXPECT_EQ(counting.metadata("count"), count.name());
  EXPECT_EQ(county_.Get(household).collective(), county_.village().name()) << "nothing is half";
  EXPECT_EQ(county_.Get(county_.village()).state(), v1::Collective::STATE_ACTIVE);
  auto cancel = Named<v1::CancelCountRequest>(count.name());
  cancel.set_reason("改期");
  ASSERT_TRUE(owned_.Ask(county_.Clerk(county_.village()), &Counts::CancelCount, cancel).ok());
  const auto roll = owned_.Freeze(county_.village(), "2026-11-21");
  ASSERT_TRUE(roll.ok()) << roll.reason();
  const auto meeting = owned_.Confirm(split);
  EXPECT_EQ(meeting.reason(), "MEETING_AHEAD");
  EXPECT_EQ(meeting.metadata("voter_roll"), roll.reply.name());
  EXPECT_EQ(owned_.Totals(), before);
  // On the day of the meeting it may be done, and the heir reads what is left of both.
  county_.archive().clock().Advance(std::chrono::hours(24));
  const auto done = owned_.Confirm(split);
  ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  const auto heir = county_.Clerk(owned_.PartsOf(done.reply)[0]);
  EXPECT_TRUE(
      owned_.Ask(heir, &VoterRolls::GetVoterRoll, Named<v1::GetVoterRollRequest>(roll.reply.name()))
          .ok());
  EXPECT_TRUE(owned_.Ask(heir, &Counts::GetCount, Named<v1::GetCountRequest>(count.name())).ok());
}

TEST_F(SplitsTest, MergesWaitLikewise) {
  const auto household = county_.Settle(county_.sister(), 1);
  v1::ChangePart village;
  village.set_collective(county_.village().name());
  const auto merge = owned_.Merge({county_.sister()}, village).reply;
  const auto issue = owned_.ProposeIssue(county_.sister(), household.name(), 100);
  EXPECT_EQ(owned_.Confirm(merge).reason(), "UNIT_CHANGES_OPEN");
  // Of the one that goes on they do not matter.
  ASSERT_TRUE(owned_
                  .Ask(county_.Clerk(county_.sister()), &v1::UnitsService::Stub::CancelUnitChange,
                       Named<v1::CancelUnitChangeRequest>(issue.name()))
                  .ok());
  const auto here = county_.Settle(county_.village(), 2);
  owned_.ProposeIssue(county_.village(), here.name(), 100);
  EXPECT_TRUE(owned_.Freeze(county_.village(), "2026-12-01").ok());
  const auto done = owned_.Confirm(merge);
  EXPECT_TRUE(done.ok()) << done.reason();
}

TEST_F(SplitsTest, FreezeNoVotersForAMeetingThatIsFarAway) {
  county_.Settle(county_.village(), 1);
  const auto far = owned_.Freeze(county_.village(), "2027-02-19");
  EXPECT_EQ(far.reason(), "MEETING_FAR");
  EXPECT_EQ(far.metadata("last_day"), "2027-02-18");
  EXPECT_TRUE(owned_.Freeze(county_.village(), "2027-02-18").ok());
}

TEST_F(SplitsTest, TakeAlongWhatWaitsAmongThoseBelow) {
  // Two groups of the village are to merge when the village itself ends.
  const auto second = county_.Found("柳树村二组", county_.village().name());
  const auto among = owned_.Merge({county_.group(), second}, PartNamed("大组")).reply;
  county_.Settle(county_.group(), 5);
  const auto roll = owned_.Freeze(county_.group(), "2026-11-20").reply;
  const auto parts = SplitOff(PartNamed("南村"));
  EXPECT_EQ(Query("SELECT org_path FROM registry.collective_change WHERE id = '" +
                  IdOf(among.name()) + "'"),
            parts[0].org_path());
  const auto group = county_.Get(county_.group());
  EXPECT_THAT(group.org_path(), HasSubstr(IdOf(parts[0].name())));
  EXPECT_TRUE(owned_
                  .Ask(county_.Clerk(group), &VoterRolls::GetVoterRoll,
                       Named<v1::GetVoterRollRequest>(roll.name()))
                  .ok());
  const auto done = owned_.Confirm(among);
  EXPECT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  owned_.ExpectNothingIsAstray();
}

}  // namespace
}  // namespace qianmo::registry

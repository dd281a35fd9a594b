#include "identity/domain/household.h"

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

TEST(DecideIssueLetter, IsForTheClerkAndTheTownshipsAgent) {
  for (const Role role : kEveryRole) {
    const bool first = role == Role::kVillageClerk || role == Role::kTownshipAgent;
    const Actor actor = Acting(1, {{role, kVillage}});
    EXPECT_EQ(Outcome(DecideIssueLetter(actor, kVillage, false)),
              first ? "OK" : "HOUSEHOLD_NOT_YOURS")
        << Name(role);
  }
}

TEST(DecideIssueLetter, LeavesANewPinToTheTownship) {
  const RoleHeld clerk{Role::kVillageClerk, kVillage};
  const RoleHeld agent{Role::kTownshipAgent, kTownship};
  EXPECT_EQ(Outcome(DecideIssueLetter(Acting(1, {clerk}), kVillage, true)),
            "HOUSEHOLD_HAS_ACCOUNT");
  EXPECT_EQ(Outcome(DecideIssueLetter(Acting(1, {agent}), kVillage, true)), "OK");
  EXPECT_EQ(Outcome(DecideIssueLetter(Acting(1, {clerk, agent}), kVillage, true)), "OK");
}

TEST(DecideIssueLetter, TellsTheCodeToTheTownshipAlone) {
  const RoleHeld clerk{Role::kVillageClerk, kVillage};
  const RoleHeld agent{Role::kTownshipAgent, kTownship};
  const RoleHeld far_agent{Role::kTownshipAgent, kOtherVillage};
  const auto way = [](const Actor& actor) {
    return DecideIssueLetter(actor, kVillage, false).value();
  };
  EXPECT_EQ(way(Acting(1, {clerk})), LetterWay::kPrinted);
  EXPECT_EQ(way(Acting(1, {clerk, far_agent})), LetterWay::kPrinted);
  EXPECT_EQ(way(Acting(1, {agent})), LetterWay::kCounter);
  EXPECT_EQ(way(Acting(1, {clerk, agent})), LetterWay::kCounter);
}

TEST(DecideIssueLetter, StaysWithinTheOffice) {
  const Actor clerk = Acting(1, {{Role::kVillageClerk, kVillage}});
  const Actor agent = Acting(1, {{Role::kTownshipAgent, kTownship}});
  EXPECT_EQ(Outcome(DecideIssueLetter(clerk, kGroup, false)), "OK");
  EXPECT_EQ(Outcome(DecideIssueLetter(clerk, kSisterVillage, false)), "HOUSEHOLD_NOT_YOURS");
  EXPECT_EQ(Outcome(DecideIssueLetter(agent, kSisterVillage, false)), "OK");
  EXPECT_EQ(Outcome(DecideIssueLetter(agent, kOtherVillage, false)), "HOUSEHOLD_NOT_YOURS");
}

TEST(DecideIssueLetter, NeedsAVillageOrAGroup) {
  const Actor agent = Acting(1, {{Role::kTownshipAgent, kTownship}});
  EXPECT_EQ(Outcome(DecideIssueLetter(agent, kCounty, false)), "HOUSEHOLD_PATH_MISMATCH");
  EXPECT_EQ(Outcome(DecideIssueLetter(agent, kTownship, false)), "HOUSEHOLD_PATH_MISMATCH");
  EXPECT_EQ(Outcome(DecideIssueLetter(agent, kGroup, false)), "OK");
}

}  // namespace
}  // namespace qianmo::identity

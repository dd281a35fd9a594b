// Roles that follow their organisation: where to, and which do not.
#include "identity/domain/carry.h"

#include <gtest/gtest.h>

namespace qianmo::identity {
namespace {

const OrgPath kAboveBoth = *OrgPath::Parse("/7/01930000-0000-7000-8000-0000000000a1/");
const OrgPath kFormer =
    *OrgPath::Parse(kAboveBoth.text() + "01930000-0000-7000-8000-0000000000b1/");
const OrgPath kLater = *OrgPath::Parse(kAboveBoth.text() + "01930000-0000-7000-8000-0000000000b2/");
const std::string kBelow = "01930000-0000-7000-8000-0000000000c1/";
const OrgPath kBelowOld = *OrgPath::Parse(kFormer.text() + kBelow);
const OrgPath kBelowNew = *OrgPath::Parse(kLater.text() + kBelow);
const PlaceMove kCarrying{.from = kFormer, .to = kLater};

TEST(Moved, KeepsWhatIsBelow) {
  EXPECT_EQ(Moved(kFormer, kCarrying), kLater);
  EXPECT_EQ(Moved(kBelowOld, kCarrying), kBelowNew);
  EXPECT_EQ(Moved(kAboveBoth, kCarrying), std::nullopt);
  EXPECT_EQ(Moved(kLater, kCarrying), std::nullopt);
}

// Held by accounts and persons that go by small numbers.
struct Held {
  int account;
  int person;
  Role role;
  OrgPath path;
  bool follows = true;
};

Uuid Numbered(int number) {
  return *Uuid::Parse("01930000-0000-7000-8000-00000000000" + std::to_string(number));
}

std::vector<RoleFate> FatesOf(const std::vector<Held>& held) {
  std::vector<CarriedRole> roles;
  for (const Held& one : held) {
    roles.push_back({.grant = Numbered(static_cast<int>(roles.size())),
                     .account = AccountId{Numbered(one.account)},
                     .person = PersonId{Numbered(one.person)},
                     .held = {one.role, one.path},
                     .follows = one.follows});
  }
  return DecideCarry(roles, kCarrying);
}

TEST(DecideCarry, IsWhatTheTableSays) {
  using enum RoleFate;
  using Fates = std::vector<RoleFate>;
  constexpr Role kClerk = Role::kVillageClerk;
  constexpr Role kChair = Role::kBoardChair;
  const std::vector<std::pair<std::vector<Held>, Fates>> table = {
      {{{1, 1, kClerk, kFormer}}, {kMoved}},
      {{{1, 1, kClerk, kBelowOld}}, {kMoved}},
      {{{1, 1, kClerk, kAboveBoth}}, {kUntouched}},
      {{{1, 1, kClerk, kFormer, false}}, {kUntouched}},
      // The same role there: of the same account it is one, of another account both stay.
      {{{1, 1, kClerk, kFormer}, {1, 1, kClerk, kLater}}, {kEnded, kUntouched}},
      {{{1, 1, kClerk, kFormer}, {2, 1, kClerk, kLater}}, {kMoved, kUntouched}},
      // Whoever makes does not check.
      {{{1, 1, kClerk, kFormer}, {1, 1, kChair, kLater}}, {kLeft, kUntouched}},
      {{{1, 1, kClerk, kFormer}, {2, 1, kChair, kLater}}, {kLeft, kUntouched}},
      {{{1, 1, kClerk, kFormer}, {2, 2, kChair, kLater}}, {kMoved, kUntouched}},
      {{{1, 1, kClerk, kBelowOld}, {1, 1, kChair, kLater}}, {kLeft, kUntouched}},
      // What could be held together at the old place can be at the new one.
      {{{1, 1, kClerk, kFormer}, {1, 1, Role::kTownshipAgent, kAboveBoth}}, {kMoved, kUntouched}},
      {{{1, 1, Role::kHouseholdHead, kFormer}, {1, 1, Role::kMember, kFormer}}, {kMoved, kMoved}},
      // One that has ended is in nobody's way.
      {{{1, 1, kClerk, kFormer}, {1, 1, kClerk, kLater}, {1, 1, kClerk, kBelowOld}},
       {kEnded, kUntouched, kMoved}}};
  for (std::size_t i = 0; i < table.size(); ++i) {
    EXPECT_EQ(FatesOf(table[i].first), table[i].second) << i;
  }
}

}  // namespace
}  // namespace qianmo::identity

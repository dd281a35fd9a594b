// Kin and staff: when a relation holds, who records what, and who is barred from a lot.
#include "registry/domain/relation.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

using namespace std::chrono;

constexpr Date kRelationDay = 2026y / 11 / 20;

Decider OfficerNo(int number) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[15] = static_cast<std::uint8_t>(number);
  std::array<std::uint8_t, 16> account = bytes;
  account[0] = 1;
  return {.account = Uuid(account), .person = Uuid(bytes)};
}

Relation TieTo(RelationKind kind, const Decider& officer, bool recused = false) {
  return {.kind = kind,
          .account = officer.account,
          .start_date = 2026y / 1 / 1,
          .end_date = Date(2027y / 1 / 1),
          .recused = recused};
}

std::string WhyBarred(const LotComer& comer, const LotSetters& setters, Date day = kRelationDay) {
  const auto barred = BarredFrom(comer, setters, day);
  return barred ? barred->reason : "";
}

TEST(Relation, HoldsFromItsFirstDayToTheDayBeforeItsEnd) {
  Relation relation = TieTo(RelationKind::kKinOfCadre, OfficerNo(1));
  EXPECT_FALSE(HoldsOn(relation, 2025y / 12 / 31));
  EXPECT_TRUE(HoldsOn(relation, 2026y / 1 / 1));
  EXPECT_TRUE(HoldsOn(relation, 2026y / 12 / 31));
  EXPECT_FALSE(HoldsOn(relation, 2027y / 1 / 1));
  relation.end_date.reset();
  EXPECT_TRUE(HoldsOn(relation, 2099y / 1 / 1));
}

TEST(Relation, IsToAnAccountOrThePersonBehindIt) {
  const Decider officer = OfficerNo(1);
  const Decider other = OfficerNo(2);
  EXPECT_TRUE(IsTo({.account = officer.account}, officer));
  EXPECT_TRUE(
      IsTo({.person = officer.person}, {.account = other.account, .person = officer.person}));
  EXPECT_FALSE(IsTo({.account = officer.account, .person = officer.person}, other));
  EXPECT_FALSE(IsTo({}, officer));
}

TEST(Relation, EndsAfterItBeginsAndNotLaterThanWasSaid) {
  const Relation relation = TieTo(RelationKind::kKinOfCadre, OfficerNo(1));
  const auto why = [&](Date end, const Decider& by) {
    const auto ended = DecideEndRelation(relation, by, end);
    return ended ? std::string() : ended.refusal().reason;
  };
  EXPECT_EQ(why(2026y / 1 / 1, OfficerNo(2)), "RELATION_DATES_INVALID");
  EXPECT_EQ(why(2026y / 1 / 2, OfficerNo(2)), "");
  EXPECT_EQ(why(2027y / 1 / 1, OfficerNo(2)), "");
  EXPECT_EQ(why(2027y / 1 / 2, OfficerNo(2)), "RELATION_DATES_INVALID");
  EXPECT_EQ(why(2026y / 6 / 1, OfficerNo(1)), "OFFICER_RELATED");
  EXPECT_FALSE(CheckRelationDates(kRelationDay, kRelationDay));
  EXPECT_TRUE(CheckRelationDates(kRelationDay, kRelationDay + days(1)));
  EXPECT_TRUE(CheckRelationDates(kRelationDay, std::nullopt));
}

TEST(Recusal, IsRecordedOnceByAnotherAndNotForStaff) {
  const auto why = [](const Relation& relation, const Decider& by) {
    const auto recorded = DecideRecusal(relation, by);
    return recorded ? std::string() : recorded.refusal().reason;
  };
  const Decider officer = OfficerNo(1);
  EXPECT_EQ(why(TieTo(RelationKind::kKinOfCadre, officer), OfficerNo(2)), "");
  EXPECT_EQ(why(TieTo(RelationKind::kCadre, officer), OfficerNo(2)), "");
  EXPECT_EQ(why(TieTo(RelationKind::kKinOfCadre, officer), officer), "OFFICER_RELATED");
  EXPECT_EQ(why(TieTo(RelationKind::kKinOfCadre, officer, true), OfficerNo(2)), "RECUSAL_RECORDED");
  EXPECT_EQ(why(TieTo(RelationKind::kPlatformStaff, officer), OfficerNo(2)),
            "RELATION_NEEDS_NO_RECUSAL");
  EXPECT_EQ(why(TieTo(RelationKind::kCentreStaff, officer), OfficerNo(2)),
            "RELATION_NEEDS_NO_RECUSAL");
}

TEST(BarredFrom, StaffAndWhoeverSetThePriceAndKinOfThoseWhoDidNotStepAside) {
  const Decider setter = OfficerNo(1);
  const Decider stranger = OfficerNo(2);
  const LotSetters setters{.deciders = {setter}};
  struct Case {
    RelationKind kind;
    const Decider* to;
    bool recused;
    const char* reason;
  };
  const Case table[] = {
      {RelationKind::kPlatformStaff, &stranger, false, "BIDDER_IS_STAFF"},
      {RelationKind::kCentreStaff, &setter, false, "BIDDER_IS_STAFF"},
      {RelationKind::kKinOfCadre, &setter, false, "RECUSAL_MISSING"},
      {RelationKind::kKinOfCadre, &setter, true, ""},
      {RelationKind::kKinOfCadre, &stranger, false, ""},
      {RelationKind::kKinOfOfficer, &setter, false, "RECUSAL_MISSING"},
      {RelationKind::kKinOfOfficer, &setter, true, ""},
      {RelationKind::kKinOfOfficer, &stranger, false, ""},
      {RelationKind::kCadre, &setter, true, "BIDDER_SET_PRICE"},
      {RelationKind::kCadre, &stranger, false, ""},
  };
  for (const Case& one : table) {
    const LotComer comer{.people = {OfficerNo(5)},
                         .relations = {TieTo(one.kind, *one.to, one.recused)}};
    EXPECT_EQ(WhyBarred(comer, setters), one.reason) << static_cast<int>(one.kind);
    EXPECT_EQ(WhyBarred(comer, setters, 2027y / 1 / 1), "") << "is over by then";
  }
}

TEST(BarredFrom, AgentsWhoSetThePriceThemselves) {
  const LotSetters setters{.deciders = {OfficerNo(1)}};
  EXPECT_EQ(WhyBarred({.people = {OfficerNo(5), OfficerNo(1)}}, setters), "BIDDER_SET_PRICE");
  // With an account of their own as bidders, but the same person.
  EXPECT_EQ(WhyBarred({.people = {{OfficerNo(5).account, OfficerNo(1).person}}}, setters),
            "BIDDER_SET_PRICE");
  EXPECT_EQ(WhyBarred({.people = {OfficerNo(5)}}, setters), "");
  EXPECT_EQ(WhyBarred({.people = {OfficerNo(5)}}, {}), "");
}

TEST(Flags, AreTheKindsThatHoldOnTheDay) {
  const std::vector<Relation> relations = {TieTo(RelationKind::kCadre, OfficerNo(1)),
                                           TieTo(RelationKind::kKinOfCadre, OfficerNo(2)),
                                           TieTo(RelationKind::kKinOfCadre, OfficerNo(3))};
  EXPECT_EQ(FlagsOf(relations, kRelationDay),
            (std::vector{RelationKind::kKinOfCadre, RelationKind::kCadre}));
  EXPECT_TRUE(FlagsOf(relations, 2027y / 1 / 1).empty());
}

}  // namespace
}  // namespace qianmo::registry

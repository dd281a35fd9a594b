// The rules of assets: every right with every class, owners to the last fraction, every change of
// state from every state.
#include "registry/domain/asset.h"

#include <functional>

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

const Time kAssetNow{std::chrono::seconds(1'700'000'000)};
const Time kAssetEarlier = kAssetNow - std::chrono::hours(24);

Uuid PersonNumber(std::uint8_t number) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[15] = number;
  return Uuid(bytes);
}

template <class T>
std::string AssetOutcome(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(CheckKind, FitsRightsToClasses) {
  struct Case {
    RightType right;
    bool resource, operating, public_use;
  };
  for (const Case& one : std::vector<Case>{{RightType::kNone, false, false, true},
                                           {RightType::kLandManagement, true, false, false},
                                           {RightType::kForest, true, false, false},
                                           {RightType::kFourWastes, true, false, false},
                                           {RightType::kOperatingAsset, false, true, true},
                                           {RightType::kProductionFacility, false, true, false},
                                           {RightType::kSmallWaterWorks, false, true, false},
                                           {RightType::kIntellectualProperty, false, true, false},
                                           {RightType::kIncomeRightUnits, false, false, false},
                                           {RightType::kConstructionLand, true, false, false}}) {
    const auto fits = [&](AssetClass asset_class) {
      const auto outcome = CheckKind("asset.", asset_class, one.right, Measure::kMu);
      return outcome.ok();
    };
    EXPECT_EQ(fits(AssetClass::kResource), one.resource) << static_cast<int>(one.right);
    EXPECT_EQ(fits(AssetClass::kOperating), one.operating) << static_cast<int>(one.right);
    EXPECT_EQ(fits(AssetClass::kNonOperating), one.public_use) << static_cast<int>(one.right);
  }
}

TEST(CheckKind, MeasuresLandByItsArea) {
  struct Case {
    RightType right;
    Measure measure;
    const char* outcome;
  };
  for (const Case& one :
       std::vector<Case>{{RightType::kLandManagement, Measure::kMu, ""},
                         {RightType::kLandManagement, Measure::kSquareMetre, ""},
                         {RightType::kLandManagement, Measure::kMachine, "MEASURE_UNFIT"},
                         {RightType::kFourWastes, Measure::kTree, "MEASURE_UNFIT"},
                         {RightType::kConstructionLand, Measure::kItem, "MEASURE_UNFIT"},
                         {RightType::kForest, Measure::kTree, ""}}) {
    EXPECT_EQ(AssetOutcome(CheckKind("asset.", AssetClass::kResource, one.right, one.measure)),
              one.outcome);
  }
}

TEST(CheckQuantity, IsNoFinerThanItsUnit) {
  EXPECT_EQ(AssetOutcome(CheckQuantity("f", 1, Measure::kMu)), "");
  EXPECT_EQ(AssetOutcome(CheckQuantity("f", 5, Measure::kSquareMetre)), "QUANTITY_UNFIT");
  EXPECT_EQ(AssetOutcome(CheckQuantity("f", 1'500, Measure::kMachine)), "QUANTITY_UNFIT");
  EXPECT_EQ(AssetOutcome(CheckQuantity("f", 2'000, Measure::kMachine)), "");
}

TEST(CheckOwners, WantsExactlyTheWhole) {
  const Uuid keeper = PersonNumber(1), other = PersonNumber(2), partner = PersonNumber(3);
  struct Case {
    const char* what;
    std::vector<OwnerShare> owners;
    const char* outcome;
  };
  for (const Case& one : std::vector<Case>{
           {"alone", {{false, keeper, {1, 1}}}, ""},
           {"three",
            {{false, keeper, {1, 3}}, {false, other, {1, 6}}, {true, partner, {1, 2}}},
            ""},
           {"a hair less", {{false, keeper, {29'999, 30'000}}}, "OWNERS_NOT_WHOLE"},
           {"a hair more",
            {{false, keeper, {1, 2}}, {false, other, {30'001, 60'000}}},
            "OWNERS_NOT_WHOLE"},
           {"twice", {{false, keeper, {1, 2}}, {false, keeper, {1, 2}}}, "OWNERS_REPEATED"},
           {"without the keeper", {{false, other, {1, 1}}}, "KEEPER_NO_OWNER"},
           {"a partner by the keeper's id", {{true, keeper, {1, 1}}}, "KEEPER_NO_OWNER"},
           {"nobody", {}, "KEEPER_NO_OWNER"}}) {
    EXPECT_EQ(AssetOutcome(CheckOwners(keeper, one.owners)), one.outcome) << one.what;
  }
}

TEST(WithSuccessor, KeepsTheWhole) {
  const Uuid a = PersonNumber(1), b = PersonNumber(2), c = PersonNumber(3);
  const std::vector<OwnerShare> owners = {
      {false, a, {1, 3}}, {false, b, {1, 6}}, {true, c, {1, 2}}};
  const auto joined = WithSuccessor(owners, a, b);
  ASSERT_EQ(joined.size(), 2u);
  EXPECT_EQ(joined[0].owner, b);
  EXPECT_EQ(joined[0].share, Fraction(1, 2));
  EXPECT_EQ(AssetOutcome(CheckOwners(b, joined)), "");
  const auto replaced = WithSuccessor(owners, a, PersonNumber(4));
  ASSERT_EQ(replaced.size(), 3u);
  EXPECT_EQ(replaced[0].owner, PersonNumber(4));
  EXPECT_EQ(WithSuccessor(owners, c, a).size(), 3u) << "c is a partner, and no collective";
}

TEST(CheckParts, KnowsEachPartOnce) {
  const PartId one = *PartId::Parse("01930000-0000-7000-8000-000000000001");
  const PartId strange = *PartId::Parse("01930000-0000-7000-8000-000000000002");
  EXPECT_EQ(AssetOutcome(CheckParts({{one, "一层"}, {{}, "二层"}}, {one})), "");
  EXPECT_EQ(AssetOutcome(CheckParts({{one, "一层"}, {{}, "一层"}}, {one})), "PART_NAMES_REPEATED");
  EXPECT_EQ(AssetOutcome(CheckParts({{strange, "一层"}}, {one})), "PART_UNKNOWN");
  EXPECT_EQ(AssetOutcome(CheckParts({{one, "一层"}, {one, "二层"}}, {one})), "PART_UNKNOWN");
}

AssetLife LifeIn(AssetState state) {
  AssetLife life{.state = state};
  if (state == AssetState::kIdle || state == AssetState::kListed) life.idle_since = kAssetEarlier;
  if (state == AssetState::kDisputed) {
    life.undisputed = AssetState::kIdle;
    life.disputer = PersonNumber(1);
    life.idle_since = kAssetEarlier;
  }
  return life;
}

// Every transition from every state: the state that it leads to, or "" where it is refused.
TEST(AssetState, MovesOnlyAsTheTableSays) {
  using Move = std::function<Result<AssetLife>(const AssetLife&)>;
  const auto service = [](AssetState wanted) -> Move {
    return
        [wanted](const AssetLife& life) { return DecideServiceState(life, wanted, "", kAssetNow); };
  };
  struct Row {
    const char* what;
    Move move;
    std::array<const char*, 6> to;  // from IDLE, LISTED, LEASED, OCCUPIED, DISPUTED, RETIRED
  };
  const std::vector<Row> rows = {
      {"retire", DecideRetire, {"RETIRED", "", "", "", "", ""}},
      {"dispute",
       [](const AssetLife& life) { return DecideDispute(life, PersonNumber(1)); },
       {"DISPUTED", "DISPUTED", "DISPUTED", "DISPUTED", "", ""}},
      {"settle",
       [](const AssetLife& life) { return DecideSettle(life, PersonNumber(2)); },
       {"", "", "", "", "IDLE", ""}},
      {"occupied", DecideOccupied, {"OCCUPIED", "", "OCCUPIED", "OCCUPIED", "", ""}},
      {"recovered",
       [](const AssetLife& life) { return DecideRecovered(life, kAssetNow); },
       {"", "", "", "IDLE", "", ""}},
      {"not occupied",
       [](const AssetLife& life) {
         return DecideNotOccupied(life, AssetState::kLeased, kAssetNow);
       },
       {"", "", "", "LEASED", "", ""}},
      {"gone", DecideGone, {"RETIRED", "", "", "RETIRED", "", ""}},
      {"listed", service(AssetState::kListed), {"LISTED", "", "LISTED", "", "", ""}},
      {"leased", service(AssetState::kLeased), {"LEASED", "LEASED", "", "", "DISPUTED", ""}},
      {"idle", service(AssetState::kIdle), {"", "IDLE", "IDLE", "", "", ""}},
      {"retired by a service", service(AssetState::kRetired), {"", "", "", "", "", ""}},
      {"occupied by a service", service(AssetState::kOccupied), {"", "", "", "", "", ""}}};
  for (const Row& row : rows) {
    for (int from = 1; from <= 6; ++from) {
      const auto after = row.move(LifeIn(static_cast<AssetState>(from)));
      const std::string to = after ? std::string(Name(after->state)) : "";
      EXPECT_EQ(to, row.to.at(static_cast<std::size_t>(from) - 1))
          << row.what << " from " << Name(static_cast<AssetState>(from));
    }
  }
}

TEST(AssetState, RemembersSinceWhenItIsIdle) {
  EXPECT_EQ(NewAsset(kAssetNow).idle_since, kAssetNow);
  const AssetLife idle = LifeIn(AssetState::kIdle);
  const auto listed = DecideServiceState(idle, AssetState::kListed, "", kAssetNow);
  EXPECT_EQ(listed->idle_since, kAssetEarlier) << "an offer brings nothing in";
  EXPECT_EQ(DecideServiceState(*listed, AssetState::kIdle, "", kAssetNow)->idle_since,
            kAssetEarlier);
  const auto leased = DecideServiceState(*listed, AssetState::kLeased, "", kAssetNow);
  EXPECT_EQ(leased->idle_since, std::nullopt);
  EXPECT_EQ(DecideServiceState(*leased, AssetState::kIdle, "", kAssetNow)->idle_since, kAssetNow);
  EXPECT_EQ(DecideDispute(idle, PersonNumber(1))->idle_since, kAssetEarlier);
}

TEST(DecideSettle, IsForAnotherPerson) {
  const AssetLife life = *DecideDispute(LifeIn(AssetState::kLeased), PersonNumber(1));
  EXPECT_EQ(AssetOutcome(DecideSettle(life, PersonNumber(1))), "SAME_PERSON");
  EXPECT_EQ(DecideSettle(life, PersonNumber(2))->state, AssetState::kLeased);
}

TEST(DecideServiceState, ListsNothingThatIsDisputed) {
  const AssetLife idle = LifeIn(AssetState::kIdle);
  const auto parcel =
      DecideServiceState(idle, AssetState::kListed, "counties/7/parcels/x", kAssetNow);
  EXPECT_EQ(AssetOutcome(parcel), "PARCEL_DISPUTED");
  EXPECT_EQ(parcel.refusal().metadata.at(0).second, "counties/7/parcels/x");
  const AssetLife disputed = *DecideDispute(idle, PersonNumber(1));
  EXPECT_EQ(AssetOutcome(DecideServiceState(disputed, AssetState::kListed, "", kAssetNow)),
            "ASSET_DISPUTED");
}

TEST(DecideServiceState, EndsWhatEndsDuringADispute) {
  const AssetLife leased = LifeIn(AssetState::kLeased);
  const AssetLife disputed = *DecideDispute(leased, PersonNumber(1));
  const auto ended = DecideServiceState(disputed, AssetState::kIdle, "", kAssetNow);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->state, AssetState::kDisputed);
  EXPECT_EQ(ended->disputer, PersonNumber(1));
  const auto settled = DecideSettle(*ended, PersonNumber(2));
  EXPECT_EQ(settled->state, AssetState::kIdle);
  EXPECT_EQ(settled->idle_since, kAssetNow);
}

TEST(CheckChange, FixesTheTermsWhileSomebodyReliesOnThem) {
  struct Case {
    AssetState state;
    const char *quantity, *site;
  };
  for (const Case& one :
       std::vector<Case>{{AssetState::kIdle, "", ""},
                         {AssetState::kListed, "ASSET_TERMS_FIXED", ""},
                         {AssetState::kLeased, "ASSET_TERMS_FIXED", ""},
                         {AssetState::kOccupied, "", ""},
                         {AssetState::kDisputed, "", ""},
                         {AssetState::kRetired, "ASSET_RETIRED", "ASSET_RETIRED"}}) {
    const AssetLife life = LifeIn(one.state);
    EXPECT_EQ(AssetOutcome(CheckChange(life, {"site", "quantity_e3"})), one.quantity);
    EXPECT_EQ(AssetOutcome(CheckChange(life, {"site"})), one.site);
  }
  const AssetLife disputed = *DecideDispute(LifeIn(AssetState::kListed), PersonNumber(1));
  EXPECT_EQ(AssetOutcome(CheckChange(disputed, {"owners"})), "ASSET_TERMS_FIXED");
}

}  // namespace
}  // namespace qianmo::registry

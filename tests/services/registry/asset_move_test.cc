// Assets follow their collective's heir: with parcels, owners' parts, cases and counts, and nothing
// is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/asset_carry.h"
#include "registry/asset_move_store.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

class AssetMoveTest : public ::testing::Test {
 protected:
  std::string Move(AssetMove move) {
    move.county = CountyId{7};
    move.now = estate_.archive().clock().Now();
    move.account = Uuid::Parse(NewRequestId());
    const auto moved = pg::Transact(
        estate_.pool(), {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20)},
        [&](pg::Transaction& tx) { return MoveAssets(tx, move); });
    return moved ? "" : moved.refusal().reason;
  }

  static AssetMove HillToLake() {
    return {.county = {},
            .from = CollectiveIdAt(kHill),
            .to = CollectiveIdAt(kLake),
            .to_path = kLake,
            .only = {},
            .reason = "合并",
            .cause = "counties/7/collectiveChanges/x",
            .account = {},
            .now = {}};
  }

  std::string Query(const std::string& sql) { return estate_.archive().Query(sql); }

  // A power station of Hill and Lake.
  v1::Asset HaveJoint(const char* keeper) {
    v1::CreateAssetRequest request = NewMachine("光伏电站", keeper);
    for (const char* owner : {kHill, kLake, kFar}) {
      auto* part = request.mutable_asset()->add_owners();
      part->set_collective(CollectiveAt(owner));
      part->set_numerator(1);
      part->set_denominator(3);
    }
    const auto made = estate_.Ask(Estate::Clerk(keeper), &Assets::CreateAsset, request);
    EXPECT_TRUE(made.ok()) << made.reason();
    return made.reply;
  }

  Estate estate_;
};

TEST_F(AssetMoveTest, TakesEverythingAlong) {
  const auto asset = estate_.Have("收割机");
  const auto field = estate_.HaveParcel(Square(1'000, 1'000), kHill, asset.name());
  const auto bare = estate_.HaveParcel(Square(1'100, 1'000), kHill);
  const std::string total = Query("SELECT sum(book_value_fen) FROM registry.asset");
  ASSERT_EQ(Move(HillToLake()), "");
  const auto after = estate_.Look(asset.name());
  EXPECT_EQ(after.collective(), CollectiveAt(kLake));
  EXPECT_EQ(after.owners(0).collective(), CollectiveAt(kLake));
  EXPECT_NE(after.etag(), asset.etag());
  for (const auto& parcel : {field, bare}) {
    EXPECT_EQ(estate_.LookAtParcel(parcel.name()).collective(), CollectiveAt(kLake));
  }
  EXPECT_EQ(
      estate_.Ask(Estate::Clerk(kHill), &Assets::GetAsset, Named<v1::GetAssetRequest>(asset.name()))
          .reason(),
      "OUT_OF_SCOPE");
  EXPECT_TRUE(
      estate_.Ask(Estate::Clerk(kLake), &Assets::GetAsset, Named<v1::GetAssetRequest>(asset.name()))
          .ok());
  EXPECT_EQ(Query("SELECT sum(book_value_fen) FROM registry.asset"), total);
  EXPECT_EQ(Query("SELECT reason FROM registry.asset_event WHERE kind = 5"), "合并");
}

TEST_F(AssetMoveTest, KeepsThePartsOfJointAssetsWhole) {
  const auto theirs = HaveJoint(kFar);
  const auto ours = HaveJoint(kHill);
  ASSERT_EQ(Move(HillToLake()), "");
  for (const auto& asset : {theirs, ours}) {
    const auto after = estate_.Look(asset.name());
    ASSERT_EQ(after.owners_size(), 2);
    EXPECT_EQ(after.owners(0).collective(), CollectiveAt(kLake));
    EXPECT_EQ(after.owners(0).numerator(), 2);
    EXPECT_EQ(after.owners(0).denominator(), 3);
  }
  EXPECT_EQ(estate_.Look(theirs.name()).collective(), CollectiveAt(kFar));
}

TEST_F(AssetMoveTest, EndsTheDisputesOfThoseWhoAreOneNow) {
  const auto mine = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const auto theirs = estate_.HaveParcel(Square(1'005, 1'000), kLake);
  const auto far = estate_.HaveParcel(Square(1'012, 1'000), kFar);
  ASSERT_EQ(Move(HillToLake()), "");
  EXPECT_EQ(estate_.LookAtParcel(mine.name()).state(), v1::Parcel::STATE_ACTIVE);
  EXPECT_EQ(estate_.LookAtParcel(theirs.name()).state(), v1::Parcel::STATE_DISPUTED);
  EXPECT_EQ(estate_.LookAtParcel(theirs.name()).overlaps(0).parcel(), far.name());
}

TEST_F(AssetMoveTest, TakesOnlyWhatASplitGives) {
  const auto goes = estate_.Have("收割机");
  const auto stays = estate_.Have("插秧机");
  const auto field = estate_.HaveParcel(Square(1'000, 1'000), kHill, goes.name());
  const auto pond = estate_.HaveParcel(Square(1'004, 1'000), kHill);
  AssetMove move = HillToLake();
  const auto id_of = [](const std::string& name) {
    return *Uuid::Parse(name.substr(name.rfind('/') + 1));
  };
  move.only = AssetMove::Some{.assets = {AssetId{id_of(goes.name())}}};
  ASSERT_EQ(Move(move), "");
  EXPECT_EQ(estate_.Look(goes.name()).collective(), CollectiveAt(kLake));
  EXPECT_EQ(estate_.Look(stays.name()).collective(), CollectiveAt(kHill));
  EXPECT_EQ(estate_.LookAtParcel(field.name()).collective(), CollectiveAt(kLake));
  EXPECT_EQ(estate_.LookAtParcel(pond.name()).collective(), CollectiveAt(kHill));
  EXPECT_EQ(estate_.LookAtParcel(pond.name()).state(), v1::Parcel::STATE_DISPUTED)
      << "they were one owner's";
  EXPECT_EQ(Move(move), "ASSET_NOT_FOUND") << "it is no longer there";
  move.only = AssetMove::Some{.parcels = {ParcelId{id_of(pond.name())}}};
  EXPECT_EQ(Move(move), "");
  EXPECT_EQ(estate_.LookAtParcel(pond.name()).state(), v1::Parcel::STATE_ACTIVE);
  EXPECT_EQ(Move(move), "PARCEL_NOT_FOUND") << "it is no longer there";
}

TEST_F(AssetMoveTest, WaitsForACountToEnd) {
  estate_.Have("收割机");
  estate_.HaveCount(Estate::Clerk());
  EXPECT_EQ(Move(HillToLake()), "COUNT_UNDER_WAY");
}

TEST_F(AssetMoveTest, TakesAlongWhatIsKeptByThoseBelow) {
  const auto asset = estate_.Have("收割机");
  const Carry carry{.county = CountyId{7},
                    .from = {CollectiveIdAt(kTown)},
                    .to = {CollectiveIdAt(kOtherTown)},
                    .from_path = *OrgPath::Parse(kTown),
                    .to_path = *OrgPath::Parse(kOtherTown),
                    .day = {},
                    .account = {},
                    .now = estate_.archive().clock().Now()};
  const auto carried = pg::Transact(
      estate_.pool(), {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20)},
      [&](pg::Transaction& tx) { return CarryAllAssets(tx, carry); });
  ASSERT_TRUE(carried.ok());
  EXPECT_EQ(estate_.Look(asset.name()).collective(), CollectiveAt(kHill));
  EXPECT_EQ(Query("SELECT org_path FROM registry.asset"),
            std::string(kOtherTown) + CollectiveIdAt(kHill).ToString() + "/");
}

TEST_F(AssetMoveTest, RehomesWhateverLiesBelow) {
  const auto asset = estate_.Have("收割机");
  const auto field = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const std::string to = std::string(kOtherTown) + CollectiveIdAt(kHill).ToString() + "/";
  (void)pg::Transact(estate_.pool(),
                     {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20)},
                     [&](pg::Transaction& tx) -> Result<Done> {
                       RehomeAssets(tx, CountyId{7}, kHill, to);
                       return Done{};
                     });
  EXPECT_EQ(Query("SELECT org_path FROM registry.asset"), to);
  EXPECT_EQ(Query("SELECT org_path FROM registry.parcel"), to);
  EXPECT_TRUE(estate_
                  .Ask(Estate::Approver(kOtherTown), &Assets::GetAsset,
                       Named<v1::GetAssetRequest>(asset.name()))
                  .ok());
}

}  // namespace
}  // namespace qianmo::registry

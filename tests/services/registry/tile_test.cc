// Vector tiles: what is in a square, for whom, and how large it gets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/tile_store.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

using testing::HasSubstr;
using testing::Not;

class TileTest : public ::testing::Test {
 protected:
  // The square of zoom 14 at 115.1°, 30.1°.
  Answer<google::api::HttpBody> Tile(const rpc::v1::Caller& caller, int zoom = 14,
                                     int column = 13'430, int row = 6'754) {
    v1::GetTileRequest request;
    request.set_parent("counties/7");
    request.set_zoom(zoom);
    request.set_column(column);
    request.set_row(row);
    return estate_.Ask(caller, &Parcels::GetTile, request);
  }

  static std::string IdIn(const std::string& name) { return name.substr(name.rfind('/') + 1); }

  Estate estate_;
};

TEST_F(TileTest, HoldsTheParcelsThatTheCallerMaySee) {
  const auto asset = estate_.Have("鱼塘");
  const auto mine = estate_.HaveParcel(Square(1'000, 1'000), kHill, asset.name());
  const auto theirs = estate_.HaveParcel(Square(1'020, 1'000), kLake);
  const auto tile = Tile(Estate::Clerk());
  ASSERT_TRUE(tile.ok()) << tile.reason();
  EXPECT_EQ(tile.reply.content_type(), "application/vnd.mapbox-vector-tile");
  EXPECT_THAT(tile.reply.data(), HasSubstr("parcels"));
  EXPECT_THAT(tile.reply.data(), HasSubstr(IdIn(mine.name())));
  EXPECT_THAT(tile.reply.data(), HasSubstr(IdIn(asset.name())));
  EXPECT_THAT(tile.reply.data(), Not(HasSubstr(IdIn(theirs.name()))));
  EXPECT_THAT(tile.reply.data(), Not(HasSubstr("东头地"))) << "names may be people's";
  const auto of_both = Tile(Estate::Approver());
  EXPECT_THAT(of_both.reply.data(), HasSubstr(IdIn(theirs.name())));
  EXPECT_EQ(Tile(Estate::Clerk(kFar)).reply.data(), "");
}

TEST_F(TileTest, HasAnotherEtagAfterAChange) {
  estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const auto etag = [&] { return InfoOf(Tile(Estate::Approver()).reply).etag(); };
  const std::string before = etag();
  EXPECT_EQ(before.size(), 64u);
  EXPECT_EQ(etag(), before);
  estate_.HaveParcel(Square(1'005, 1'000), kLake);
  EXPECT_NE(etag(), before);
}

TEST_F(TileTest, LeavesOutWhatIsElsewhereOrRetired) {
  const auto parcel = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  EXPECT_EQ(Tile(Estate::Clerk(), 14, 13'500, 6'754).reply.data(), "");
  EXPECT_EQ(Tile(Estate::Clerk(), 8, 256, 0).reason(), "TILE_NOT_FOUND");
  EXPECT_EQ(Tile(Estate::Clerk(), 3, 0, 0).reason(), "INVALID_FIELD");
  auto request = Named<v1::RetireParcelRequest>(parcel.name());
  request.set_reason("重复登记");
  ASSERT_TRUE(estate_.Ask(Estate::Approver(), &Parcels::RetireParcel, request).ok());
  EXPECT_EQ(Tile(Estate::Clerk()).reply.data(), "");
}

TEST_F(TileTest, IsNeverLarge) {
  // A square with 20,000 parcels.
  estate_.archive().database().Execute(
      "INSERT INTO registry.parcel (county_id, id, collective_id, org_path, display_name, code,"
      "  declared_area_e3, area_e2, boundary, surveyor, disputed, retire_reason, create_time,"
      "  update_time, version)"
      " SELECT 7, gen_random_uuid(), '" +
      CollectiveIdAt(kHill).ToString() + "', '" + kHill +
      "', '地', '', 1, 100 + n, postgis.ST_Multi(postgis.ST_MakeEnvelope("
      "  115.09 + 0.0001 * (n % 150), 30.09 + 0.0001 * (n / 150),"
      "  115.09009 + 0.0001 * (n % 150), 30.09009 + 0.0001 * (n / 150), 4490)),"
      "  gen_random_uuid(), false, '', '2026-01-01', '2026-01-01', 1"
      " FROM generate_series(1, 20000) AS n");
  const auto tile = Tile(Estate::Clerk());
  ASSERT_TRUE(tile.ok()) << tile.reason();
  EXPECT_GT(tile.reply.data().size(), 10'000u);
  EXPECT_LE(tile.reply.data().size(), kMostTileBytes);
}

}  // namespace
}  // namespace qianmo::registry

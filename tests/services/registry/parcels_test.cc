// Parcels on the real PostGIS: areas, overlaps, disputes and who ends them, also when two people
// draw at the same instant.
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/overlap_store.h"
#include "registry/parcel_store.h"
#include "registry/parcels_service.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

using testing::HasSubstr;

class ParcelsTest : public ::testing::Test {
 protected:
  Answer<v1::Parcel> Draw(const std::string& boundary, const std::string& org_path = kHill) {
    return estate_.Ask(Estate::Clerk(org_path), &Parcels::CreateParcel,
                       NewField(boundary, org_path));
  }

  Answer<v1::Parcel> Redraw(const std::string& parcel, const std::string& boundary,
                            const rpc::v1::Caller& caller) {
    v1::UpdateParcelRequest request;
    request.set_request_id(NewRequestId());
    request.mutable_parcel()->set_name(parcel);
    request.mutable_parcel()->set_boundary(boundary);
    request.mutable_update_mask()->add_paths("boundary");
    return estate_.Ask(caller, &Parcels::UpdateParcel, request);
  }

  Answer<v1::Parcel> Confirm(const std::string& parcel, const std::string& other,
                             const rpc::v1::Caller& caller) {
    auto request = Named<v1::ConfirmBoundaryRequest>(parcel);
    request.set_other(other);
    request.set_reason("以1998年勘界图为准");
    request.set_evidence(estate_.HaveFile(caller));
    return estate_.Ask(caller, &Parcels::ConfirmBoundary, request);
  }

  bool IsDisputed(const std::string& parcel) {
    return estate_.LookAtParcel(parcel).state() == v1::Parcel::STATE_DISPUTED;
  }

  Estate estate_;
};

TEST_F(ParcelsTest, AreMeasuredOnTheSpheroid) {
  const auto drawn = Draw(Square(1'000, 1'000));
  ASSERT_TRUE(drawn.ok()) << drawn.reason();
  EXPECT_EQ(drawn.reply.state(), v1::Parcel::STATE_ACTIVE);
  // 0.001° by 0.001° at 30.1° north.
  EXPECT_NEAR(static_cast<double>(drawn.reply.area_square_metre_e2()), 1'068'500, 1'000);
  EXPECT_NEAR(static_cast<double>(drawn.reply.area_mu_e3()), 16'027, 15);
  EXPECT_FALSE(drawn.reply.area_differs());
  EXPECT_THAT(drawn.reply.boundary(), HasSubstr("[115.1,30.1]"));
  v1::CreateParcelRequest request = NewField(Square(2'000, 1'000), kHill);
  request.mutable_parcel()->set_declared_area_mu_e3(15'000);
  EXPECT_TRUE(estate_.Ask(Estate::Clerk(), &Parcels::CreateParcel, request).reply.area_differs());
}

TEST_F(ParcelsTest, RefuseWhatIsNoBoundary) {
  struct Case {
    std::string boundary;
    const char *reason, *why;
  };
  const std::string head = R"({"type":"Polygon","coordinates":[[)";
  for (const Case& one : std::vector<Case>{
           {head + "[115,30],[115.01,30.01],[115.01,30],[115,30.01],[115,30]]]}",
            "BOUNDARY_SHAPE_INVALID", "Self-intersection[115.005 30.005]"},
           {head + "[115,30],[115.01,30],[115,30],[115,30]]]}", "BOUNDARY_SHAPE_INVALID", ""},
           {head + "[115,30],[115.000001,30],[115.000001,30.000001],[115,30]]]}",
            "BOUNDARY_TOO_SMALL", ""},
           {head + "[115,30],[116,30],[116,31],[115,30]]]}", "BOUNDARY_TOO_LARGE", ""},
           {head + "[115,30],[115.01,30],[115.01,30.01]]]}", "BOUNDARY_MALFORMED", ""},
           {head, "BOUNDARY_MALFORMED", ""},
           {"", "BOUNDARY_MALFORMED", ""}}) {
    const auto drawn = Draw(one.boundary);
    EXPECT_EQ(drawn.reason(), one.reason) << one.boundary;
    EXPECT_THAT(drawn.metadata("why"), HasSubstr(one.why)) << one.boundary;
  }
  EXPECT_EQ(estate_.archive().Query("SELECT count(*) FROM registry.parcel"), "0");
}

TEST_F(ParcelsTest, ShareABorderWithoutADispute) {
  const auto west = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const auto east = estate_.HaveParcel(Square(1'010, 1'000), kLake);
  const auto north = estate_.HaveParcel(Square(1'000, 1'010), kFar);
  for (const auto& parcel : {west, east, north}) {
    EXPECT_FALSE(IsDisputed(parcel.name()));
    EXPECT_EQ(estate_.LookAtParcel(parcel.name()).overlaps_size(), 0);
  }
}

TEST_F(ParcelsTest, AreBothDisputedWhereTwoCollectivesClaimTheSameGround) {
  const auto mine = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const auto theirs = estate_.HaveParcel(Square(1'005, 1'000), kFar);
  EXPECT_EQ(theirs.state(), v1::Parcel::STATE_DISPUTED);
  ASSERT_EQ(theirs.overlaps_size(), 1);
  EXPECT_EQ(theirs.overlaps(0).parcel(), mine.name());
  EXPECT_EQ(theirs.overlaps(0).collective(), CollectiveAt(kHill));
  EXPECT_NEAR(static_cast<double>(theirs.overlaps(0).area_square_metre_e2()), 534'250, 1'000);
  const auto mine_now = estate_.LookAtParcel(mine.name());
  EXPECT_EQ(mine_now.state(), v1::Parcel::STATE_DISPUTED);
  EXPECT_EQ(mine_now.overlaps(0).parcel(), theirs.name());
  EXPECT_NE(mine_now.etag(), mine.etag());
}

TEST_F(ParcelsTest, OfOneCollectiveMayLieOverEachOther) {
  const auto field = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const auto pond = estate_.HaveParcel(Square(1'002, 1'002, 4), kHill);
  EXPECT_FALSE(IsDisputed(field.name()));
  EXPECT_FALSE(IsDisputed(pond.name()));
}

TEST_F(ParcelsTest, AreFreeAgainOnceTheBoundaryIsCorrected) {
  const auto mine = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const auto theirs = estate_.HaveParcel(Square(1'005, 1'000), kLake);
  const auto third = estate_.HaveParcel(Square(1'012, 1'000), kFar);
  ASSERT_TRUE(Redraw(theirs.name(), Square(1'010, 1'000, 2), Estate::Clerk(kLake)).ok());
  for (const auto& parcel : {mine, theirs, third}) EXPECT_FALSE(IsDisputed(parcel.name()));
  EXPECT_EQ(estate_.archive().Query("SELECT count(*) FROM registry.parcel_overlap"), "0");
}

TEST_F(ParcelsTest, AreFreeAgainOnceTheOtherIsRetired) {
  const auto mine = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const auto theirs = estate_.HaveParcel(Square(1'005, 1'000), kLake);
  auto request = Named<v1::RetireParcelRequest>(theirs.name());
  request.set_reason("重复登记");
  ASSERT_TRUE(estate_.Ask(Estate::Approver(), &Parcels::RetireParcel, request).ok());
  EXPECT_FALSE(IsDisputed(mine.name()));
  EXPECT_EQ(estate_.LookAtParcel(theirs.name()).state(), v1::Parcel::STATE_RETIRED);
  EXPECT_EQ(Redraw(theirs.name(), Square(1, 1), Estate::Clerk(kLake)).reason(), "PARCEL_RETIRED");
}

TEST_F(ParcelsTest, AreSettledByTheTownshipOfBoth) {
  const auto mine = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const auto theirs = estate_.HaveParcel(Square(1'005, 1'000), kLake);
  const auto approver = Estate::Approver();
  EXPECT_EQ(Confirm(mine.name(), theirs.name(), Estate::Approver(kOtherTown)).reason(),
            "OUT_OF_SCOPE");
  const auto confirmed = Confirm(mine.name(), theirs.name(), approver);
  ASSERT_TRUE(confirmed.ok()) << confirmed.reason();
  EXPECT_EQ(confirmed.reply.state(), v1::Parcel::STATE_ACTIVE);
  EXPECT_TRUE(confirmed.reply.overlaps(0).confirmed());
  EXPECT_TRUE(IsDisputed(theirs.name())) << "it is the wrong one";
  EXPECT_EQ(Confirm(theirs.name(), mine.name(), approver).reason(), "OVERLAP_SETTLED");
  ASSERT_TRUE(Redraw(theirs.name(), Square(1'007, 1'000), Estate::Clerk(kLake)).ok());
  EXPECT_FALSE(IsDisputed(mine.name())) << "what was confirmed did not change";
  EXPECT_TRUE(IsDisputed(theirs.name()));
  ASSERT_TRUE(Redraw(mine.name(), Square(1'000, 1'001), Estate::Clerk()).ok());
  EXPECT_TRUE(IsDisputed(mine.name())) << "this is another boundary than the confirmed one";
}

TEST_F(ParcelsTest, AreSettledByNobodyWhoDrewOneOfThem) {
  auto surveyor = Estate::Officer(rpc::v1::ROLE_TOWNSHIP_AGENT, kTown);
  auto* second = surveyor.add_roles();
  second->set_role(rpc::v1::ROLE_TOWNSHIP_APPROVER);
  second->set_org_path(kTown);
  const auto mine = estate_.HaveParcel(Square(1'000, 1'000), kHill);
  const auto theirs =
      estate_.Ask(surveyor, &Parcels::CreateParcel, NewField(Square(1'005, 1'000), kLake));
  EXPECT_EQ(Confirm(mine.name(), theirs.reply.name(), surveyor).reason(), "SAME_PERSON");
  const auto far = estate_.HaveParcel(Square(3'000, 1'000), kFar);
  EXPECT_EQ(
      Confirm(mine.name(), far.name(), Estate::Officer(rpc::v1::ROLE_CENTRE_APPROVER, kWholeCounty))
          .reason(),
      "OVERLAP_NOT_FOUND");
}

TEST_F(ParcelsTest, KeepTheirAssetFromBeingListed) {
  const auto asset = estate_.Have("鱼塘");
  const auto mine = estate_.HaveParcel(Square(1'000, 1'000), kHill, asset.name());
  const auto theirs = estate_.HaveParcel(Square(1'005, 1'000), kLake);
  EXPECT_TRUE(estate_.Look(asset.name()).parcel_disputed());
  auto request = Named<v1::ChangeAssetStateRequest>(asset.name());
  request.set_state(v1::Asset::STATE_LISTED);
  request.set_cause("counties/7/listings/x");
  const auto refused = estate_.Ask(Estate::Service(), &Assets::ChangeAssetState, request);
  EXPECT_EQ(refused.reason(), "PARCEL_DISPUTED");
  EXPECT_EQ(refused.metadata("parcel"), mine.name());
  ASSERT_TRUE(Confirm(mine.name(), theirs.name(), Estate::Approver()).ok());
  request.set_request_id(NewRequestId());
  EXPECT_TRUE(estate_.Ask(Estate::Service(), &Assets::ChangeAssetState, request).ok());
  v1::CreateParcelRequest foreign = NewField(Square(4'000, 1'000), kLake);
  foreign.mutable_parcel()->set_asset(asset.name());
  auto both = Estate::Officer(rpc::v1::ROLE_TOWNSHIP_AGENT, kTown);
  EXPECT_EQ(estate_.Ask(both, &Parcels::CreateParcel, foreign).reason(), "ASSET_OF_ANOTHER");
}

// Whoever draws at the same instant over the same ground is found, too.
TEST_F(ParcelsTest, AreDisputedAlsoWhenBothAreDrawnAtOnce) {
  constexpr int kRounds = 12;
  for (int round = 0; round < kRounds; ++round) {
    const int north = 1'000 + 20 * round;
    const auto draw = [&](const char* org_path, int east) {
      return std::async(std::launch::async, [this, org_path, east, north] {
        return Draw(Square(east, north), org_path);
      });
    };
    auto first = draw(kHill, 1'000), second = draw(kLake, 1'005), third = draw(kFar, 1'008);
    std::vector<std::string> drawn;
    for (auto* one : {&first, &second, &third}) {
      const auto parcel = one->get();
      ASSERT_TRUE(parcel.ok()) << parcel.reason();
      drawn.push_back(parcel.reply.name());
    }
    for (const std::string& parcel : drawn) {
      EXPECT_TRUE(IsDisputed(parcel)) << "round " << round;
      EXPECT_EQ(estate_.LookAtParcel(parcel).overlaps_size(), 2);
    }
  }
}

TEST_F(ParcelsTest, StayConsistentWhileManyRedrawThem) {
  const char* villages[] = {kHill, kLake, kFar};
  std::vector<v1::Parcel> parcels;
  for (int i = 0; i < 6; ++i) {
    parcels.push_back(estate_.HaveParcel(Square(1'000 + 20 * i, 1'000), villages[i % 3]));
  }
  std::vector<std::future<int>> workers;
  for (int i = 0; i < 6; ++i) {
    workers.push_back(std::async(std::launch::async, [&, i] {
      int done = 0;
      for (int move = 0; move < 8; ++move) {
        const int east = 1'000 + (7 * i + 13 * move) % 60;
        done += Redraw(parcels[static_cast<std::size_t>(i)].name(), Square(east, 1'000),
                       Estate::Clerk(villages[i % 3]))
                    .ok();
      }
      return done;
    }));
  }
  for (auto& worker : workers) EXPECT_EQ(worker.get(), 8);
  const auto& archive = estate_.archive();
  EXPECT_EQ(archive.Query("SELECT count(*) FROM registry.parcel p"
                          " WHERE p.disputed <> EXISTS (SELECT FROM registry.parcel q"
                          "  WHERE q.collective_id <> p.collective_id AND postgis.ST_Area("
                          "   postgis.ST_Intersection(p.boundary, q.boundary)"
                          "   ::postgis.geography) > 20)"),
            "0");
  EXPECT_EQ(archive.Query("SELECT count(*) FROM registry.parcel_overlap o WHERE NOT EXISTS ("
                          " SELECT FROM registry.parcel_overlap b WHERE b.parcel_id = o.other_id"
                          "  AND b.other_id = o.parcel_id AND b.area_e2 = o.area_e2)"),
            "0");
}

TEST_F(ParcelsTest, AreListedWithoutTheirBoundaries) {
  const auto asset = estate_.Have("鱼塘");
  const auto mine = estate_.HaveParcel(Square(1'000, 1'000), kHill, asset.name());
  const auto theirs = estate_.HaveParcel(Square(1'005, 1'000), kLake);
  estate_.HaveParcel(Square(3'000, 1'000), kFar);
  v1::ListParcelsRequest request;
  request.set_parent("counties/7");
  const auto listed = estate_.Ask(Estate::Approver(), &Parcels::ListParcels, request);
  ASSERT_EQ(listed.reply.parcels_size(), 2);
  EXPECT_EQ(listed.reply.parcels(0).boundary(), "");
  EXPECT_GT(listed.reply.parcels(0).area_mu_e3(), 0);
  request.set_asset(asset.name());
  request.set_state(v1::Parcel::STATE_DISPUTED);
  const auto here = estate_.Ask(Estate::Clerk(), &Parcels::ListParcels, request);
  ASSERT_EQ(here.reply.parcels_size(), 1);
  EXPECT_EQ(here.reply.parcels(0).name(), mine.name());
  request.set_state(v1::Parcel::STATE_ACTIVE);
  EXPECT_EQ(estate_.Ask(Estate::Clerk(), &Parcels::ListParcels, request).reply.parcels_size(), 0);
}

}  // namespace
}  // namespace qianmo::registry

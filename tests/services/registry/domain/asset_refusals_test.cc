// The pages of refusals of assets and parcels: reasons of their own, sentences, and fields where a
// request is invalid.
#include "registry/domain/asset_refusals.h"

#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "registry/domain/parcel_refusals.h"

namespace qianmo::registry::refusals {
namespace {

std::vector<Refusal> AllOfAssets() {
  return {AssetNotFound(),
          RightUnfit("f"),
          MeasureUnfit("f"),
          QuantityUnfit("f", "why"),
          OwnersRepeated(),
          OwnersNotWhole(QuantityUnfit("f", "why")),
          KeeperNoOwner(),
          PartNamesRepeated("n"),
          PartUnknown(),
          AssetStateUnfit("IDLE"),
          AssetRetired(),
          AssetTermsFixed("owners"),
          AssetDisputed(),
          ParcelDisputed("p"),
          CheckerIsMaker(),
          CountNotFound(),
          CountUnderWay("c"),
          CountEnded(),
          CountLineUnknown("f"),
          CountReasonMissing("f"),
          CountIncomplete(1),
          CountBooksChanged("l"),
          RecoveryNotFound(),
          RecoveryUnderWay("r"),
          RecoveryStepIllegal("FOUND", "BOOKED"),
          RecoveredMoneyUnfit("why"),
          DateUnfit("f", "why"),
          BoundaryMalformed("f", 1, "why"),
          BoundaryTooLarge("f", "why"),
          BoundaryTooSmall("f"),
          BoundaryShapeInvalid("f", "why"),
          ParcelNotFound(),
          ParcelRetired(),
          AssetOfAnother("f"),
          OverlapNotFound(),
          OverlapSettled(),
          TileNotFound()};
}

TEST(AssetRefusals, HaveReasonsOfTheirOwn) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : AllOfAssets()) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason << " is used twice";
    EXPECT_FALSE(refusal.message.empty()) << refusal.reason;
  }
}

TEST(AssetRefusals, NameAFieldExactlyWhenARequestIsInvalid) {
  for (const Refusal& refusal : AllOfAssets()) {
    EXPECT_EQ(!refusal.fields.empty(), refusal.kind == Refusal::Kind::kInvalid) << refusal.reason;
  }
}

}  // namespace
}  // namespace qianmo::registry::refusals

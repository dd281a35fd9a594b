// The rules of assets: which rights fit which class, whose an asset is, and the states of its life.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fraction.h"
#include "base/id.h"
#include "base/quantity.h"
#include "base/result.h"

namespace qianmo::registry {

using AssetId = Id<struct AssetTag>;
using PartId = Id<struct PartTag>;

// The numbers are those of qianmo.registry.v1.
enum class AssetClass { kResource = 1, kOperating = 2, kNonOperating = 3 };
enum class RightType {
  kNone = 0,
  kLandManagement = 1,
  kForest = 2,
  kFourWastes = 3,
  kOperatingAsset = 4,
  kProductionFacility = 5,
  kSmallWaterWorks = 6,
  kIntellectualProperty = 7,
  kIncomeRightUnits = 8,
  kConstructionLand = 9
};
enum class AssetState {
  kIdle = 1,
  kListed = 2,
  kLeased = 3,
  kOccupied = 4,
  kDisputed = 5,
  kRetired = 6
};

std::string_view Name(AssetState state);  // "IDLE"

// Whether such a right to such an asset can be traded, and be measured so. `prefix` is the proto
// path of the asset, such as "asset.". Refuses RIGHT_UNFIT, MEASURE_UNFIT.
Result<Done> CheckKind(const std::string& prefix, AssetClass asset_class, RightType right,
                       Measure measure);
// Refuses QUANTITY_UNFIT what is finer than its unit: half a machine.
Result<Done> CheckQuantity(const std::string& field, std::int64_t quantity_e3, Measure measure);

// Somebody's part in an asset: a collective of the county or a partner from another one.
struct OwnerShare {
  bool external = false;
  Uuid owner;
  Fraction share;
};
// Refuses OWNERS_REPEATED, KEEPER_NO_OWNER, OWNERS_NOT_WHOLE.
Result<Done> CheckOwners(const Uuid& keeper, const std::vector<OwnerShare>& owners);

// What the owners of an asset have when one collective takes another's place.
std::vector<OwnerShare> WithSuccessor(std::vector<OwnerShare> owners, const Uuid& from,
                                      const Uuid& to);

struct PartName {
  std::optional<PartId> id;  // nothing for a new one
  std::string display_name;
};
// `there` are the parts that the asset has. Refuses PART_NAMES_REPEATED, PART_UNKNOWN.
Result<Done> CheckParts(const std::vector<PartName>& wanted, const std::vector<PartId>& there);

// Where an asset stands.
struct AssetLife {
  AssetState state = AssetState::kIdle;
  // Of a disputed one: what it was before.
  std::optional<AssetState> undisputed = {};
  std::optional<Uuid> disputer = {};  // the person who said so
  std::optional<Time> idle_since = {};

  bool operator==(const AssetLife&) const = default;
};

// Each decides what becomes of the asset. Refuses ASSET_STATE_UNFIT.
AssetLife NewAsset(Time now);
Result<AssetLife> DecideRetire(const AssetLife& life);
Result<AssetLife> DecideDispute(const AssetLife& life, const Uuid& person);
// Also SAME_PERSON: never by the one who raised it.
Result<AssetLife> DecideSettle(const AssetLife& life, const Uuid& person);
// Somebody holds it without a right, and it is back.
Result<AssetLife> DecideOccupied(const AssetLife& life);
Result<AssetLife> DecideRecovered(const AssetLife& life, Time now);
// Nobody held it without a right: it is what it was before.
Result<AssetLife> DecideNotOccupied(const AssetLife& life, AssetState before, Time now);
// By the services that list and let. While it is disputed it cannot be listed (ASSET_DISPUTED), nor
// while a parcel of it is (PARCEL_DISPUTED, which names it); but what ends meanwhile does end.
Result<AssetLife> DecideServiceState(const AssetLife& life, AssetState wanted,
                                     const std::string& disputed_parcel, Time now);
// Nothing is left of it, a count says.
Result<AssetLife> DecideGone(const AssetLife& life);

// Whether these fields of an asset may change now. Refuses ASSET_RETIRED, ASSET_TERMS_FIXED:
// what bidders or tenants rely on does not change under them.
Result<Done> CheckChange(const AssetLife& life, const std::vector<std::string_view>& fields);

}  // namespace qianmo::registry

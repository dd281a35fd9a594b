#include "registry/domain/asset.h"

#include <algorithm>
#include <array>
#include <set>

#include "registry/domain/asset_refusals.h"

namespace qianmo::registry {
namespace {

// What is land, or stands on it for good.
constexpr std::array kLandRights = {RightType::kLandManagement, RightType::kFourWastes,
                                    RightType::kConstructionLand};
constexpr std::array kResourceRights = {RightType::kLandManagement, RightType::kForest,
                                        RightType::kFourWastes, RightType::kConstructionLand};
constexpr std::array kOperatingRights = {RightType::kOperatingAsset, RightType::kProductionFacility,
                                         RightType::kSmallWaterWorks,
                                         RightType::kIntellectualProperty};
// A closed school may be let, a school in use is not traded.
constexpr std::array kPublicRights = {RightType::kNone, RightType::kOperatingAsset};

// While an asset is offered or let, only what nobody relies on changes.
constexpr std::array<std::string_view, 6> kNeverFixed = {
    "book_value_fen", "contract_code", "parcel_code", "photos", "site", "unit_number"};

bool Fits(AssetClass asset_class, RightType right) {
  switch (asset_class) {
    case AssetClass::kResource:
      return std::ranges::find(kResourceRights, right) != kResourceRights.end();
    case AssetClass::kOperating:
      return std::ranges::find(kOperatingRights, right) != kOperatingRights.end();
    case AssetClass::kNonOperating:
      break;
  }
  return std::ranges::find(kPublicRights, right) != kPublicRights.end();
}

Result<AssetLife> FromUndisputed(const AssetLife& life, std::initializer_list<AssetState> from,
                                 AssetLife to) {
  if (std::ranges::find(from, life.state) == from.end()) {
    return refusals::AssetStateUnfit(Name(life.state));
  }
  return to;
}

// What the services make of an asset that nobody disputes.
Result<AssetLife> Traded(const AssetLife& life, AssetState wanted, Time now) {
  switch (wanted) {
    case AssetState::kIdle:
      return FromUndisputed(life, {AssetState::kListed, AssetState::kLeased},
                            {.state = wanted, .idle_since = life.idle_since.value_or(now)});
    case AssetState::kListed:
      return FromUndisputed(life, {AssetState::kIdle, AssetState::kLeased},
                            {.state = wanted, .idle_since = life.idle_since});
    case AssetState::kLeased:
      return FromUndisputed(life, {AssetState::kIdle, AssetState::kListed}, {.state = wanted});
    default:
      break;
  }
  return refusals::AssetStateUnfit(Name(life.state));
}

}  // namespace

std::string_view Name(AssetState state) {
  constexpr std::array<std::string_view, 7> kNames = {"",         "IDLE",     "LISTED", "LEASED",
                                                      "OCCUPIED", "DISPUTED", "RETIRED"};
  return kNames.at(static_cast<std::size_t>(state));
}

Result<Done> CheckKind(const std::string& prefix, AssetClass asset_class, RightType right,
                       Measure measure) {
  if (!Fits(asset_class, right)) return refusals::RightUnfit(prefix + "right_type");
  const bool is_land = std::ranges::find(kLandRights, right) != kLandRights.end();
  const bool is_area = measure == Measure::kMu || measure == Measure::kSquareMetre;
  if (is_land && !is_area) return refusals::MeasureUnfit(prefix + "measure");
  return Done{};
}

Result<Done> CheckQuantity(const std::string& field, std::int64_t quantity_e3, Measure measure) {
  const auto quantity = Quantity::Make(quantity_e3, measure);
  if (!quantity) return refusals::QuantityUnfit(field, quantity.refusal().message);
  return Done{};
}

Result<Done> CheckOwners(const Uuid& keeper, const std::vector<OwnerShare>& owners) {
  std::set<Uuid> distinct;
  std::vector<Fraction> shares;
  bool keeper_owns = false;
  for (const OwnerShare& owner : owners) {
    if (!distinct.insert(owner.owner).second) return refusals::OwnersRepeated();
    shares.push_back(owner.share);
    keeper_owns = keeper_owns || (!owner.external && owner.owner == keeper);
  }
  if (!keeper_owns) return refusals::KeeperNoOwner();
  const auto whole = CheckWhole(shares);
  if (!whole) return refusals::OwnersNotWhole(whole.refusal());
  return Done{};
}

std::vector<OwnerShare> WithSuccessor(std::vector<OwnerShare> owners, const Uuid& from,
                                      const Uuid& to) {
  const auto is = [](const Uuid& id) {
    return [&id](const OwnerShare& owner) { return !owner.external && owner.owner == id; };
  };
  const auto old = std::ranges::find_if(owners, is(from));
  if (old == owners.end()) return owners;
  const auto heir = std::ranges::find_if(owners, is(to));
  if (heir == owners.end()) {
    old->owner = to;
    return owners;
  }
  heir->share = heir->share + old->share;
  owners.erase(old);
  return owners;
}

Result<Done> CheckParts(const std::vector<PartName>& wanted, const std::vector<PartId>& there) {
  std::set<std::string> names;
  std::set<PartId> ids;
  for (const PartName& part : wanted) {
    if (!names.insert(part.display_name).second) {
      return refusals::PartNamesRepeated(part.display_name);
    }
    if (!part.id) continue;
    const bool known = std::ranges::find(there, *part.id) != there.end();
    if (!known || !ids.insert(*part.id).second) return refusals::PartUnknown();
  }
  return Done{};
}

AssetLife NewAsset(Time now) { return {.state = AssetState::kIdle, .idle_since = now}; }

Result<AssetLife> DecideRetire(const AssetLife& life) {
  return FromUndisputed(life, {AssetState::kIdle}, {.state = AssetState::kRetired});
}

Result<AssetLife> DecideDispute(const AssetLife& life, const Uuid& person) {
  return FromUndisputed(
      life, {AssetState::kIdle, AssetState::kListed, AssetState::kLeased, AssetState::kOccupied},
      {.state = AssetState::kDisputed,
       .undisputed = life.state,
       .disputer = person,
       .idle_since = life.idle_since});
}

Result<AssetLife> DecideSettle(const AssetLife& life, const Uuid& person) {
  if (life.state != AssetState::kDisputed) return refusals::AssetStateUnfit(Name(life.state));
  if (life.disputer == person) return refusals::CheckerIsMaker();
  return AssetLife{.state = *life.undisputed, .idle_since = life.idle_since};
}

Result<AssetLife> DecideOccupied(const AssetLife& life) {
  return FromUndisputed(life, {AssetState::kIdle, AssetState::kLeased, AssetState::kOccupied},
                        {.state = AssetState::kOccupied});
}

Result<AssetLife> DecideRecovered(const AssetLife& life, Time now) {
  return FromUndisputed(life, {AssetState::kOccupied},
                        {.state = AssetState::kIdle, .idle_since = now});
}

Result<AssetLife> DecideNotOccupied(const AssetLife& life, AssetState before, Time now) {
  AssetLife after{.state = before};
  if (before == AssetState::kIdle) after.idle_since = now;
  return FromUndisputed(life, {AssetState::kOccupied}, after);
}

Result<AssetLife> DecideServiceState(const AssetLife& life, AssetState wanted,
                                     const std::string& disputed_parcel, Time now) {
  if (wanted == AssetState::kListed && !disputed_parcel.empty()) {
    return refusals::ParcelDisputed(disputed_parcel);
  }
  if (life.state != AssetState::kDisputed) return Traded(life, wanted, now);
  if (wanted == AssetState::kListed) return refusals::AssetDisputed();
  QM_ASSIGN(AssetLife after,
            Traded({.state = *life.undisputed, .idle_since = life.idle_since}, wanted, now));
  after.undisputed = after.state;
  after.state = AssetState::kDisputed;
  after.disputer = life.disputer;
  return after;
}

Result<AssetLife> DecideGone(const AssetLife& life) {
  return FromUndisputed(life, {AssetState::kIdle, AssetState::kOccupied},
                        {.state = AssetState::kRetired});
}

Result<Done> CheckChange(const AssetLife& life, const std::vector<std::string_view>& fields) {
  if (life.state == AssetState::kRetired) return refusals::AssetRetired();
  const AssetState state = life.undisputed.value_or(life.state);
  if (state != AssetState::kListed && state != AssetState::kLeased) return Done{};
  for (const std::string_view field : fields) {
    if (std::ranges::find(kNeverFixed, field) == kNeverFixed.end()) {
      return refusals::AssetTermsFixed(field);
    }
  }
  return Done{};
}

}  // namespace qianmo::registry

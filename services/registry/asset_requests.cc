#include "registry/asset_requests.h"

#include <algorithm>

#include "base/text.h"
#include "registry/domain/asset_refusals.h"
#include "registry/domain/request_refusals.h"
#include "registry/file_access.h"
#include "registry/keeper_store.h"

namespace qianmo::registry {
namespace {

Result<std::vector<OwnerShare>> ParseOwners(rpc::Call& call, const v1::Asset& wanted,
                                            const Uuid& keeper) {
  std::vector<OwnerShare> owners;
  for (const auto& owner : wanted.owners()) {
    const Fraction share(owner.numerator(), owner.denominator());
    if (owner.has_partner()) {
      QM_ASSIGN(const auto id, IdAtHome<struct PartnerTag>(call, "counties/*/partners/*",
                                                           owner.partner(), "asset.owners"));
      owners.push_back({true, id.uuid, share});
    } else {
      QM_ASSIGN(const auto id, IdAtHome<struct CollectiveTag>(call, "counties/*/collectives/*",
                                                              owner.collective(), "asset.owners"));
      owners.push_back({false, id.uuid, share});
    }
  }
  if (owners.empty()) owners.push_back({false, keeper, Fraction(1, 1)});
  QM_TRY(CheckOwners(keeper, owners));
  return owners;
}

Result<std::vector<AssetPart>> ParseParts(const v1::Asset& wanted, Measure measure,
                                          const std::vector<PartId>& there) {
  std::vector<AssetPart> parts;
  std::vector<PartName> names;
  for (const auto& part : wanted.parts()) {
    AssetPart parsed{
        .id = PartId::Parse(part.id()), .layer = part.layer(), .quantity_e3 = part.quantity_e3()};
    if (!part.id().empty() && !parsed.id) return refusals::PartUnknown();
    QM_ASSIGN(parsed.display_name, ParseReadable("asset.parts.display_name", part.display_name()));
    QM_TRY(CheckQuantity("asset.parts.quantity_e3", parsed.quantity_e3, measure));
    names.push_back({parsed.id, parsed.display_name});
    parts.push_back(std::move(parsed));
  }
  QM_TRY(CheckParts(names, there));
  return parts;
}

Result<std::vector<Uuid>> ParsePhotos(rpc::Call& call, const v1::Asset& wanted) {
  std::vector<Uuid> photos;
  for (const std::string& name : wanted.photos()) {
    QM_ASSIGN(const auto id,
              IdAtHome<struct FileTag>(call, "counties/*/files/*", name, "asset.photos"));
    photos.push_back(id.uuid);
  }
  return photos;
}

}  // namespace

Result<AssetDraft> ParseAsset(rpc::Call& call, const v1::Asset& wanted, const Uuid& keeper,
                              const std::vector<PartId>& parts) {
  QM_TRY(RequireGiven(wanted.asset_class() != 0 && v1::AssetClass_IsValid(wanted.asset_class()),
                      "asset.asset_class"));
  QM_TRY(RequireGiven(wanted.measure() != 0 && v1::Measure_IsValid(wanted.measure()),
                      "asset.measure"));
  AssetDraft draft{.asset_class = static_cast<AssetClass>(wanted.asset_class()),
                   .right = static_cast<RightType>(wanted.right_type()),
                   .measure = static_cast<Measure>(wanted.measure() - 1),
                   .quantity_e3 = wanted.quantity_e3(),
                   .book_value = Fen(wanted.book_value_fen()),
                   .parcel_code = wanted.parcel_code(),
                   .contract_code = wanted.contract_code(),
                   .unit_number = wanted.unit_number()};
  QM_TRY(CheckKind("asset.", draft.asset_class, draft.right, draft.measure));
  QM_TRY(CheckQuantity("asset.quantity_e3", draft.quantity_e3, draft.measure));
  QM_ASSIGN(draft.display_name, ParseReadable("asset.display_name", wanted.display_name()));
  QM_ASSIGN(draft.site, NormalizeName(wanted.site()));
  QM_ASSIGN(draft.owners, ParseOwners(call, wanted, keeper));
  QM_ASSIGN(draft.parts, ParseParts(wanted, draft.measure, parts));
  QM_ASSIGN(draft.photos, ParsePhotos(call, wanted));
  return draft;
}

Result<Done> CheckDraft(pg::Transaction& tx, rpc::Call& call, const Uuid& keeper,
                        const AssetDraft& draft, const v1::Asset& shown) {
  for (const OwnerShare& owner : draft.owners) {
    if (owner.external) {
      QM_TRY(HoldPartner(tx, call.county(), owner.owner));
    } else if (owner.owner != keeper) {
      QM_TRY(HoldKeeper(tx, call.county(), owner.owner));
    }
  }
  for (const Uuid& photo : draft.photos) {
    const std::string name = rpc::CountyName(call.county()) + "/files/" + photo.ToString();
    if (std::ranges::find(shown.photos(), name) != shown.photos().end()) continue;
    QM_TRY(RequireFileToHang(tx, call, name, "asset.photos"));
  }
  return Done{};
}

Result<Done> RequireGiven(bool given, std::string_view field) {
  if (given) return Done{};
  return Refusal::InvalidField(std::string(field), "is required");
}

Result<AssetRow> RequireAsset(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                              std::string_view field, FindingAsset find) {
  QM_ASSIGN(const AssetId id, IdAtHome<struct AssetTag>(call, "counties/*/assets/*", name, field));
  const auto asset = find(tx, call.county(), id);
  if (!asset) return refusals::AssetNotFound();
  QM_TRY(call.MayTouch({.county = call.county(), .org_path = asset->org_path}));
  return *asset;
}

Result<AssetRow> RequireReadable(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                                 std::string_view field) {
  QM_ASSIGN(const AssetId id, IdAtHome<struct AssetTag>(call, "counties/*/assets/*", name, field));
  const auto asset = FindAsset(tx, call.county(), id);
  if (!asset) return refusals::AssetNotFound();
  const auto as_keeper = call.MayTouch({.county = call.county(), .org_path = asset->org_path});
  if (as_keeper) return *asset;
  for (const std::string& path : OwnerPathsOf(tx, call.county(), id)) {
    if (call.MayTouch({.county = call.county(), .org_path = path})) return *asset;
  }
  return as_keeper.refusal();
}

Result<std::optional<std::string>> ParseWithin(pg::Transaction& tx, rpc::Call& call,
                                               const std::string& collective) {
  if (collective.empty()) return std::optional<std::string>();
  QM_ASSIGN(const auto id, IdAtHome<struct CollectiveTag>(call, "counties/*/collectives/*",
                                                          collective, "collective"));
  QM_ASSIGN(std::string path, PathOfKeeper(tx, call.county(), id.uuid));
  return std::optional(std::move(path));
}

AssetDeed DeedOf(const rpc::Call& call, v1::AssetEvent::Kind kind, std::string reason,
                 std::string cause) {
  AssetDeed deed{
      .kind = kind, .reason = std::move(reason), .cause = std::move(cause), .time = call.now()};
  if (!call.by_service()) deed.account = AccountOf(call);
  return deed;
}

}  // namespace qianmo::registry

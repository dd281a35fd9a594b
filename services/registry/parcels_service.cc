#include "registry/parcels_service.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "qianmo/rpc/v1/content.pb.h"
#include "registry/asset_requests.h"
#include "registry/domain/asset_refusals.h"
#include "registry/domain/parcel_refusals.h"
#include "registry/domain/request_refusals.h"
#include "registry/file_access.h"
#include "registry/keeper_store.h"
#include "registry/overlap_store.h"
#include "registry/parcel_store.h"
#include "registry/tile_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

const std::vector<std::string_view> kParcelChangeable = {"asset", "display_name", "code",
                                                         "declared_area_mu_e3", "boundary"};

bool Names(const google::protobuf::FieldMask& mask, std::string_view field) {
  return std::ranges::find(mask.paths(), field) != mask.paths().end();
}

Result<Boundary> ParseBoundary(const std::string& geojson) {
  QM_ASSIGN(Boundary boundary, ReadBoundary("parcel.boundary", geojson));
  QM_TRY(CheckExtent("parcel.boundary", BoxOf(boundary)));
  return boundary;
}

// The asset that lies there must be the same collective's. It is held, so that it does not go.
Result<std::optional<AssetId>> ParseAssetThere(pg::Transaction& tx, rpc::Call& call,
                                               const std::string& name, const Uuid& collective) {
  if (name.empty()) return std::optional<AssetId>();
  QM_ASSIGN(const AssetRow asset, RequireAsset(tx, call, name, "parcel.asset", LockAsset));
  if (asset.collective != collective) return refusals::AssetOfAnother("parcel.asset");
  if (asset.life.state == AssetState::kRetired) return refusals::AssetRetired();
  return std::optional(asset.id);
}

Result<ParcelDraft> ParseParcel(pg::Transaction& tx, rpc::Call& call, const v1::Parcel& wanted,
                                const Uuid& collective) {
  ParcelDraft draft{.asset = {},
                    .display_name = {},
                    .code = wanted.code(),
                    .declared = Area(wanted.declared_area_mu_e3())};
  QM_TRY(RequireGiven(draft.declared > Area(), "parcel.declared_area_mu_e3"));
  QM_ASSIGN(draft.display_name, ParseReadable("parcel.display_name", wanted.display_name()));
  QM_ASSIGN(draft.asset, ParseAssetThere(tx, call, wanted.asset(), collective));
  return draft;
}

// What is shown now, with the fields of the mask replaced.
v1::Parcel MergeParcel(v1::Parcel shown, const v1::UpdateParcelRequest& request) {
  const v1::Parcel& wanted = request.parcel();
  const auto& mask = request.update_mask();
  if (Names(mask, "asset")) shown.set_asset(wanted.asset());
  if (Names(mask, "display_name")) shown.set_display_name(wanted.display_name());
  if (Names(mask, "code")) shown.set_code(wanted.code());
  if (Names(mask, "declared_area_mu_e3")) {
    shown.set_declared_area_mu_e3(wanted.declared_area_mu_e3());
  }
  return shown;
}

Result<ParcelId> ParcelAtHome(rpc::Call& call, std::string_view name, std::string_view field) {
  return IdAtHome<struct ParcelTag>(call, "counties/*/parcels/*", name, field);
}

using FindingParcel = std::optional<ParcelRow> (&)(pg::Transaction&, CountyId, ParcelId);

// In the caller's scope. Refuses PARCEL_NOT_FOUND.
Result<ParcelRow> RequireParcel(pg::Transaction& tx, rpc::Call& call, ParcelId id,
                                FindingParcel find) {
  const auto parcel = find(tx, call.county(), id);
  if (!parcel) return refusals::ParcelNotFound();
  QM_TRY(call.MayTouch({.county = call.county(), .org_path = parcel->org_path}));
  return *parcel;
}

// For a change of what lies where: the squares of the map come before the parcel.
Result<ParcelRow> HoldOnMap(pg::Transaction& tx, rpc::Call& call, ParcelId id,
                            std::vector<int> more_cells) {
  QM_ASSIGN(const ParcelRow before, RequireParcel(tx, call, id, FindParcel));
  const auto cells = CellsOf(before.box);
  more_cells.insert(more_cells.end(), cells.begin(), cells.end());
  HoldCells(tx, call.county(), std::move(more_cells));
  QM_ASSIGN(const ParcelRow parcel, RequireParcel(tx, call, id, LockParcel));
  // Moved while we waited, to squares that we do not hold: whoever asked has seen another one.
  if (CellsOf(parcel.box) != cells) return refusals::EtagStale();
  return parcel;
}

Result<Done> RequireOnMap(const ParcelRow& parcel) {
  if (parcel.retired) return refusals::ParcelRetired();
  return Done{};
}

}  // namespace

Result<v1::Parcel> ParcelsService::CreateParcel(rpc::Call& call,
                                                const v1::CreateParcelRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  const v1::Parcel& wanted = request.parcel();
  QM_ASSIGN(const auto keeper,
            IdAtHome<struct CollectiveTag>(call, "counties/*/collectives/*", wanted.collective(),
                                           "parcel.collective"));
  QM_ASSIGN(const Boundary boundary, ParseBoundary(wanted.boundary()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Parcel> {
    QM_ASSIGN(const std::string path, HoldKeeper(tx, county, keeper.uuid));
    QM_TRY(call.MayTouch({.county = county, .org_path = path}));
    QM_ASSIGN(const DrawnBoundary drawn, Draw(tx, "parcel.boundary", boundary));
    HoldCells(tx, county, CellsOf(BoxOf(boundary)));
    QM_ASSIGN(const ParcelDraft draft, ParseParcel(tx, call, wanted, keeper.uuid));
    const ParcelId id = ParcelId::Make(call.now());
    InsertParcel(tx, county, {id, keeper.uuid, path, draft, drawn, PersonOf(call)}, call.now());
    ReexamineOverlaps(tx, county, {id}, call.now());
    return ReadParcel(tx, county, id);
  });
}

Result<v1::Parcel> ParcelsService::GetParcel(rpc::Call& call, const v1::GetParcelRequest& request) {
  QM_ASSIGN(const ParcelId id, ParcelAtHome(call, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Parcel> {
    QM_TRY(RequireParcel(tx, call, id, FindParcel));
    return ReadParcel(tx, call.county(), id);
  });
}

Result<v1::ListParcelsResponse> ParcelsService::ListParcels(rpc::Call& call,
                                                            const v1::ListParcelsRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListParcelsResponse> {
    ParcelQuery query{.county = county,
                      .within = PathsOf(call.Reach()),
                      .org_path = {},
                      .asset = {},
                      .state = request.state(),
                      .after = page.after,
                      .limit = page.limit()};
    QM_ASSIGN(query.org_path, ParseWithin(tx, call, request.collective()));
    if (!request.asset().empty()) {
      QM_ASSIGN(const AssetRow asset, RequireAsset(tx, call, request.asset(), "asset", FindAsset));
      query.asset = asset.id;
    }
    v1::ListParcelsResponse response;
    *response.mutable_parcels() = ListParcelsOf(tx, query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_parcels()));
    return response;
  });
}

Result<v1::Parcel> ParcelsService::UpdateParcel(rpc::Call& call,
                                                const v1::UpdateParcelRequest& request) {
  QM_ASSIGN(const ParcelId id, ParcelAtHome(call, request.parcel().name(), "parcel.name"));
  QM_TRY(CheckMask(request.update_mask(), kParcelChangeable));
  std::optional<Boundary> boundary;
  if (Names(request.update_mask(), "boundary")) {
    QM_ASSIGN(boundary, ParseBoundary(request.parcel().boundary()));
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Parcel> {
    const std::vector<int> cells = boundary ? CellsOf(BoxOf(*boundary)) : std::vector<int>();
    QM_ASSIGN(const ParcelRow parcel, HoldOnMap(tx, call, id, cells));
    QM_TRY(CheckEtag(request.parcel().etag(), parcel.version));
    QM_TRY(RequireOnMap(parcel));
    const v1::Parcel shown = ReadParcel(tx, call.county(), id);
    QM_ASSIGN(const ParcelDraft draft,
              ParseParcel(tx, call, MergeParcel(shown, request), parcel.collective));
    SaveParcel(tx, call.county(), id, draft, call.now());
    if (boundary) {
      QM_ASSIGN(const DrawnBoundary drawn, Draw(tx, "parcel.boundary", *boundary));
      SaveBoundary(tx, call.county(), id, drawn, PersonOf(call), call.now());
      ForgetConfirmations(tx, call.county(), id);
      ReexamineOverlaps(tx, call.county(), {id}, call.now());
    }
    return ReadParcel(tx, call.county(), id);
  });
}

Result<v1::Parcel> ParcelsService::RetireParcel(rpc::Call& call,
                                                const v1::RetireParcelRequest& request) {
  QM_ASSIGN(const ParcelId id, ParcelAtHome(call, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Parcel> {
    QM_ASSIGN(const ParcelRow parcel, HoldOnMap(tx, call, id, {}));
    QM_TRY(CheckEtag(request.etag(), parcel.version));
    QM_TRY(RequireOnMap(parcel));
    SetParcelRetired(tx, call.county(), id, request.reason(), call.now());
    ReexamineOverlaps(tx, call.county(), {id}, call.now());
    return ReadParcel(tx, call.county(), id);
  });
}

Result<v1::Parcel> ParcelsService::ConfirmBoundary(rpc::Call& call,
                                                   const v1::ConfirmBoundaryRequest& request) {
  QM_ASSIGN(const ParcelId id, ParcelAtHome(call, request.name(), "name"));
  QM_ASSIGN(const ParcelId other, ParcelAtHome(call, request.other(), "other"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Parcel> {
    QM_TRY(HoldOnMap(tx, call, id, {}));
    // Whoever decides between two looks after both.
    QM_TRY(RequireParcel(tx, call, other, FindParcel));
    const auto dispute = FindDispute(tx, call.county(), id, other);
    if (!dispute) return refusals::OverlapNotFound();
    QM_TRY(DecideConfirmBoundary(*dispute, PersonOf(call)));
    QM_ASSIGN(const Uuid evidence, RequireFileToHang(tx, call, request.evidence(), "evidence"));
    ConfirmOverlap(tx, call.county(), id, other,
                   {PersonOf(call), AccountOf(call), request.reason(), evidence}, call.now());
    return ReadParcel(tx, call.county(), id);
  });
}

Result<google::api::HttpBody> ParcelsService::GetTile(rpc::Call& call,
                                                      const v1::GetTileRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_TRY(CheckTile(request.zoom(), request.column(), request.row()));
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    google::api::HttpBody body;
    body.set_content_type("application/vnd.mapbox-vector-tile");
    body.set_data(DrawTile(tx, {.county = county,
                                .within = PathsOf(call.Reach()),
                                .zoom = request.zoom(),
                                .column = request.column(),
                                .row = request.row()}));
    rpc::v1::ContentInfo info;
    info.set_etag(ToHex(AsText(crypto::Sha256(body.data()))));
    info.set_total_size(static_cast<std::int64_t>(body.data().size()));
    info.set_shown(true);
    body.add_extensions()->PackFrom(info);
    return body;
  });
}

}  // namespace qianmo::registry

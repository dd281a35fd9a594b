#include "registry/assets_service.h"

#include <google/protobuf/util/field_mask_util.h>

#include "registry/asset_requests.h"
#include "registry/asset_search_store.h"
#include "registry/domain/asset_refusals.h"
#include "registry/keeper_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

using google::protobuf::util::FieldMaskUtil;

const std::vector<std::string_view> kChangeable = {
    "right_type",  "display_name",  "measure",     "quantity_e3", "book_value_fen", "site",
    "parcel_code", "contract_code", "unit_number", "photos",      "owners",         "parts"};

// What is shown now, with the fields of the mask replaced.
v1::Asset MergeAsset(v1::Asset shown, const v1::UpdateAssetRequest& request) {
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(request.asset(), request.update_mask(), options, &shown);
  return shown;
}

std::optional<Time> TimeOf(bool given, const google::protobuf::Timestamp& time) {
  if (!given) return std::nullopt;
  return Time(std::chrono::seconds(time.seconds()) +
              std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(time.nanos())));
}

// Changes the state of an asset as `decide` says.
template <class Request, class F>
Result<v1::Asset> ChangeLife(rpc::Call& call, const Request& request, const std::string& reason,
                             const std::string& cause, F&& decide) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Asset> {
    QM_ASSIGN(const AssetRow asset, RequireAsset(tx, call, request.name(), "name", LockAsset));
    QM_ASSIGN(const AssetLife life, decide(tx, asset));
    if (life != asset.life) {
      SaveLife(tx, call.county(), asset.id, life,
               DeedOf(call, v1::AssetEvent::KIND_STATE_CHANGED, reason, cause));
    }
    return ReadAsset(tx, call.county(), asset.id);
  });
}

}  // namespace

Result<v1::Asset> AssetsService::CreateAsset(rpc::Call& call,
                                             const v1::CreateAssetRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  const v1::Asset& wanted = request.asset();
  QM_ASSIGN(const auto keeper,
            IdAtHome<struct CollectiveTag>(call, "counties/*/collectives/*", wanted.collective(),
                                           "asset.collective"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Asset> {
    QM_ASSIGN(const std::string path, HoldKeeper(tx, county, keeper.uuid));
    QM_TRY(call.MayTouch({.county = county, .org_path = path}));
    QM_ASSIGN(const AssetDraft draft, ParseAsset(call, wanted, keeper.uuid, {}));
    QM_TRY(CheckDraft(tx, call, keeper.uuid, draft, {}));
    const AssetId id = AssetId::Make(call.now());
    InsertAsset(tx, county, id, {keeper.uuid, path}, draft,
                DeedOf(call, v1::AssetEvent::KIND_CREATED, ""));
    return ReadAsset(tx, county, id);
  });
}

Result<v1::Asset> AssetsService::GetAsset(rpc::Call& call, const v1::GetAssetRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Asset> {
    QM_ASSIGN(const AssetRow asset, RequireReadable(tx, call, request.name(), "name"));
    return ReadAsset(tx, call.county(), asset.id);
  });
}

Result<v1::ListAssetsResponse> AssetsService::ListAssets(rpc::Call& call,
                                                         const v1::ListAssetsRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListAssetsResponse> {
    AssetQuery query{
        .county = county,
        .within = PathsOf(call.Reach()),
        .org_path = {},
        .asset_class = request.asset_class(),
        .right_type = request.right_type(),
        .state = request.state(),
        .text = request.text(),
        .idle_before = TimeOf(request.has_idle_before_time(), request.idle_before_time()),
        .after = page.after,
        .limit = page.limit()};
    QM_ASSIGN(query.org_path, ParseWithin(tx, call, request.collective()));
    v1::ListAssetsResponse response;
    *response.mutable_assets() = SearchAssets(tx, query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_assets()));
    return response;
  });
}

Result<v1::Asset> AssetsService::UpdateAsset(rpc::Call& call,
                                             const v1::UpdateAssetRequest& request) {
  QM_TRY(CheckMask(request.update_mask(), kChangeable));
  const auto& paths = request.update_mask().paths();
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Asset> {
    QM_ASSIGN(const AssetRow asset,
              RequireAsset(tx, call, request.asset().name(), "asset.name", LockAsset));
    QM_TRY(CheckEtag(request.asset().etag(), asset.version));
    QM_TRY(CheckChange(asset.life, {paths.begin(), paths.end()}));
    const v1::Asset shown = ReadAsset(tx, call.county(), asset.id);
    QM_ASSIGN(const AssetDraft draft, ParseAsset(call, MergeAsset(shown, request), asset.collective,
                                                 PartsOf(tx, call.county(), asset.id)));
    QM_TRY(CheckDraft(tx, call, asset.collective, draft, shown));
    SaveAsset(tx, call.county(), asset.id, draft,
              DeedOf(call, v1::AssetEvent::KIND_CHANGED, request.reason()));
    return ReadAsset(tx, call.county(), asset.id);
  });
}

Result<v1::Asset> AssetsService::RetireAsset(rpc::Call& call,
                                             const v1::RetireAssetRequest& request) {
  return ChangeLife(call, request, request.reason(), "",
                    [&](pg::Transaction&, const AssetRow& asset) -> Result<AssetLife> {
                      QM_TRY(CheckEtag(request.etag(), asset.version));
                      return DecideRetire(asset.life);
                    });
}

Result<v1::Asset> AssetsService::DisputeAsset(rpc::Call& call,
                                              const v1::DisputeAssetRequest& request) {
  return ChangeLife(call, request, request.reason(), "",
                    [&](pg::Transaction&, const AssetRow& asset) {
                      return DecideDispute(asset.life, PersonOf(call));
                    });
}

Result<v1::Asset> AssetsService::SettleAsset(rpc::Call& call,
                                             const v1::SettleAssetRequest& request) {
  return ChangeLife(call, request, request.reason(), "",
                    [&](pg::Transaction&, const AssetRow& asset) {
                      return DecideSettle(asset.life, PersonOf(call));
                    });
}

Result<v1::Asset> AssetsService::ChangeAssetState(rpc::Call& call,
                                                  const v1::ChangeAssetStateRequest& request) {
  return ChangeLife(
      call, request, "", request.cause(), [&](pg::Transaction& tx, const AssetRow& asset) {
        return DecideServiceState(asset.life, static_cast<AssetState>(request.state()),
                                  HoldDisputedParcel(tx, call.county(), asset.id), call.now());
      });
}

Result<v1::ListAssetEventsResponse> AssetsService::ListAssetEvents(
    rpc::Call& call, const v1::ListAssetEventsRequest& request) {
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListAssetEventsResponse> {
    QM_ASSIGN(const AssetRow asset, RequireReadable(tx, call, request.parent(), "parent"));
    v1::ListAssetEventsResponse response;
    *response.mutable_events() =
        ListEventsOf(tx, call.county(), asset.id, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_events()));
    return response;
  });
}

}  // namespace qianmo::registry

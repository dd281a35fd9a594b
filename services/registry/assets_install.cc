#include "registry/assets_service.h"
#include "registry/counts_service.h"
#include "registry/install.h"
#include "registry/parcels_service.h"
#include "registry/recoveries_service.h"

namespace qianmo::registry {
namespace {

rpc::Endpoint& OfferService(rpc::Hosted& hosted, const std::string& name) {
  return hosted.Offer(
      v1::Asset::descriptor()->file()->pool()->FindServiceByName("qianmo.registry.v1." + name));
}

void OfferAssets(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferService(hosted, "AssetsService");
  auto& assets = hosted.Keep(std::make_shared<AssetsService>());
  endpoint.On("CreateAsset", &assets, &AssetsService::CreateAsset);
  endpoint.On("GetAsset", &assets, &AssetsService::GetAsset);
  endpoint.On("ListAssets", &assets, &AssetsService::ListAssets);
  endpoint.On("UpdateAsset", &assets, &AssetsService::UpdateAsset);
  endpoint.On("RetireAsset", &assets, &AssetsService::RetireAsset);
  endpoint.On("DisputeAsset", &assets, &AssetsService::DisputeAsset);
  endpoint.On("SettleAsset", &assets, &AssetsService::SettleAsset);
  endpoint.On("ChangeAssetState", &assets, &AssetsService::ChangeAssetState);
  endpoint.On("ListAssetEvents", &assets, &AssetsService::ListAssetEvents);
}

void OfferParcels(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferService(hosted, "ParcelsService");
  auto& parcels = hosted.Keep(std::make_shared<ParcelsService>());
  endpoint.On("CreateParcel", &parcels, &ParcelsService::CreateParcel);
  endpoint.On("GetParcel", &parcels, &ParcelsService::GetParcel);
  endpoint.On("ListParcels", &parcels, &ParcelsService::ListParcels);
  endpoint.On("UpdateParcel", &parcels, &ParcelsService::UpdateParcel);
  endpoint.On("RetireParcel", &parcels, &ParcelsService::RetireParcel);
  endpoint.On("ConfirmBoundary", &parcels, &ParcelsService::ConfirmBoundary);
  endpoint.On("GetTile", &parcels, &ParcelsService::GetTile);
}

void OfferCounts(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferService(hosted, "CountsService");
  auto& counts = hosted.Keep(std::make_shared<CountsService>());
  endpoint.On("StartCount", &counts, &CountsService::StartCount);
  endpoint.On("GetCount", &counts, &CountsService::GetCount);
  endpoint.On("ListCounts", &counts, &CountsService::ListCounts);
  endpoint.On("ListCountLines", &counts, &CountsService::ListCountLines);
  endpoint.On("RecordCount", &counts, &CountsService::RecordCount);
  // Writes a whole collective's books.
  endpoint.On("ConfirmCount", &counts, &CountsService::ConfirmCount, rpc::Crew::kSlow);
  endpoint.On("CancelCount", &counts, &CountsService::CancelCount);
}

void OfferRecoveries(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferService(hosted, "RecoveriesService");
  auto& recoveries = hosted.Keep(std::make_shared<RecoveriesService>());
  endpoint.On("OpenRecovery", &recoveries, &RecoveriesService::OpenRecovery);
  endpoint.On("AdvanceRecovery", &recoveries, &RecoveriesService::AdvanceRecovery);
  endpoint.On("GetRecovery", &recoveries, &RecoveriesService::GetRecovery);
  endpoint.On("ListRecoveries", &recoveries, &RecoveriesService::ListRecoveries);
}

}  // namespace

void InstallAssets(rpc::Hosted& hosted) {
  OfferAssets(hosted);
  OfferParcels(hosted);
  OfferCounts(hosted);
  OfferRecoveries(hosted);
}

}  // namespace qianmo::registry

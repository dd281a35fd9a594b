#include "registry/exports_service.h"
#include "registry/imports_service.h"
#include "registry/install.h"

namespace qianmo::registry {
namespace {

constexpr std::chrono::minutes kForgetEvery{10};

rpc::Endpoint& OfferTables(rpc::Hosted& hosted, const std::string& service) {
  return hosted.Offer(
      v1::Import::descriptor()->file()->pool()->FindServiceByName("qianmo.registry.v1." + service));
}

void InstallExports(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferTables(hosted, "ExportsService");
  auto& exports = hosted.Keep(std::make_shared<ExportsService>());
  // A whole file is made for each window of it.
  endpoint.On("ExportHouseholds", &exports, &ExportsService::ExportHouseholds, rpc::Crew::kSlow);
  endpoint.On("ExportAssets", &exports, &ExportsService::ExportAssets, rpc::Crew::kSlow);
  endpoint.On("ExportUnits", &exports, &ExportsService::ExportUnits, rpc::Crew::kSlow);
  endpoint.On("RevealHouseholds", &exports, &ExportsService::RevealHouseholds, rpc::Crew::kSlow);
}

}  // namespace

void InstallImports(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferTables(hosted, "ImportsService");
  auto& imports = hosted.Keep(std::make_shared<ImportsService>(hosted.room(), hosted.operations()));
  endpoint.On("ImportHouseholds", &imports, &ImportsService::ImportHouseholds);
  endpoint.On("ImportAssets", &imports, &ImportsService::ImportAssets);
  endpoint.On("ConfirmImport", &imports, &ImportsService::ConfirmImport);
  // Throws away what was kept ready.
  endpoint.On("WithdrawImport", &imports, &ImportsService::WithdrawImport, rpc::Crew::kSlow);
  endpoint.On("GetImport", &imports, &ImportsService::GetImport);
  endpoint.On("ListImports", &imports, &ImportsService::ListImports);
  hosted.chores().Every(
      kForgetEvery, "forgotten imports",
      [&room = hosted.room()](CountyId county) { return ForgetOneImport(room, county); });
  InstallExports(hosted);
}

}  // namespace qianmo::registry

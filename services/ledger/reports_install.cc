#include "ledger/exports_service.h"
#include "ledger/install.h"
#include "ledger/statements_service.h"

namespace qianmo::ledger {
namespace {

rpc::Endpoint& OfferReports(rpc::Hosted& hosted, const std::string& name) {
  return hosted.Offer(
      v1::Statement::descriptor()->file()->pool()->FindServiceByName("qianmo.ledger.v1." + name));
}

}  // namespace

void InstallReports(rpc::Hosted& hosted) {
  rpc::Endpoint& statements_endpoint = OfferReports(hosted, "StatementsService");
  auto& statements = hosted.Keep(std::make_shared<StatementsService>());
  statements_endpoint.On("GetBalance", &statements, &StatementsService::GetBalance);
  statements_endpoint.On("GetStatement", &statements, &StatementsService::GetStatement);
  statements_endpoint.On("ExportStatement", &statements, &StatementsService::ExportStatement);
  rpc::Endpoint& exports_endpoint = OfferReports(hosted, "ExportsService");
  auto& exports = hosted.Keep(std::make_shared<ExportsService>());
  exports_endpoint.On("ExportJournal", &exports, &ExportsService::ExportJournal);
  exports_endpoint.On("ExportVouchers", &exports, &ExportsService::ExportVouchers);
  exports_endpoint.On("ExportTrialBalance", &exports, &ExportsService::ExportTrialBalance);
  exports_endpoint.On("ExportPostings", &exports, &ExportsService::ExportPostings);
}

}  // namespace qianmo::ledger

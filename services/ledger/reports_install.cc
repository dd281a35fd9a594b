#include "ledger/exports_service.h"
#include "ledger/install.h"
#include "ledger/spread_drafting.h"
#include "ledger/spreads_service.h"
#include "ledger/statements_service.h"
#include "ledger/templates_service.h"

namespace qianmo::ledger {
namespace {

constexpr std::chrono::hours kDraftPause{1};

rpc::Endpoint& OfferNamed(rpc::Hosted& hosted, const std::string& name) {
  return hosted.Offer(
      v1::Statement::descriptor()->file()->pool()->FindServiceByName("qianmo.ledger.v1." + name));
}

}  // namespace

void InstallReports(rpc::Hosted& hosted) {
  rpc::Endpoint& statements_endpoint = OfferNamed(hosted, "StatementsService");
  auto& statements = hosted.Keep(std::make_shared<StatementsService>());
  statements_endpoint.On("GetBalance", &statements, &StatementsService::GetBalance);
  statements_endpoint.On("GetStatement", &statements, &StatementsService::GetStatement);
  statements_endpoint.On("ExportStatement", &statements, &StatementsService::ExportStatement);
  rpc::Endpoint& exports_endpoint = OfferNamed(hosted, "ExportsService");
  auto& exports = hosted.Keep(std::make_shared<ExportsService>());
  exports_endpoint.On("ExportJournal", &exports, &ExportsService::ExportJournal);
  exports_endpoint.On("ExportVouchers", &exports, &ExportsService::ExportVouchers);
  exports_endpoint.On("ExportTrialBalance", &exports, &ExportsService::ExportTrialBalance);
  exports_endpoint.On("ExportPostings", &exports, &ExportsService::ExportPostings);
}

void InstallTemplates(rpc::Hosted& hosted) {
  rpc::Endpoint& templates_endpoint = OfferNamed(hosted, "TemplatesService");
  auto& templates = hosted.Keep(std::make_shared<TemplatesService>());
  templates_endpoint.On("ListTemplates", &templates, &TemplatesService::ListTemplates);
  templates_endpoint.On("FillTemplate", &templates, &TemplatesService::FillTemplate);
  rpc::Endpoint& spreads_endpoint = OfferNamed(hosted, "SpreadsService");
  auto& spreads = hosted.Keep(std::make_shared<SpreadsService>());
  spreads_endpoint.On("CreateSpread", &spreads, &SpreadsService::CreateSpread);
  spreads_endpoint.On("EndSpread", &spreads, &SpreadsService::EndSpread);
  spreads_endpoint.On("DraftDueSpreads", &spreads, &SpreadsService::DraftDueSpreads);
  spreads_endpoint.On("GetSpread", &spreads, &SpreadsService::GetSpread);
  spreads_endpoint.On("ListSpreads", &spreads, &SpreadsService::ListSpreads);
  hosted.chores().Every(kDraftPause, "draft-due-spreads", [&room = hosted.room()](CountyId county) {
    return DraftAllDueParts(room.pool, county, room.clock.Now());
  });
}

}  // namespace qianmo::ledger

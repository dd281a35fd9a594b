#include "qianmo/registry/v1/units.pb.h"
#include "registry/house_shares_service.h"
#include "registry/install.h"
#include "registry/unit_certificates_service.h"
#include "registry/unit_changes_service.h"
#include "registry/unit_rolls_service.h"

namespace qianmo::registry {
namespace {

rpc::Endpoint& OfferUnits(rpc::Hosted& hosted, const std::string& service) {
  return hosted.Offer(v1::UnitChange::descriptor()->file()->pool()->FindServiceByName(
      "qianmo.registry.v1." + service));
}

void InstallCertificates(rpc::Hosted& hosted, const std::string& site) {
  rpc::Endpoint& endpoint = OfferUnits(hosted, "UnitCertificatesService");
  auto& paper = hosted.Keep(std::make_shared<UnitCertificatesService>(site));
  endpoint.On("IssueUnitCertificate", &paper, &UnitCertificatesService::IssueUnitCertificate);
  endpoint.On("ReprintUnitCertificate", &paper, &UnitCertificatesService::ReprintUnitCertificate);
  endpoint.On("GetUnitCertificate", &paper, &UnitCertificatesService::GetUnitCertificate);
  endpoint.On("ListUnitCertificates", &paper, &UnitCertificatesService::ListUnitCertificates);
  // Sets a page of type.
  endpoint.On("DownloadUnitCertificate", &paper, &UnitCertificatesService::DownloadUnitCertificate,
              rpc::Crew::kSlow);
  endpoint.On("VerifyUnitCertificate", &paper, &UnitCertificatesService::VerifyUnitCertificate);
}

void InstallHouses(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferUnits(hosted, "HouseSharesService");
  auto& houses = hosted.Keep(std::make_shared<HouseSharesService>());
  endpoint.On("ContributeHouse", &houses, &HouseSharesService::ContributeHouse);
  endpoint.On("WithdrawHouse", &houses, &HouseSharesService::WithdrawHouse);
  endpoint.On("GetHouseShare", &houses, &HouseSharesService::GetHouseShare);
  endpoint.On("ListHouseShares", &houses, &HouseSharesService::ListHouseShares);
}

}  // namespace

void InstallUnits(rpc::Hosted& hosted, const std::string& site) {
  rpc::Endpoint& endpoint = OfferUnits(hosted, "UnitsService");
  auto& changes = hosted.Keep(std::make_shared<UnitChangesService>());
  endpoint.On("SetUnitCharter", &changes, &UnitChangesService::SetUnitCharter);
  endpoint.On("IssueUnits", &changes, &UnitChangesService::IssueUnits);
  endpoint.On("ProposeTransfer", &changes, &UnitChangesService::ProposeTransfer);
  endpoint.On("ConfirmTransfer", &changes, &UnitChangesService::ConfirmTransfer);
  endpoint.On("InheritUnits", &changes, &UnitChangesService::InheritUnits);
  endpoint.On("BuyBackUnits", &changes, &UnitChangesService::BuyBackUnits);
  endpoint.On("FreezeUnits", &changes, &UnitChangesService::FreezeUnits);
  endpoint.On("UnfreezeUnits", &changes, &UnitChangesService::UnfreezeUnits);
  endpoint.On("PledgeUnits", &changes, &UnitChangesService::PledgeUnits);
  endpoint.On("ReleasePledge", &changes, &UnitChangesService::ReleasePledge);
  endpoint.On("ConfirmUnitChange", &changes, &UnitChangesService::ConfirmUnitChange);
  endpoint.On("CancelUnitChange", &changes, &UnitChangesService::CancelUnitChange);
  auto& rolls = hosted.Keep(std::make_shared<UnitRollsService>());
  endpoint.On("GetUnitCharter", &rolls, &UnitRollsService::GetUnitCharter);
  endpoint.On("GetUnitChange", &rolls, &UnitRollsService::GetUnitChange);
  endpoint.On("ListUnitChanges", &rolls, &UnitRollsService::ListUnitChanges);
  endpoint.On("GetRoll", &rolls, &UnitRollsService::GetRoll);
  endpoint.On("ListUnitEvents", &rolls, &UnitRollsService::ListUnitEvents);
  InstallCertificates(hosted, site);
  InstallHouses(hosted);
}

}  // namespace qianmo::registry

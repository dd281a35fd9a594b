#include "qianmo/registry/v1/units.pb.h"
#include "registry/install.h"
#include "registry/unit_changes_service.h"
#include "registry/unit_rolls_service.h"

namespace qianmo::registry {

void InstallUnits(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint =
      hosted.Offer(v1::UnitChange::descriptor()->file()->pool()->FindServiceByName(
          "qianmo.registry.v1.UnitsService"));
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
}

}  // namespace qianmo::registry

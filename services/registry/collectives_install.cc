#include "registry/account_carry.h"
#include "registry/collective_changes_service.h"
#include "registry/collectives_service.h"
#include "registry/households_service.h"
#include "registry/install.h"
#include "registry/members_service.h"
#include "registry/partners_service.h"
#include "registry/voter_rolls_service.h"

namespace qianmo::registry {
namespace {

rpc::Endpoint& OfferRoom(rpc::Hosted& hosted, const std::string& service) {
  return hosted.Offer(v1::Collective::descriptor()->file()->pool()->FindServiceByName(
      "qianmo.registry.v1." + service));
}

void InstallMembers(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferRoom(hosted, "MembersService");
  auto& members = hosted.Keep(std::make_shared<MembersService>());
  endpoint.On("AddMember", &members, &MembersService::AddMember);
  endpoint.On("GetMember", &members, &MembersService::GetMember);
  endpoint.On("ListMembers", &members, &MembersService::ListMembers);
  endpoint.On("FindMembers", &members, &MembersService::FindMembers);
  endpoint.On("UpdateMember", &members, &MembersService::UpdateMember);
  endpoint.On("RecordMemberEvent", &members, &MembersService::RecordMemberEvent);
  endpoint.On("MoveMember", &members, &MembersService::MoveMember);
  endpoint.On("ListMemberEvents", &members, &MembersService::ListMemberEvents);
  endpoint.On("GetMemberRoll", &members, &MembersService::GetMemberRoll);
  endpoint.On("RevealMember", &members, &MembersService::RevealMember);
}

void InstallVoterRolls(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferRoom(hosted, "VoterRollsService");
  auto& rolls = hosted.Keep(std::make_shared<VoterRollsService>());
  // Opens the birth date of every member of the collective.
  endpoint.On("FreezeVoterRoll", &rolls, &VoterRollsService::FreezeVoterRoll, rpc::Crew::kSlow);
  endpoint.On("GetVoterRoll", &rolls, &VoterRollsService::GetVoterRoll);
  endpoint.On("ListVoterRolls", &rolls, &VoterRollsService::ListVoterRolls);
  endpoint.On("ListVoters", &rolls, &VoterRollsService::ListVoters);
}

void InstallChanges(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferRoom(hosted, "CollectiveChangesService");
  using Service = CollectiveChangesService;
  auto& changes = hosted.Keep(std::make_shared<Service>());
  endpoint.On("ProposeMerge", &changes, &Service::ProposeMerge);
  endpoint.On("ProposeSplit", &changes, &Service::ProposeSplit);
  // Moves whatever the old ones own.
  endpoint.On("ConfirmCollectiveChange", &changes, &Service::ConfirmCollectiveChange,
              rpc::Crew::kSlow);
  endpoint.On("RejectCollectiveChange", &changes, &Service::RejectCollectiveChange);
  endpoint.On("WithdrawCollectiveChange", &changes, &Service::WithdrawCollectiveChange);
  endpoint.On("GetCollectiveChange", &changes, &Service::GetCollectiveChange);
  endpoint.On("ListCollectiveChanges", &changes, &Service::ListCollectiveChanges);
}

void InstallPartners(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferRoom(hosted, "PartnersService");
  auto& partners = hosted.Keep(std::make_shared<PartnersService>());
  endpoint.On("CreatePartner", &partners, &PartnersService::CreatePartner);
  endpoint.On("GetPartner", &partners, &PartnersService::GetPartner);
  endpoint.On("ListPartners", &partners, &PartnersService::ListPartners);
  endpoint.On("UpdatePartner", &partners, &PartnersService::UpdatePartner);
  endpoint.On("RetirePartner", &partners, &PartnersService::RetirePartner);
}

}  // namespace

void InstallCollectives(rpc::Hosted& hosted) {
  ListenForCarriedAccounts(hosted);
  rpc::Endpoint& endpoint = OfferRoom(hosted, "CollectivesService");
  auto& collectives = hosted.Keep(std::make_shared<CollectivesService>());
  endpoint.On("CreateCollective", &collectives, &CollectivesService::CreateCollective);
  endpoint.On("GetCollective", &collectives, &CollectivesService::GetCollective);
  endpoint.On("ListCollectives", &collectives, &CollectivesService::ListCollectives);
  endpoint.On("UpdateCollective", &collectives, &CollectivesService::UpdateCollective);
  endpoint.On("SetAreaCode", &collectives, &CollectivesService::SetAreaCode);
  endpoint.On("AppointOfficer", &collectives, &CollectivesService::AppointOfficer);
  endpoint.On("EndOffice", &collectives, &CollectivesService::EndOffice);
  endpoint.On("ListCollectiveEvents", &collectives, &CollectivesService::ListCollectiveEvents);
  InstallChanges(hosted);
  InstallPartners(hosted);
}

void InstallHouseholds(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferRoom(hosted, "HouseholdsService");
  auto& households = hosted.Keep(std::make_shared<HouseholdsService>());
  endpoint.On("CreateHousehold", &households, &HouseholdsService::CreateHousehold);
  endpoint.On("GetHousehold", &households, &HouseholdsService::GetHousehold);
  endpoint.On("ListHouseholds", &households, &HouseholdsService::ListHouseholds);
  endpoint.On("FindHouseholds", &households, &HouseholdsService::FindHouseholds);
  endpoint.On("UpdateHousehold", &households, &HouseholdsService::UpdateHousehold);
  endpoint.On("ChangeHead", &households, &HouseholdsService::ChangeHead);
  endpoint.On("DissolveHousehold", &households, &HouseholdsService::DissolveHousehold);
  endpoint.On("RevealHousehold", &households, &HouseholdsService::RevealHousehold);
  InstallMembers(hosted);
  InstallVoterRolls(hosted);
}

}  // namespace qianmo::registry

#include "registry/admission_service.h"
#include "registry/bidder_details_service.h"
#include "registry/bidders_service.h"
#include "registry/install.h"
#include "registry/parties_service.h"
#include "registry/party_link.h"
#include "registry/relations_service.h"

namespace qianmo::registry {

void InstallParties(rpc::Hosted& hosted) {
  ListenForLinks(hosted);
  const auto* pool = v1::Party::descriptor()->file()->pool();
  auto& parties = hosted.Keep(std::make_shared<PartiesService>());
  rpc::Endpoint& of_parties =
      hosted.Offer(pool->FindServiceByName("qianmo.registry.v1.PartiesService"));
  of_parties.On("GetParty", &parties, &PartiesService::GetParty);
  of_parties.On("RevealParty", &parties, &PartiesService::RevealParty);
  of_parties.On("ListPartyLinks", &parties, &PartiesService::ListPartyLinks);
  rpc::Endpoint& endpoint =
      hosted.Offer(pool->FindServiceByName("qianmo.registry.v1.BiddersService"));
  auto& admission = hosted.Keep(std::make_shared<AdmissionService>());
  endpoint.On("ApplyForAdmission", &admission, &AdmissionService::ApplyForAdmission);
  endpoint.On("TakeInBidder", &admission, &AdmissionService::TakeInBidder);
  endpoint.On("AdmitBidder", &admission, &AdmissionService::AdmitBidder);
  endpoint.On("RejectBidder", &admission, &AdmissionService::RejectBidder);
  auto& bidders = hosted.Keep(std::make_shared<BiddersService>());
  endpoint.On("SuspendBidder", &bidders, &BiddersService::SuspendBidder);
  endpoint.On("BarBidder", &bidders, &BiddersService::BarBidder);
  endpoint.On("ReinstateBidder", &bidders, &BiddersService::ReinstateBidder);
  endpoint.On("GetBidder", &bidders, &BiddersService::GetBidder);
  endpoint.On("RevealBidder", &bidders, &BiddersService::RevealBidder);
  endpoint.On("ListBidders", &bidders, &BiddersService::ListBidders);
  endpoint.On("ListBidderEvents", &bidders, &BiddersService::ListBidderEvents);
  auto& details = hosted.Keep(std::make_shared<BidderDetailsService>());
  rpc::Endpoint& of_details =
      hosted.Offer(pool->FindServiceByName("qianmo.registry.v1.BidderDetailsService"));
  of_details.On("ProposeBidderDetails", &details, &BidderDetailsService::ProposeBidderDetails);
  of_details.On("ApproveBidderDetails", &details, &BidderDetailsService::ApproveBidderDetails);
  of_details.On("RejectBidderDetails", &details, &BidderDetailsService::RejectBidderDetails);
  auto& relations = hosted.Keep(std::make_shared<RelationsService>());
  rpc::Endpoint& of_relations =
      hosted.Offer(pool->FindServiceByName("qianmo.registry.v1.RelationsService"));
  of_relations.On("DeclareRelation", &relations, &RelationsService::DeclareRelation);
  of_relations.On("EndRelation", &relations, &RelationsService::EndRelation);
  of_relations.On("RecordRecusal", &relations, &RelationsService::RecordRecusal);
  of_relations.On("ListRelations", &relations, &RelationsService::ListRelations);
}

}  // namespace qianmo::registry

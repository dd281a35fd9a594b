#include "registry/parties_service.h"

#include "registry/bidder_callers.h"
#include "registry/bidder_event_store.h"
#include "registry/callers.h"
#include "registry/domain/party_refusals.h"
#include "registry/party_details.h"
#include "registry/party_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

// Parties are of no county: those who see them see them from their own.
Result<Done> MayTouchParty(rpc::Call& call, PartyId id) {
  return call.MayTouch({.county = call.county(), .party_id = id.ToString()});
}

// In full. Refuses PARTY_NOT_FOUND.
Result<v1::Party> RequireParty(pg::Transaction& tx, const rpc::Call& call, PartyId id) {
  auto party = ReadParty(tx, *call.keyring(), id, call.county(), call.now());
  if (!party) return refusals::PartyNotFound();
  return *std::move(party);
}

}  // namespace

Result<v1::Party> PartiesService::GetParty(rpc::Call& call, const v1::GetPartyRequest& request) {
  QM_ASSIGN(const PartyId id, ParsePartyName("name", request.name()));
  QM_TRY(MayTouchParty(call, id));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Party> {
    QM_ASSIGN(v1::Party party, RequireParty(tx, call, id));
    MaskParty(&party);
    return party;
  });
}

Result<v1::Party> PartiesService::RevealParty(rpc::Call& call,
                                              const v1::RevealPartyRequest& request) {
  QM_ASSIGN(const PartyId id, ParsePartyName("name", request.name()));
  QM_ASSIGN(const std::string reason, ParseReadable("reason", request.reason()));
  QM_TRY(MayTouchParty(call, id));
  // The journal keeps that it was shown, and not what.
  QM_TRY(call.Write([&](pg::Transaction& tx) -> Result<v1::Party> {
    const auto bidder = FindBidderOf(tx, call.county(), id);
    if (!bidder) return refusals::PartyNotFound();
    AddBidderEvent(
        tx, call.county(), *bidder,
        {.kind = v1::BidderEvent::KIND_REVEALED, .account = AccountOf(call), .reason = reason},
        call.now());
    v1::Party shown;
    shown.set_name(request.name());
    return shown;
  }));
  return call.Read([&](pg::Transaction& tx) { return RequireParty(tx, call, id); });
}

Result<v1::ListPartyLinksResponse> PartiesService::ListPartyLinks(
    rpc::Call& call, const v1::ListPartyLinksRequest& request) {
  QM_ASSIGN(const PartyId id, ParsePartyName("parent", request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  QM_TRY(MayTouchParty(call, id));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListPartyLinksResponse> {
    QM_TRY(RequireParty(tx, call, id));
    v1::ListPartyLinksResponse response;
    auto& links = *response.mutable_links();
    links = ListLinks(tx, id, call.county(), page.after, page.limit(), call.now());
    if (links.size() <= page.size) return response;
    links.RemoveLast();
    response.set_next_page_token(rpc::PageTokenAfter(links.rbegin()->party()));
    return response;
  });
}

}  // namespace qianmo::registry

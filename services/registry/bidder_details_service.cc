#include "registry/bidder_details_service.h"

#include "registry/bidder_callers.h"
#include "registry/bidder_event_store.h"
#include "registry/callers.h"
#include "registry/domain/party_refusals.h"
#include "registry/party_details.h"
#include "registry/party_store.h"

namespace qianmo::registry {
namespace {

// The new details in the place of the old ones, and what follows from them: what links parties, and
// of an admitted one what every county sees.
void TakeDetails(pg::Transaction& tx, const rpc::Call& call, const BidderRow& bidder) {
  const auto ring = call.keyring();
  const v1::Bidder full = ReadBidder(tx, *ring, call.county(), bidder.id, call.now());
  const v1::PartyDetails& details = full.proposed_details();
  TakeProposedDetails(tx, *ring, call.county(), bidder.id, details);
  SetTraits(tx, *ring, call.county(), bidder.party, static_cast<PartyKind>(full.kind()),
            full.number(), details);
  if (bidder.facts.stored != BidderState::kActive) return;
  SetVerified(tx, *ring, bidder.party, details, call.now());
}

}  // namespace

Result<v1::Bidder> BidderDetailsService::ProposeBidderDetails(
    rpc::Call& call, const v1::ProposeBidderDetailsRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  QM_ASSIGN(const std::vector<Uuid> documents, ParseDocuments(call, request.documents()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_ASSIGN(const BidderRow bidder, RequireBidder(call, LockBidder(tx, call.county(), id)));
    if (!call.caller().on_behalf_of().empty()) return refusals::AdmissionByAgent();
    QM_TRY(DecideProposeDetails(bidder.facts, call.now()));
    const auto ring = call.keyring();
    const v1::Bidder there = ReadBidder(tx, *ring, call.county(), id, call.now());
    QM_ASSIGN(const v1::PartyDetails details,
              ParseDetails(static_cast<PartyKind>(there.kind()), request.details()));
    QM_TRY(CheckDocuments(tx, call, documents));
    SetProposedDetails(tx, *ring, call.county(), id, details, documents, call.now());
    AddBidderEvent(tx, call.county(), id,
                   {.kind = v1::BidderEvent::KIND_DETAILS_PROPOSED, .account = AccountOf(call)},
                   call.now());
    return ReadMasked(tx, call, id);
  });
}

Result<v1::Bidder> BidderDetailsService::ApproveBidderDetails(
    rpc::Call& call, const v1::ApproveBidderDetailsRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_ASSIGN(const BidderRow bidder, RequireBidder(call, LockBidder(tx, call.county(), id)));
    QM_TRY(DecideDetails(bidder.facts, DeciderOf(call), call.now()));
    QM_TRY(CheckEtag(request.etag(), bidder.version));
    TakeDetails(tx, call, bidder);
    AddBidderEvent(tx, call.county(), id,
                   {.kind = v1::BidderEvent::KIND_DETAILS_APPROVED, .account = AccountOf(call)},
                   call.now());
    return ReadMasked(tx, call, id);
  });
}

Result<v1::Bidder> BidderDetailsService::RejectBidderDetails(
    rpc::Call& call, const v1::RejectBidderDetailsRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  QM_ASSIGN(const std::string reason, ParseReadable("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_ASSIGN(const BidderRow bidder, RequireBidder(call, LockBidder(tx, call.county(), id)));
    QM_TRY(DecideDetails(bidder.facts, DeciderOf(call), call.now()));
    DropProposedDetails(tx, call.county(), id, reason);
    AddBidderEvent(tx, call.county(), id,
                   {.kind = v1::BidderEvent::KIND_DETAILS_REJECTED,
                    .account = AccountOf(call),
                    .reason = reason},
                   call.now());
    return ReadMasked(tx, call, id);
  });
}

}  // namespace qianmo::registry

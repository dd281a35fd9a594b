#include "registry/admission_service.h"

#include "registry/bidder_callers.h"
#include "registry/bidder_event_store.h"
#include "registry/callers.h"
#include "registry/domain/party_refusals.h"
#include "registry/party_details.h"
#include "registry/party_link.h"
#include "registry/party_store.h"

namespace qianmo::registry {
namespace {

PartyId FindOrInsert(pg::Transaction& tx, const rpc::Call& call, const PartyClaim& claim) {
  const auto ring = call.keyring();
  if (const auto party = FindParty(tx, *ring, claim.kind, claim.number)) return *party;
  return InsertParty(tx, *ring, claim.kind, claim.number, call.now());
}

Result<BidderId> ApplyInto(pg::Transaction& tx, const rpc::Call& call, const PartyClaim& claim,
                           std::vector<Uuid> documents) {
  const auto ring = call.keyring();
  const CountyId county = call.county();
  const PartyId party = FindOrInsert(tx, call, claim);
  const auto existing = LockBidderOf(tx, county, party);
  const auto facts = existing ? std::optional(existing->facts) : std::nullopt;
  QM_TRY(DecideApply(county, facts, BarsOf(tx, party), call.now()));
  if (TradesAsAnother(tx, county, AccountOf(call), party)) return refusals::AccountTradesAlready();
  const Application application{.party = party,
                                .applicant = DeciderOf(call),
                                .details = claim.details,
                                .documents = std::move(documents)};
  BidderId id;
  if (existing) {
    id = existing->id;
    ApplyAgain(tx, *ring, county, id, application, call.now());
  } else {
    id = InsertBidder(tx, *ring, county, application, call.now());
  }
  // Last: whoever came for the same party at once has run again by now, and was refused.
  SetTraits(tx, *ring, county, party, claim.kind, claim.number, claim.details);
  return id;
}

}  // namespace

Result<v1::Bidder> AdmissionService::ApplyForAdmission(
    rpc::Call& call, const v1::ApplyForAdmissionRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_TRY(call.MayTouch({.county = county, .account_id = call.caller().account_id()}));
  if (!call.caller().on_behalf_of().empty()) return refusals::AdmissionByAgent();
  QM_ASSIGN(const PartyClaim claim, ParseClaim(request));
  QM_ASSIGN(const std::vector<Uuid> documents, ParseDocuments(call, request.documents()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_TRY(CheckDocuments(tx, call, documents));
    QM_ASSIGN(const BidderId id, ApplyInto(tx, call, claim, documents));
    AddBidderEvent(tx, county, id,
                   {.kind = v1::BidderEvent::KIND_APPLIED, .account = AccountOf(call)}, call.now());
    return ReadMasked(tx, call, id);
  });
}

Result<v1::Bidder> AdmissionService::TakeInBidder(rpc::Call& call,
                                                  const v1::TakeInBidderRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_ASSIGN(const BidderRow bidder, RequireBidder(call, LockBidder(tx, call.county(), id)));
    QM_TRY(DecideTakeIn(bidder.facts, DeciderOf(call), call.now()));
    SetTakenIn(tx, call.county(), id, PersonOf(call));
    AddBidderEvent(tx, call.county(), id,
                   {.kind = v1::BidderEvent::KIND_TAKEN_IN, .account = AccountOf(call)},
                   call.now());
    return ReadMasked(tx, call, id);
  });
}

Result<v1::Bidder> AdmissionService::AdmitBidder(rpc::Call& call,
                                                 const v1::AdmitBidderRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_ASSIGN(const BidderRow bidder, RequireBidder(call, LockBidder(tx, call.county(), id)));
    QM_TRY(DecideAdmit(bidder.facts, DeciderOf(call), call.now()));
    const auto ring = call.keyring();
    SetAdmitted(tx, call.county(), id, call.now());
    SetVerified(tx, *ring, bidder.party, DetailsOf(tx, *ring, call.county(), id), call.now());
    AddBidderEvent(tx, call.county(), id,
                   {.kind = v1::BidderEvent::KIND_ADMITTED, .account = AccountOf(call)},
                   call.now());
    TellIdentity(tx, call, bidder);
    return ReadMasked(tx, call, id);
  });
}

Result<v1::Bidder> AdmissionService::RejectBidder(rpc::Call& call,
                                                  const v1::RejectBidderRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  QM_ASSIGN(const std::string reason, ParseReadable("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_ASSIGN(const BidderRow bidder, RequireBidder(call, LockBidder(tx, call.county(), id)));
    QM_TRY(DecideReject(bidder.facts, DeciderOf(call), call.now()));
    SetRejected(tx, call.county(), id, reason, call.now());
    // What nobody has verified links nobody.
    RemoveTraits(tx, call.county(), bidder.party);
    AddBidderEvent(
        tx, call.county(), id,
        {.kind = v1::BidderEvent::KIND_REJECTED, .account = AccountOf(call), .reason = reason},
        call.now());
    return ReadMasked(tx, call, id);
  });
}

}  // namespace qianmo::registry

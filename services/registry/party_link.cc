#include "registry/party_link.h"

#include <stdexcept>

#include "qianmo/identity/v1/links.pb.h"
#include "registry/bidder_event_store.h"
#include "registry/party_store.h"
#include "rpc/resource_name.h"

namespace qianmo::registry {
namespace {

constexpr char kLinkParty[] = "/qianmo.identity.v1.LinksService/LinkParty";

// For the bidder and those who read it later.
constexpr char kOfficeReason[] = "本人担任不得参加竞买的职务";

void SuspendForOffice(pg::Transaction& tx, const rpc::Room& room, CountyId county, PartyId party,
                      const Uuid& actor) {
  const Time now = room.clock.Now();
  const auto bidder = LockBidderOf(tx, county, party);
  // Whoever is suspended or barred already is kept out, and asked about again before it comes back.
  if (!bidder || !DecideSuspend(bidder->facts, std::nullopt, now)) return;
  SetSuspended(tx, county, bidder->id, kOfficeReason, std::nullopt, now);
  AddBidderEvent(
      tx, county, bidder->id,
      {.kind = v1::BidderEvent::KIND_SUSPENDED, .account = actor, .reason = kOfficeReason}, now);
}

}  // namespace

void TellIdentity(pg::Transaction& tx, rpc::Call& call, const BidderRow& bidder) {
  identity::v1::LinkPartyRequest request;
  request.set_name(rpc::CountyName(call.county()) + "/accounts/" +
                   bidder.facts.applicant.account.ToString());
  request.set_party_id(bidder.party.ToString());
  const v1::Bidder full = ReadBidder(tx, *call.keyring(), call.county(), bidder.id, call.now());
  if (full.kind() == v1::PARTY_KIND_PERSON) request.set_identity_number(full.number());
  call.Send(tx, request.name(), kLinkParty, &request);
}

void ListenForLinks(rpc::Hosted& hosted) {
  const rpc::Room& room = hosted.room();
  hosted.courier().WhenAnswered(kLinkParty, [&room](pg::Transaction& tx, const rpc::OutboxRow& row,
                                                    const std::string& reply) {
    identity::v1::LinkPartyRequest request;
    identity::v1::LinkPartyResponse response;
    if (!response.ParseFromString(reply) || !row.request ||
        !request.ParseFromString(*row.request)) {
      throw std::runtime_error("an answer about a party cannot be read");
    }
    if (response.office_in_the_way() == rpc::v1::ROLE_UNSPECIFIED) return;
    SuspendForOffice(tx, room, row.county, PartyId::Parse(request.party_id()).value(),
                     Uuid::Parse(row.actor.account_id()).value_or(Uuid()));
  });
}

}  // namespace qianmo::registry

#include "registry/bidders_service.h"

#include "registry/bidder_callers.h"
#include "registry/bidder_event_store.h"
#include "registry/callers.h"
#include "registry/party_details.h"
#include "registry/party_link.h"
#include "registry/party_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

BidderQuery BidderQueryOf(rpc::Call& call, const v1::ListBiddersRequest& request,
                          const rpc::Page& page) {
  BidderQuery query{
      .reach = call.Reach(), .text = request.text(), .after = page.after, .limit = page.limit()};
  if (request.state() != v1::Bidder::STATE_UNSPECIFIED) {
    query.state = static_cast<BidderState>(request.state());
  }
  if (request.kind() != v1::PARTY_KIND_UNSPECIFIED) {
    query.kind = static_cast<PartyKind>(request.kind());
  }
  return query;
}

}  // namespace

Result<v1::Bidder> BiddersService::SuspendBidder(rpc::Call& call,
                                                 const v1::SuspendBidderRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  QM_ASSIGN(const std::string reason, ParseReadable("reason", request.reason()));
  QM_ASSIGN(const auto end, ParseDayIf(request.has_end_date(), "end_date", request.end_date()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_ASSIGN(const BidderRow bidder, RequireBidder(call, LockBidder(tx, call.county(), id)));
    QM_TRY(DecideSuspend(bidder.facts, end, call.now()));
    SetSuspended(tx, call.county(), id, reason, end, call.now());
    AddBidderEvent(tx, call.county(), id,
                   {.kind = v1::BidderEvent::KIND_SUSPENDED,
                    .account = AccountOf(call),
                    .reason = reason,
                    .end_date = end},
                   call.now());
    return ReadMasked(tx, call, id);
  });
}

Result<v1::Bidder> BiddersService::BarBidder(rpc::Call& call, const v1::BarBidderRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  QM_ASSIGN(const std::string reason, ParseReadable("reason", request.reason()));
  QM_ASSIGN(const auto end, ParseDayIf(request.has_end_date(), "end_date", request.end_date()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_ASSIGN(const BidderRow bidder, RequireBidder(call, LockBidder(tx, call.county(), id)));
    QM_TRY(DecideBar(bidder.facts, end, call.now()));
    InsertBar(tx,
              {.party = bidder.party,
               .county = call.county(),
               .nationwide = request.nationwide(),
               .reason = reason,
               .end_date = end,
               .by = DeciderOf(call)},
              call.now());
    MoveBidderVersion(tx, call.county(), id);
    AddBidderEvent(tx, call.county(), id,
                   {.kind = v1::BidderEvent::KIND_BARRED,
                    .account = AccountOf(call),
                    .reason = reason,
                    .end_date = end,
                    .nationwide = request.nationwide()},
                   call.now());
    return ReadMasked(tx, call, id);
  });
}

Result<v1::Bidder> BiddersService::ReinstateBidder(rpc::Call& call,
                                                   const v1::ReinstateBidderRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  QM_ASSIGN(const std::string reason, ParseReadable("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_ASSIGN(const BidderRow bidder, RequireBidder(call, LockBidder(tx, call.county(), id)));
    QM_TRY(DecideReinstate(bidder.facts, DeciderOf(call), call.now()));
    EndSuspension(tx, call.county(), id);
    LiftBars(tx, call.county(), bidder.party, call.now());
    TellIdentity(tx, call, bidder);
    AddBidderEvent(
        tx, call.county(), id,
        {.kind = v1::BidderEvent::KIND_REINSTATED, .account = AccountOf(call), .reason = reason},
        call.now());
    return ReadMasked(tx, call, id);
  });
}

Result<v1::Bidder> BiddersService::GetBidder(rpc::Call& call, const v1::GetBidderRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_TRY(RequireBidder(call, FindBidder(tx, call.county(), id)));
    return ReadMasked(tx, call, id);
  });
}

Result<v1::Bidder> BiddersService::RevealBidder(rpc::Call& call,
                                                const v1::RevealBidderRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "name", request.name()));
  QM_ASSIGN(const std::string reason, ParseReadable("reason", request.reason()));
  // The journal keeps that it was shown, and not what.
  QM_TRY(call.Write([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    QM_TRY(RequireBidder(call, FindBidder(tx, call.county(), id)));
    AddBidderEvent(
        tx, call.county(), id,
        {.kind = v1::BidderEvent::KIND_REVEALED, .account = AccountOf(call), .reason = reason},
        call.now());
    v1::Bidder shown;
    shown.set_name(request.name());
    return shown;
  }));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Bidder> {
    return ReadBidder(tx, *call.keyring(), call.county(), id, call.now());
  });
}

Result<v1::ListBiddersResponse> BiddersService::ListBidders(rpc::Call& call,
                                                            const v1::ListBiddersRequest& request) {
  QM_TRY(ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListBiddersResponse> {
    v1::ListBiddersResponse response;
    *response.mutable_bidders() =
        registry::ListBidders(tx, *call.keyring(), BidderQueryOf(call, request, page), call.now());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_bidders()));
    for (auto& bidder : *response.mutable_bidders()) MaskBidder(&bidder);
    return response;
  });
}

Result<v1::ListBidderEventsResponse> BiddersService::ListBidderEvents(
    rpc::Call& call, const v1::ListBidderEventsRequest& request) {
  QM_ASSIGN(const BidderId id, BidderAtHome(call, "parent", request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListBidderEventsResponse> {
    QM_TRY(RequireBidder(call, FindBidder(tx, call.county(), id)));
    v1::ListBidderEventsResponse response;
    *response.mutable_events() =
        ListBidderEventsOf(tx, call.county(), id, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_events()));
    return response;
  });
}

}  // namespace qianmo::registry

#include "ledger/holds_service.h"

#include <functional>

#include "base/state_council_calendar.h"
#include "ledger/custody_callers.h"
#include "ledger/domain/custody_refusals.h"
#include "ledger/domain/refusals.h"
#include "ledger/hold_read_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

namespace qianmo::ledger {
namespace {

Result<Uuid> ParseGiven(const std::string& field, const std::string& text) {
  const auto id = Uuid::Parse(text);
  if (!id) return Refusal::InvalidField(field, "is no UUID");
  return *id;
}

Result<std::optional<Uuid>> ParseIfGiven(const std::string& field, const std::string& text) {
  if (text.empty()) return std::optional<Uuid>();
  QM_ASSIGN(const Uuid id, ParseGiven(field, text));
  return std::optional(id);
}

// A bidder sees its own alone, whatever it asks for.
Result<HoldQuery> QueryOf(rpc::Call& call, const v1::ListHoldsRequest& request,
                          const rpc::Page& page) {
  HoldQuery query{.state = request.state(), .after = page.after, .limit = page.limit()};
  QM_ASSIGN(query.lot, ParseIfGiven("lot", request.lot()));
  QM_ASSIGN(const auto party, ParseIfGiven("party", request.party()));
  if (party) query.parties.push_back(*party);
  const rpc::ListScope reach = call.Reach();
  if (!reach.whole_county) query.parties.push_back(Uuid::Parse(reach.party_id).value_or(Uuid()));
  return query;
}

// How a part of a hold goes where the caller wants it.
using PartMove =
    std::function<Result<Done>(pg::Transaction&, const HoldRow&, const Resolution&, const Deed&)>;

Result<v1::Hold> ResolveFor(rpc::Call& call, HoldId id, PartKind kind, std::int64_t amount_fen,
                            const std::string& reason, const PartMove& move) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Hold> {
    QM_ASSIGN(const HoldRow hold, LockHoldFor(call, tx, id));
    QM_ASSIGN(const Resolution resolution,
              DecideResolve(hold.facts, kind, AmountIf(amount_fen), ActingPerson(call)));
    QM_TRY(move(tx, hold, resolution, {HandOf(call), reason, call.now()}));
    return HoldFor(call, tx, id);
  });
}

// Whoever releases says at the latest that the result is final: from then on it can be late.
Result<Done> ImplyFinalDay(pg::Transaction& tx, CountyId county, const HoldRow& hold, Time now) {
  if (hold.facts.final_day) return Done{};
  const Date today = BeijingDate(now);
  QM_ASSIGN(const ReleaseDue due,
            DecideDueRelease(hold.facts, today, StateCouncilCalendar(), today));
  SaveReleaseDue(tx, county, hold.id, today, true, due);
  return Done{};
}

}  // namespace

Result<v1::Hold> HoldsService::OpenHold(rpc::Call& call, const v1::OpenHoldRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  QM_ASSIGN(const Uuid lot, ParseGiven("lot", request.lot()));
  QM_ASSIGN(const Uuid party, ParseGiven("party", request.party()));
  QM_ASSIGN(const Payee own_account, ParsePayee("own_account", request.own_account()));
  const Time due = rpc::ToTime(request.due_time());
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Hold> {
    QM_TRY(MayTouchCustody(call));
    if (due <= call.now()) return refusals::DueTimePast();
    const NewHold hold{.id = HoldId::Make(call.now()),
                       .lot = lot,
                       .party = party,
                       .number = TakeSubAccountNumber(tx, county),
                       .expected = Fen(request.expected_fen()),
                       .due = due,
                       .own_account = own_account,
                       .opener = ActingHand(call)};
    QM_TRY(InsertHold(tx, county, *call.keyring(), hold, call.now()));
    return HoldFor(call, tx, hold.id);
  });
}

Result<v1::Hold> HoldsService::GetHold(rpc::Call& call, const v1::GetHoldRequest& request) {
  QM_ASSIGN(const HoldId id, HoldAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Hold> {
    QM_ASSIGN(const HoldRow hold, FindHold(tx, call.county(), *call.keyring(), id));
    QM_TRY(MayTouchHold(call, hold));
    return HoldFor(call, tx, id);
  });
}

Result<v1::ListHoldsResponse> HoldsService::ListHolds(rpc::Call& call,
                                                      const v1::ListHoldsRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  QM_ASSIGN(const HoldQuery query, QueryOf(call, request, page));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListHoldsResponse> {
    v1::ListHoldsResponse response;
    *response.mutable_holds() = ListHoldsBy(tx, county, *call.keyring(), query, call.now());
    for (v1::Hold& hold : *response.mutable_holds()) HideFromBidder(call, &hold);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_holds()));
    return response;
  });
}

Result<v1::Hold> HoldsService::CaptureHold(rpc::Call& call, const v1::CaptureHoldRequest& request) {
  QM_ASSIGN(const HoldId id, HoldAtHome(call, request.name()));
  QM_ASSIGN(const AccountCode credit, ParseCode("credit_account", request.credit_account()));
  QM_ASSIGN(VillageTerms terms,
            ParseVillage(call, request.books(), request.receivable_account(), credit));
  QM_ASSIGN(terms.purpose.contract, ParseIfGiven("contract", request.contract()));
  QM_ASSIGN(terms.purpose.instalment, ParseIfGiven("instalment", request.instalment()));
  QM_ASSIGN(terms.purpose.asset, ParseIfGiven("asset", request.asset()));
  QM_ASSIGN(const std::string reason, WordsIf("reason", request.reason()));
  return ResolveFor(call, id, PartKind::kCapture, request.amount_fen(), reason,
                    [&](pg::Transaction& tx, const HoldRow& hold, const Resolution& resolution,
                        const Deed& deed) {
                      return Capture(tx, call.county(), *call.keyring(), hold, resolution, terms,
                                     deed);
                    });
}

Result<v1::Hold> HoldsService::ReleaseHold(rpc::Call& call, const v1::ReleaseHoldRequest& request) {
  QM_ASSIGN(const HoldId id, HoldAtHome(call, request.name()));
  QM_ASSIGN(const std::string reason, WordsIf("reason", request.reason()));
  return ResolveFor(call, id, PartKind::kRelease, request.amount_fen(), reason,
                    [&](pg::Transaction& tx, const HoldRow& hold, const Resolution& resolution,
                        const Deed& deed) -> Result<Done> {
                      QM_TRY(ImplyFinalDay(tx, call.county(), hold, deed.now));
                      return Release(tx, call.county(), *call.keyring(), hold, resolution, deed);
                    });
}

Result<v1::Hold> HoldsService::ForfeitHold(rpc::Call& call, const v1::ForfeitHoldRequest& request) {
  QM_ASSIGN(const HoldId id, HoldAtHome(call, request.name()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return ResolveFor(call, id, PartKind::kForfeit, request.amount_fen(), reason,
                    [&](pg::Transaction& tx, const HoldRow& hold, const Resolution& resolution,
                        const Deed& deed) {
                      return Forfeit(tx, call.county(), *call.keyring(), hold, resolution, deed);
                    });
}

Result<v1::Hold> HoldsService::DisposeForfeit(rpc::Call& call,
                                              const v1::DisposeForfeitRequest& request) {
  QM_ASSIGN(const HoldId id, HoldAtHome(call, request.name()));
  QM_ASSIGN(const Uuid part, ParseGiven("part", request.part()));
  QM_ASSIGN(const VillageTerms terms,
            ParseVillage(call, request.books(), request.receivable_account(),
                         AccountCode::Parse("504").value()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  Payee costs_payee;
  if (request.costs_fen() > 0) {
    if (!request.has_costs_payee()) return refusals::CostsPayeeMissing();
    QM_ASSIGN(costs_payee, ParsePayee("costs_payee", request.costs_payee()));
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Hold> {
    QM_ASSIGN(const HoldRow hold, LockHoldFor(call, tx, id));
    QM_ASSIGN(const ForfeitRow forfeit, FindForfeit(tx, call.county(), id, PartId{part}));
    if (forfeit.disposed) return refusals::ForfeitDisposed();
    if (forfeit.person == rpc::PersonOf(call)) return refusals::SameHands();
    QM_ASSIGN(const Disposal disposal, DecideDispose(forfeit.amount, Fen(request.costs_fen()),
                                                     Fen(request.price_gap_fen())));
    QM_TRY(Dispose(tx, call.county(), *call.keyring(), hold, PartId{part}, disposal, costs_payee,
                   terms, {HandOf(call), reason, call.now()}));
    return HoldFor(call, tx, id);
  });
}

Result<v1::Hold> HoldsService::DueRelease(rpc::Call& call, const v1::DueReleaseRequest& request) {
  QM_ASSIGN(const HoldId id, HoldAtHome(call, request.name()));
  QM_ASSIGN(const Date final_day, rpc::ParseDay("final_date", request.final_date()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Hold> {
    QM_ASSIGN(const HoldRow hold, LockHoldFor(call, tx, id));
    QM_ASSIGN(const ReleaseDue due, DecideDueRelease(hold.facts, final_day, StateCouncilCalendar(),
                                                     BeijingDate(call.now())));
    SaveReleaseDue(tx, call.county(), id, final_day, false, due);
    return HoldFor(call, tx, id);
  });
}

Result<v1::ListLateReleasesResponse> HoldsService::ListLateReleases(
    rpc::Call& call, const v1::ListLateReleasesRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListLateReleasesResponse> {
    QM_TRY(MayTouchCustody(call));
    v1::ListLateReleasesResponse response;
    const HoldQuery query{.late_only = true, .after = page.after, .limit = page.limit()};
    *response.mutable_holds() = ListHoldsBy(tx, county, *call.keyring(), query, call.now());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_holds()));
    return response;
  });
}

}  // namespace qianmo::ledger

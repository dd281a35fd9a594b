#include "registry/house_shares_service.h"

#include "registry/callers.h"
#include "registry/domain/unit_refusals.h"
#include "registry/house_share_store.h"
#include "registry/unit_callers.h"
#include "registry/unit_posting.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

// The house, and its collective under the caller's hands.
Result<HouseRow> TouchHouse(pg::Transaction& tx, rpc::Call& call, const std::string& name) {
  QM_ASSIGN(const auto id,
            IdAtHome<struct HouseShareTag>(call, "counties/*/houseShares/*", name, "name"));
  auto house = FindHouse(tx, call.county(), id.uuid);
  if (!house) {
    QM_TRY(call.MayTouch({.county = call.county()}));
    return refusals::HouseNotFound();
  }
  QM_TRY(TouchUnitPlace(tx, call, house->collective, house->household));
  return *std::move(house);
}

// The change of units that a house comes with; its proposer is the caller.
Result<UnitChangeRow> ProposeForHouse(pg::Transaction& tx, rpc::Call& call, const UnitBook& book,
                                      UnitChangeFacts facts, const std::string& ground) {
  const UnitActor actor = UnitActorOf(call);
  facts.kind = UnitKind::kAsset;
  facts.proposer_person = actor.person;
  const UnitChangeRow change{.county = call.county(),
                             .id = Uuid::Make(call.now()),
                             .collective = book.collective,
                             .facts = facts,
                             .ground = ground};
  QM_TRY(CheckSides(change.facts, change.collective));
  QM_TRY(CheckPosting(tx, book, change, call.now()));
  InsertUnitChange(tx, change, actor, call.now());
  return change;
}

Result<HouseRow> ParseHouse(rpc::Call& call, const v1::ContributeHouseRequest& request) {
  if (!v1::HouseShare::Exit_IsValid(request.exit())) {
    return Refusal::InvalidField("exit", "is no way out");
  }
  HouseRow house{.county = call.county(),
                 .id = Uuid::Make(call.now()),
                 .collective = {},
                 .household = {},
                 .house = request.house(),
                 .facts = {.valuation = Fen(request.valuation_fen()),
                           .exit = static_cast<HouseExit>(request.exit())},
                 .fen_per_share = {},
                 .units = {},
                 .issue_change = {}};
  QM_ASSIGN(house.collective,
            UnitIdAtHome(call, "counties/*/collectives/*", request.parent(), "parent"));
  QM_ASSIGN(house.household, UnitHolderAtHome(call, request.household(), "household"));
  QM_ASSIGN(house.facts.start_date, ParseDay("start_date", request.start_date()));
  return house;
}

}  // namespace

Result<v1::HouseShare> HouseSharesService::ContributeHouse(
    rpc::Call& call, const v1::ContributeHouseRequest& request) {
  QM_ASSIGN(HouseRow house, ParseHouse(call, request));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::HouseShare> {
    QM_TRY(TouchUnitPlace(tx, call, house.collective));
    const UnitBook book = LockUnitBook(tx, call.county(), house.collective);
    QM_ASSIGN(house.units, UnitsOfHouse(house.facts.valuation, book.charter));
    house.fen_per_share = *book.charter.house_fen_per_share;
    QM_ASSIGN(const UnitChangeRow change,
              ProposeForHouse(tx, call, book,
                              {.act = UnitAct::kIssue,
                               .units = house.units,
                               .sides = {{}, house.household},
                               .effective_date = house.facts.start_date},
                              request.ground()));
    house.issue_change = change.id;
    InsertHouse(tx, house);
    return ReadHouse(tx, call.county(), house.id);
  });
}

Result<v1::HouseShare> HouseSharesService::WithdrawHouse(rpc::Call& call,
                                                         const v1::WithdrawHouseRequest& request) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::HouseShare> {
    QM_ASSIGN(const HouseRow seen, TouchHouse(tx, call, request.name()));
    const UnitBook book = LockUnitBook(tx, call.county(), seen.collective);
    const HouseRow house = FindHouse(tx, call.county(), seen.id).value();
    QM_ASSIGN(const Date last,
              DecideHouseExit(house.facts, request.year(), BeijingDate(call.now())));
    QM_ASSIGN(const UnitChangeRow change, ProposeForHouse(tx, call, book,
                                                          {.act = UnitAct::kBuyBack,
                                                           .units = house.units,
                                                           .sides = {house.household, {}},
                                                           .effective_date = last},
                                                          request.ground()));
    SetHouseExit(tx, house, change.id);
    return ReadHouse(tx, call.county(), house.id);
  });
}

Result<v1::HouseShare> HouseSharesService::GetHouseShare(rpc::Call& call,
                                                         const v1::GetHouseShareRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<v1::HouseShare> {
    QM_ASSIGN(const HouseRow house, TouchHouse(tx, call, request.name()));
    return ReadHouse(tx, call.county(), house.id);
  });
}

Result<v1::ListHouseSharesResponse> HouseSharesService::ListHouseShares(
    rpc::Call& call, const v1::ListHouseSharesRequest& request) {
  QM_ASSIGN(const Uuid collective,
            UnitIdAtHome(call, "counties/*/collectives/*", request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListHouseSharesResponse> {
    QM_TRY(TouchUnitPlace(tx, call, collective));
    v1::ListHouseSharesResponse response;
    *response.mutable_house_shares() =
        ListHouses(tx, call.county(), collective, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_house_shares()));
    return response;
  });
}

}  // namespace qianmo::registry

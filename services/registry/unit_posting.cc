#include "registry/unit_posting.h"

#include <map>

#include "registry/domain/unit_refusals.h"
#include "registry/house_share_store.h"

namespace qianmo::registry {
namespace {

Result<Done> CheckHolder(pg::Transaction& tx, const UnitBook& book, const Uuid& holder,
                         bool takes) {
  if (holder == book.collective) return Done{};
  const auto household = FindUnitHousehold(tx, book.county, holder);
  if (!household) return refusals::HolderNotFound();
  if (household->collective != book.collective) return refusals::HoldersApart();
  if (takes && household->ended) return refusals::HolderEnded();
  return Done{};
}

Result<Done> CheckCapOf(pg::Transaction& tx, const UnitBook& book, const UnitChangeFacts& facts) {
  if (facts.act != UnitAct::kTransfer) return Done{};
  return CheckCap(book.charter, UnitsHeldBy(tx, book, *facts.sides.taker) + facts.units,
                  UnitsOutstanding(tx, book));
}

std::vector<UnitEventRow> EventsOf(const UnitChangeRow& change, Date effective_date,
                                   Time record_time, const Uuid& account) {
  const UnitChangeFacts& facts = change.facts;
  std::vector<UnitEventRow> events;
  const auto add = [&](const std::optional<Uuid>& side, const UnitBalance& delta) {
    if (!side) return;
    events.push_back({.of = {*side, facts.kind},
                      .act = facts.act,
                      .entry = {effective_date, record_time, delta},
                      .change = change.id,
                      .account = account});
  };
  add(facts.sides.giver, GiverDelta(facts.act, facts.units));
  add(facts.sides.taker, TakerDelta(facts.act, facts.units));
  return events;
}

// The same holding, of the collective's own units, belongs to whoever holds the book.
UnitHolder CarriedTo(const UnitMove& move, const UnitHolder& of) {
  return {of.holder == move.from ? move.to : of.holder, of.kind};
}

Result<Done> CheckGiven(pg::Transaction& tx, const UnitBook& book, Units units, Date day) {
  const auto history = LoadUnitHistory(tx, book, {book.collective, UnitKind::kCollective});
  return CheckEntry(history, {.effective_date = day, .delta = {.held = -units}});
}

// What goes: of the collective units only free ones, where they are divided.
Result<std::vector<UnitHoldingRow>> MovingHoldings(pg::Transaction& tx, const UnitMove& move,
                                                   const UnitBook& from) {
  auto holdings = LoadUnitHoldings(tx, from, move.households);
  if (!move.households || move.collective_units == Units()) return holdings;
  QM_TRY(CheckGiven(tx, from, move.collective_units, move.effective_date));
  holdings.push_back({{move.from, UnitKind::kCollective}, {.held = move.collective_units}});
  return holdings;
}

void CarryHoldings(pg::Transaction& tx, const UnitMove& move, const UnitBook& from,
                   const UnitBook& to, const std::vector<UnitHoldingRow>& holdings, Time now) {
  const Time record_time = std::max(from.NextRecordTime(now), to.NextRecordTime(now));
  std::vector<UnitEventRow> out, in;
  std::map<UnitKind, Units> moved;
  for (const UnitHoldingRow& holding : holdings) {
    moved[holding.of.kind] += holding.balance.held;
    UnitEventRow event{.of = holding.of,
                       .act = UnitAct::kCarry,
                       .entry = {move.effective_date, record_time, -holding.balance},
                       .change = {},
                       .account = move.account};
    out.push_back(event);
    event.of = CarriedTo(move, holding.of);
    event.entry.delta = holding.balance;
    in.push_back(event);
  }
  AppendUnitEvents(tx, from, out, now);
  AppendUnitEvents(tx, to, in, now);
  for (const auto& [kind, units] : moved) {
    AddToUnitTotal(tx, from, kind, {.carried_out = units});
    AddToUnitTotal(tx, to, kind, {.carried_in = units});
  }
  SetLastRecordTime(tx, from, record_time);
  SetLastRecordTime(tx, to, record_time);
}

}  // namespace

Result<Done> CheckHolders(pg::Transaction& tx, const UnitBook& book, const UnitSides& sides) {
  if (book.ended) return refusals::UnitBookClosed();
  if (sides.giver) QM_TRY(CheckHolder(tx, book, *sides.giver, false));
  if (sides.taker) QM_TRY(CheckHolder(tx, book, *sides.taker, true));
  return Done{};
}

Result<Done> CheckPosting(pg::Transaction& tx, const UnitBook& book, const UnitChangeRow& change,
                          Time now) {
  const UnitChangeFacts& facts = change.facts;
  QM_TRY(CheckHolders(tx, book, facts.sides));
  QM_ASSIGN(const Date effective_date, EffectiveDateOf(facts, BeijingDate(now)));
  if (facts.sides.giver) {
    const auto history = LoadUnitHistory(tx, book, {*facts.sides.giver, facts.kind});
    QM_TRY(CheckEntry(
        history, {effective_date, book.NextRecordTime(now), GiverDelta(facts.act, facts.units)}));
  }
  return CheckCapOf(tx, book, facts);
}

Result<Done> PostUnitChange(pg::Transaction& tx, const UnitBook& book, const UnitChangeRow& change,
                            const UnitActor& actor, Time now) {
  QM_TRY(CheckPosting(tx, book, change, now));
  QM_ASSIGN(const Date effective_date, EffectiveDateOf(change.facts, BeijingDate(now)));
  const Time record_time = book.NextRecordTime(now);
  AppendUnitEvents(tx, book, EventsOf(change, effective_date, record_time, actor.account), now);
  UnitTotal more;
  Count(change.facts.act, change.facts.units, &more);
  AddToUnitTotal(tx, book, change.facts.kind, more);
  SetLastRecordTime(tx, book, record_time);
  FinishUnitChange(tx, change, effective_date, actor, record_time, now);
  return Done{};
}

Result<Done> MoveUnitsTo(pg::Transaction& tx, const UnitMove& move, Time now) {
  // In the order of the ids, as everybody who locks two books.
  const UnitBook first = LockUnitBook(tx, move.county, std::min(move.from, move.to));
  const UnitBook second = LockUnitBook(tx, move.county, std::max(move.from, move.to));
  const bool forward = first.collective == move.from;
  const UnitBook& from = forward ? first : second;
  const UnitBook& to = forward ? second : first;
  const auto open = OpenUnitChanges(tx, from.county, from.collective);
  if (!open.empty()) return refusals::UnitChangesOpen(open);
  QM_ASSIGN(const auto holdings, MovingHoldings(tx, move, from));
  if (holdings.empty()) return Done{};
  const auto latest = LatestUnitDay(tx, from);
  if (latest && *latest > move.effective_date) return refusals::UnitsChangedSince(*latest);
  CarryHouses(tx, move.county, move.from, move.to, move.households);
  CarryHoldings(tx, move, from, to, holdings, now);
  return Done{};
}

Result<Done> CheckNothingHeld(pg::Transaction& tx, CountyId county, const Uuid& collective,
                              const Uuid& household) {
  const UnitBook book = LockUnitBook(tx, county, collective);
  UnitBalance all;
  for (const UnitHoldingRow& holding : LoadUnitHoldings(tx, book, std::vector<Uuid>{household})) {
    all += holding.balance;
  }
  if (all != UnitBalance()) {
    return refusals::HouseholdHoldsUnits(all.held, all.frozen, all.pledged);
  }
  if (const auto house = HouseIn(tx, county, household)) return refusals::HouseholdHasHouse(*house);
  const auto open = OpenUnitChanges(tx, county, collective, household);
  if (!open.empty()) return refusals::UnitChangesOpen(open);
  return Done{};
}

Result<Done> CheckCollectiveUnits(pg::Transaction& tx, CountyId county, const Uuid& collective,
                                  Units units, Date day) {
  if (units == Units()) return Done{};
  const UnitBook book{
      .county = county, .collective = collective, .charter = {}, .last_record_time = {}};
  return CheckGiven(tx, book, units, day);
}

}  // namespace qianmo::registry

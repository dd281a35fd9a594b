#include "registry/domain/unit_change.h"

#include "registry/domain/unit_refusals.h"

namespace qianmo::registry {
namespace {

Result<Done> CheckOpen(const UnitChangeFacts& change) {
  if (change.state != UnitChangeState::kProposed) return refusals::UnitChangeEnded();
  return Done{};
}

bool MovesUnits(UnitAct act) { return act == UnitAct::kTransfer || act == UnitAct::kInherit; }

}  // namespace

Result<Done> CheckSides(const UnitChangeFacts& change, const Uuid& collective) {
  const bool own = change.kind == UnitKind::kCollective;
  if (own && MovesUnits(change.act)) return refusals::UnitsKindMisfit();
  for (const auto& side : {change.sides.giver, change.sides.taker}) {
    if (side && (*side == collective) != own) return refusals::UnitsKindMisfit();
  }
  if (change.sides.giver && change.sides.giver == change.sides.taker) {
    return refusals::UnitsSameHolder();
  }
  return Done{};
}

Result<Date> EffectiveDateOf(const UnitChangeFacts& change, Date today) {
  const Date effective = change.effective_date.value_or(today);
  if (effective > today) return refusals::EffectiveDateAhead(effective);
  return effective;
}

Result<Done> DecideApprove(const UnitChangeFacts& change, const Uuid& person) {
  QM_TRY(CheckOpen(change));
  if (change.act == UnitAct::kTransfer) return refusals::UnitsActMisfit();
  if (change.proposer_person == person) return refusals::UnitsSamePerson();
  return Done{};
}

Result<UnitChangeFacts> DecideTransferSide(UnitChangeFacts change, UnitSide side,
                                           const Uuid& person) {
  QM_TRY(CheckOpen(change));
  if (change.act != UnitAct::kTransfer) return refusals::UnitsActMisfit();
  auto& mine = side == UnitSide::kGiver ? change.giver_person : change.taker_person;
  const auto& other = side == UnitSide::kGiver ? change.taker_person : change.giver_person;
  if (mine) return refusals::SideConfirmed();
  if (other == person) return refusals::UnitsSamePerson();
  mine = person;
  return change;
}

bool BothConfirmed(const UnitChangeFacts& change) {
  return change.giver_person && change.taker_person;
}

Result<Done> DecideCancel(const UnitChangeFacts& change) { return CheckOpen(change); }

UnitBalance GiverDelta(UnitAct act, Units units) {
  switch (act) {
    case UnitAct::kTransfer:
    case UnitAct::kInherit:
    case UnitAct::kBuyBack:
      return {.held = -units};
    case UnitAct::kFreeze:
      return {.frozen = units};
    case UnitAct::kUnfreeze:
      return {.frozen = -units};
    case UnitAct::kPledge:
      return {.pledged = units};
    case UnitAct::kRelease:
      return {.pledged = -units};
    case UnitAct::kIssue:
    case UnitAct::kCarry:
      break;
  }
  return {};
}

UnitBalance TakerDelta(UnitAct act, Units units) {
  const bool takes = act == UnitAct::kIssue || MovesUnits(act);
  return {.held = takes ? units : Units()};
}

void Count(UnitAct act, Units units, UnitTotal* total) {
  if (act == UnitAct::kIssue) total->issued += units;
  if (act == UnitAct::kBuyBack) total->bought_back += units;
}

}  // namespace qianmo::registry

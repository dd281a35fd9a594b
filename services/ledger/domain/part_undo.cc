#include "ledger/domain/part_undo.h"

#include <stdexcept>

#include "ledger/domain/custody_refusals.h"

namespace qianmo::ledger {
namespace {

Result<Done> CheckHere(const PartFacts& part) {
  if (part.disposed) return refusals::ForfeitDisposed();
  if (part.money_left) return refusals::MoneyLeft();
  return Done{};
}

}  // namespace

Result<Done> DecideProposeUndo(const PartFacts& part) {
  if (part.kind == PartKind::kRelease) return refusals::PartReleased();
  if (part.undo == UndoState::kDone) return refusals::PartUndone();
  if (part.undo == UndoState::kProposed) return refusals::UndoProposed();
  return CheckHere(part);
}

Result<HoldFacts> DecideUndo(const HoldFacts& hold, const PartFacts& part, const Uuid& person) {
  QM_TRY(DecideDeclineUndo(part));
  if (part.proposer_person == person) return refusals::SameHands();
  QM_TRY(CheckHere(part));
  HoldFacts after = hold;
  Fen& sum = part.kind == PartKind::kCapture ? after.sums.captured : after.sums.forfeited;
  sum -= part.amount;
  after.sums.open += part.amount;
  after.state = HoldState::kFunded;
  if (sum < Fen()) throw std::logic_error("a part that is more than its hold has of it");
  return after;
}

Result<Done> DecideDeclineUndo(const PartFacts& part) {
  if (part.undo == UndoState::kDone) return refusals::PartUndone();
  if (part.undo != UndoState::kProposed) return refusals::UndoNotProposed();
  return Done{};
}

}  // namespace qianmo::ledger

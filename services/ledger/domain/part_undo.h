// A captured or forfeited part of a deposit that was wrong: one person proposes to take it back,
// another does, and only while its money is here.
#pragma once

#include <optional>

#include "ledger/domain/hold.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.PartUndo.State.
enum class UndoState { kProposed = 1, kDone = 2, kDeclined = 3 };

struct PartFacts {
  PartKind kind;
  Fen amount;
  bool disposed = false;               // of a forfeited one: it was decided what becomes of it
  bool money_left = false;             // the bank has its payment, or may have it
  std::optional<UndoState> undo = {};  // of the last proposal
  std::optional<Uuid> proposer_person = {};
};

// Refuses PART_RELEASED, PART_UNDONE, UNDO_PROPOSED, FORFEIT_DISPOSED, MONEY_LEFT.
Result<Done> DecideProposeUndo(const PartFacts& part);
// The hold as it is then. Refuses PART_UNDONE, UNDO_NOT_PROPOSED, SAME_PERSON, and what has changed
// since: FORFEIT_DISPOSED, MONEY_LEFT.
Result<HoldFacts> DecideUndo(const HoldFacts& hold, const PartFacts& part, const Uuid& person);
// Refuses PART_UNDONE, UNDO_NOT_PROPOSED.
Result<Done> DecideDeclineUndo(const PartFacts& part);

}  // namespace qianmo::ledger

// Proposals to take parts of holds back, in the database.
#pragma once

#include <optional>
#include <string>

#include "ledger/domain/part_undo.h"
#include "ledger/hold_part_store.h"

namespace qianmo::ledger {

// A part of a hold that is locked, with what hangs on it.
struct PartRow {
  PartId id;
  VoucherId voucher;
  std::optional<VoucherId> claim;  // in the village's books
  std::optional<TransferRow> transfer;
  std::optional<PaymentId> payment;  // to the village, locked
  PartFacts facts;
};
// Refuses PART_NOT_FOUND.
Result<PartRow> LockPart(pg::Transaction& tx, CountyId county, const HoldRow& hold, PartId id);

void InsertUndo(pg::Transaction& tx, CountyId county, PartId part, const std::string& reason,
                const Hand& proposer, Time now);
// Of the proposal that waits; a voucher where it is done.
struct UndoEnd {
  UndoState state;
  Hand decider;
  std::string reason;
  std::optional<VoucherId> voucher = {};
};
void EndUndo(pg::Transaction& tx, CountyId county, PartId part, const UndoEnd& end, Time now);

}  // namespace qianmo::ledger

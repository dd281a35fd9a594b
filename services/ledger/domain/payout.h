// Batches of payments for a bank: made by one person, approved by another, exported once.
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.PayoutBatch.State.
enum class BatchState { kDraft = 1, kApproved = 2, kExported = 3, kCancelled = 4 };

struct BatchFacts {
  BatchState state;
  Uuid maker_person;
  bool has_file = false;  // of one that is approved; none where an older server did it
};

// Refuses EXECUTION_DATE_PAST.
Result<Done> CheckExecutionDate(Date execution, Date today);
// Refuses PAYOUT_BATCH_ENDED, SAME_PERSON.
Result<Done> DecideApproveBatch(const BatchFacts& batch, const Uuid& person);
// What the bank may have is not called back. Refuses PAYOUT_BATCH_ENDED.
Result<Done> DecideCancelBatch(const BatchFacts& batch);
// Refuses PAYOUT_BATCH_NOT_APPROVED; one that was exported is so again.
Result<Done> DecideExportBatch(const BatchFacts& batch);

}  // namespace qianmo::ledger

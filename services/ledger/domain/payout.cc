#include "ledger/domain/payout.h"

#include "ledger/domain/bank_refusals.h"

namespace qianmo::ledger {

Result<Done> CheckExecutionDate(Date execution, Date today) {
  if (execution < today) return refusals::ExecutionDatePast();
  return Done{};
}

Result<Done> DecideApproveBatch(const BatchFacts& batch, const Uuid& person) {
  if (batch.state != BatchState::kDraft) return refusals::PayoutBatchEnded();
  if (batch.maker_person == person) return refusals::BankSamePerson();
  return Done{};
}

Result<Done> DecideCancelBatch(const BatchFacts& batch) {
  const bool is_here = batch.state == BatchState::kDraft || batch.state == BatchState::kApproved;
  if (!is_here) return refusals::PayoutBatchEnded();
  return Done{};
}

Result<Done> DecideExportBatch(const BatchFacts& batch) {
  const bool is_approved =
      batch.state == BatchState::kApproved || batch.state == BatchState::kExported;
  if (!is_approved || !batch.has_file) return refusals::PayoutBatchNotApproved();
  return Done{};
}

}  // namespace qianmo::ledger

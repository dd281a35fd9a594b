#include "ledger/domain/suspense.h"

#include "ledger/domain/custody_refusals.h"

namespace qianmo::ledger {
namespace {

Result<Done> CheckFree(const SuspenseFacts& item) {
  if (item.as_interest && item.state == SuspenseState::kWaiting)
    return refusals::SuspenseProposed();
  if (item.state == SuspenseState::kProposed) return refusals::SuspenseProposed();
  if (item.state != SuspenseState::kWaiting) return refusals::SuspenseEnded();
  return Done{};
}

Result<Done> CheckProposed(const SuspenseFacts& item) {
  if (item.state == SuspenseState::kWaiting) return refusals::SuspenseNotProposed();
  if (item.state != SuspenseState::kProposed) return refusals::SuspenseEnded();
  return Done{};
}

// One that has expired is still given its deposit when two people want it.
Result<Done> CheckTakes(const HoldFacts& hold, Fen amount) {
  if (hold.state == HoldState::kFunded) return refusals::HoldFunded();
  if (hold.state == HoldState::kResolved) return refusals::HoldEnded();
  if (amount != hold.expected) return refusals::AmountUnfit(hold.expected);
  return Done{};
}

}  // namespace

Result<Done> DecidePropose(const SuspenseFacts& item, const HoldFacts& hold) {
  QM_TRY(CheckFree(item));
  return CheckTakes(hold, item.amount);
}

Result<Done> DecideApply(const SuspenseFacts& item, const HoldFacts& hold, const Uuid& person) {
  QM_TRY(CheckProposed(item));
  if (item.proposer_person == person) return refusals::SameHands();
  return CheckTakes(hold, item.amount);
}

Result<Done> DecideDecline(const SuspenseFacts& item) { return CheckProposed(item); }

Result<Done> DecideReturn(const SuspenseFacts& item) {
  QM_TRY(CheckFree(item));
  if (!item.payer_known) return refusals::PayerUnknown();
  return Done{};
}

Result<Done> DecideAllocate(const SuspenseFacts& item) {
  QM_TRY(CheckFree(item));
  if (item.of_hold) return refusals::SuspenseOfHold();
  return Done{};
}

}  // namespace qianmo::ledger

#include "ledger/domain/correction.h"

#include "ledger/domain/bank_refusals.h"

namespace qianmo::ledger {
namespace {

Result<Done> CheckNotExecuted(AttemptState state) {
  switch (state) {
    case AttemptState::kSent:
    case AttemptState::kAccepted:
    case AttemptState::kUnknown:
      return Done{};
    case AttemptState::kPaid:
      return refusals::PaymentPaid();
    case AttemptState::kWithdrawn:
      return refusals::PaymentWithdrawn();
    case AttemptState::kQueued:
    case AttemptState::kRejected:
    case AttemptState::kReturned:
      break;
  }
  return refusals::PaymentNotSent();
}

Result<Done> CheckPayee(const AttemptStand& attempt) {
  switch (attempt.state) {
    case AttemptState::kQueued:
      if (attempt.in_batch) return refusals::PaymentInBatch();
      return Done{};
    case AttemptState::kRejected:
    case AttemptState::kReturned:
      return Done{};
    case AttemptState::kPaid:
      return refusals::PaymentPaid();
    case AttemptState::kUnknown:
      return refusals::PaymentUnknown();
    case AttemptState::kWithdrawn:
      return refusals::PaymentWithdrawn();
    case AttemptState::kSent:
    case AttemptState::kAccepted:
      break;
  }
  return refusals::PaymentUnderWay();
}

// Also one that the bank rejected, or that was not sent again yet: banks err.
Result<Done> CheckPaid(const AttemptStand& attempt) {
  if (attempt.state == AttemptState::kPaid) return refusals::PaymentPaid();
  if (attempt.state == AttemptState::kReturned) return refusals::PaymentReturned();
  if (attempt.state == AttemptState::kWithdrawn) return refusals::PaymentWithdrawn();
  if (attempt.state == AttemptState::kQueued && attempt.in_batch) return refusals::PaymentInBatch();
  return Done{};
}

}  // namespace

Result<Done> CheckCorrection(CorrectionKind kind, const AttemptStand& attempt) {
  switch (kind) {
    case CorrectionKind::kNotExecuted:
      return CheckNotExecuted(attempt.state);
    case CorrectionKind::kPayee:
      return CheckPayee(attempt);
    case CorrectionKind::kPaid:
      return CheckPaid(attempt);
    case CorrectionKind::kReturned:
      break;
  }
  if (attempt.state == AttemptState::kReturned) return refusals::PaymentReturned();
  if (attempt.state != AttemptState::kPaid) return refusals::PaymentNotPaid();
  return Done{};
}

Result<Fen> FeeOf(CorrectionKind kind, Fen payment, Fen booking) {
  const Fen fee = kind == CorrectionKind::kReturned ? payment - booking : booking - payment;
  if (fee < Fen() || fee > kMostFee) return refusals::PaymentOfOtherAmount(payment, booking);
  return fee;
}

Result<Done> DecideApproveCorrection(const CorrectionFacts& correction, const Uuid& person) {
  if (correction.state != CorrectionState::kProposed) return refusals::CorrectionEnded();
  if (correction.maker_person == person) return refusals::BankSamePerson();
  return Done{};
}

Result<Done> DecideDeclineCorrection(const CorrectionFacts& correction) {
  if (correction.state != CorrectionState::kProposed) return refusals::CorrectionEnded();
  return Done{};
}

}  // namespace qianmo::ledger

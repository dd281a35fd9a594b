#include "ledger/domain/payment.h"

#include "ledger/domain/bank_refusals.h"

namespace qianmo::ledger {
namespace {

// Of an attempt that the bank has, and has not decided for good.
ReportDecision DecideOpen(AttemptState state, BankReport report) {
  switch (report) {
    case BankReport::kAccepted:
      return {.state = AttemptState::kAccepted};
    case BankReport::kPaid:
      return {.state = AttemptState::kPaid, .pays = true};
    case BankReport::kRejected:
      return {.state = AttemptState::kRejected};
    case BankReport::kReturned:
      return {.state = AttemptState::kReturned, .pays = true, .takes_back = true};
    case BankReport::kUnknown:
      return {.state = AttemptState::kUnknown};
    case BankReport::kPending:
      break;
  }
  return {.state = state};
}

// Files come late, and twice: what was true before a payment was made says nothing against it.
bool ContradictsPaid(BankReport report) { return report == BankReport::kRejected; }

bool ContradictsRejected(BankReport report) {
  return report == BankReport::kAccepted || report == BankReport::kPaid ||
         report == BankReport::kReturned;
}

}  // namespace

ReportDecision DecideReport(AttemptState state, BankReport report) {
  switch (state) {
    case AttemptState::kQueued:
    case AttemptState::kWithdrawn:
      return {.state = state, .contradicts = true};
    case AttemptState::kPaid:
      if (report == BankReport::kReturned) {
        return {.state = AttemptState::kReturned, .takes_back = true};
      }
      return {.state = state, .contradicts = ContradictsPaid(report)};
    case AttemptState::kReturned:
      return {.state = state, .contradicts = ContradictsPaid(report)};
    case AttemptState::kRejected:
      return {.state = state, .contradicts = ContradictsRejected(report)};
    case AttemptState::kSent:
    case AttemptState::kAccepted:
    case AttemptState::kUnknown:
      break;
  }
  return DecideOpen(state, report);
}

ReportDecision DecideByHand(AttemptState state, BankReport report) {
  const bool is_sent = state == AttemptState::kSent || state == AttemptState::kAccepted ||
                       state == AttemptState::kUnknown;
  if (report == BankReport::kRejected && is_sent) return {.state = AttemptState::kRejected};
  if (report == BankReport::kPaid &&
      (is_sent || state == AttemptState::kQueued || state == AttemptState::kRejected)) {
    return {.state = AttemptState::kPaid, .pays = true};
  }
  if (report == BankReport::kReturned && state == AttemptState::kPaid) {
    return {.state = AttemptState::kReturned, .takes_back = true};
  }
  return {.state = state, .contradicts = true};
}

Result<Done> CheckMayLeave(const PaymentStops& stops) {
  if (stops.contradicted) return refusals::PaymentContradicted(stops.name);
  if (stops.in_correction) return refusals::CorrectionOpen(stops.name);
  return Done{};
}

Result<Done> DecideRetry(AttemptState state, const PaymentStops& stops) {
  switch (state) {
    case AttemptState::kRejected:
    case AttemptState::kReturned:
      return CheckMayLeave(stops);
    case AttemptState::kUnknown:
      return refusals::PaymentUnknown();
    case AttemptState::kPaid:
      return refusals::PaymentPaid();
    case AttemptState::kWithdrawn:
      return refusals::PaymentWithdrawn();
    case AttemptState::kQueued:
    case AttemptState::kSent:
    case AttemptState::kAccepted:
      break;
  }
  return refusals::PaymentUnderWay();
}

}  // namespace qianmo::ledger

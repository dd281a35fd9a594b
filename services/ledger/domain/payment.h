// What becomes of an attempt to pay as the bank reports: what was not reported has not happened,
// what was paid is never paid again, and what nobody knows is not tried again.
#pragma once

#include <string>

#include "base/result.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.Payment.State.
enum class AttemptState {
  kQueued = 1,
  kSent = 2,
  kAccepted = 3,
  kPaid = 4,
  kRejected = 5,
  kReturned = 6,
  kUnknown = 7,
  kWithdrawn = 8  // the bank never saw it, and will not
};

// What a bank says has become of a payment.
enum class BankReport { kAccepted, kPaid, kRejected, kReturned, kPending, kUnknown };

// What a report changes.
struct ReportDecision {
  AttemptState state;        // from now on
  bool pays = false;         // the money has left, which was not known before
  bool takes_back = false;   // it has come back, which was not known before
  bool contradicts = false;  // an earlier one, or that nothing was sent: nothing changes

  bool operator==(const ReportDecision&) const = default;
};
ReportDecision DecideReport(AttemptState state, BankReport report);

// What two persons say has become of a payment, whatever the bank said: nothing changes where they
// cannot be right.
ReportDecision DecideByHand(AttemptState state, BankReport report);

// What keeps a payment here, whatever its state is.
struct PaymentStops {
  bool contradicted = false;  // the bank said two things of it
  bool in_correction = false;
  std::string name = {};  // of the payment
};
// Refuses PAYMENT_CONTRADICTED, CORRECTION_OPEN.
Result<Done> CheckMayLeave(const PaymentStops& stops);

// Another attempt may be made: the bank has not paid, or the money has come back, and nothing keeps
// it here. Refuses PAYMENT_UNDER_WAY, PAYMENT_UNKNOWN, PAYMENT_PAID, PAYMENT_WITHDRAWN, and what
// CheckMayLeave does.
Result<Done> DecideRetry(AttemptState state, const PaymentStops& stops);

}  // namespace qianmo::ledger

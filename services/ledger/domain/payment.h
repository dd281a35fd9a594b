// What becomes of an attempt to pay as the bank reports: what was not reported has not happened,
// what was paid is never paid again, and what nobody knows is not tried again.
#pragma once

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
  kUnknown = 7
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

// Another attempt may be made: the bank has not paid, or the money has come back, and nothing that
// it said otherwise waits to be cleared up. Refuses PAYMENT_UNDER_WAY, PAYMENT_UNKNOWN,
// PAYMENT_PAID, PAYMENT_CONTRADICTED.
Result<Done> DecideRetry(AttemptState state, bool is_contradicted);

}  // namespace qianmo::ledger

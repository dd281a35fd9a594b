// What two persons say of a payment that the bank's files do not: what has become of it, or who is
// to be paid.
#pragma once

#include "base/id.h"
#include "base/money.h"
#include "base/result.h"
#include "ledger/domain/payment.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.PaymentCorrection.
enum class CorrectionKind { kNotExecuted = 1, kPayee = 2, kPaid = 3, kReturned = 4 };
enum class CorrectionState { kProposed = 1, kApproved = 2, kDeclined = 3 };

// Where the last attempt of the payment is.
struct AttemptStand {
  AttemptState state;
  bool in_batch = false;
};
// Whether this can be said of it. What the bank may have is paid to nobody else, what it has paid
// was executed, and what it has not paid cannot have come back.
// Refuses PAYMENT_NOT_SENT, PAYMENT_UNDER_WAY, PAYMENT_UNKNOWN, PAYMENT_PAID, PAYMENT_NOT_PAID,
// PAYMENT_WITHDRAWN,
// PAYMENT_RETURNED, PAYMENT_IN_BATCH.
Result<Done> CheckCorrection(CorrectionKind kind, const AttemptStand& attempt);

// The most that a bank takes for a transfer [choice]: more is no fee, but another amount.
inline constexpr Fen kMostFee{500'00};
// What the bank took besides, of a booking that paid a payment (kPaid) or brought it back
// (kReturned). Refuses PAYMENT_OF_OTHER_AMOUNT for what no fee explains.
Result<Fen> FeeOf(CorrectionKind kind, Fen payment, Fen booking);

struct CorrectionFacts {
  CorrectionState state;
  Uuid maker_person;
};
// Refuses CORRECTION_ENDED, SAME_PERSON.
Result<Done> DecideApproveCorrection(const CorrectionFacts& correction, const Uuid& person);
// Also by whoever proposed it. Refuses CORRECTION_ENDED.
Result<Done> DecideDeclineCorrection(const CorrectionFacts& correction);

}  // namespace qianmo::ledger

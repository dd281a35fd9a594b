// Money that nobody could place: it waits until people decide, and is resolved once.
#pragma once

#include <optional>

#include "ledger/domain/credit.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.SuspenseItem.State.
enum class SuspenseState {
  kWaiting = 1,
  kProposed = 2,   // somebody says which hold it is for
  kApplied = 3,    // it became the deposit of a hold
  kReturned = 4,   // it goes back to where it came from
  kAllocated = 5,  // it was the bank's interest
};

struct SuspenseFacts {
  SuspenseState state;
  Fen amount;
  bool payer_known = true;   // the bank told the account that it came from
  bool of_hold = false;      // somebody paid it to the number of a hold
  bool as_interest = false;  // somebody proposes to give it out as interest, or does
  std::optional<Uuid> proposer_person = {};
};

// Whether it can be proposed as the deposit of this hold after all: one that has none yet, of
// exactly this amount. Refuses SUSPENSE_ENDED, SUSPENSE_PROPOSED, HOLD_FUNDED, HOLD_ENDED,
// AMOUNT_UNFIT.
Result<Done> DecidePropose(const SuspenseFacts& item, const HoldFacts& hold);
// By another person than whoever proposed it. Refuses SUSPENSE_ENDED, SUSPENSE_NOT_PROPOSED,
// SAME_PERSON, and what has changed with the hold since.
Result<Done> DecideApply(const SuspenseFacts& item, const HoldFacts& hold, const Uuid& person);
// Refuses SUSPENSE_ENDED, SUSPENSE_NOT_PROPOSED.
Result<Done> DecideDecline(const SuspenseFacts& item);
// Refuses SUSPENSE_ENDED, SUSPENSE_PROPOSED, PAYER_UNKNOWN.
Result<Done> DecideReturn(const SuspenseFacts& item);
// As the bank's interest, which never comes to the number of a hold. Refuses SUSPENSE_ENDED,
// SUSPENSE_PROPOSED, SUSPENSE_OF_HOLD.
Result<Done> DecideAllocate(const SuspenseFacts& item);

}  // namespace qianmo::ledger

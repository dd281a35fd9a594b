// Everything that the custody of deposits refuses, on one page.
#pragma once

#include <string>

#include "base/money.h"
#include "base/refusal.h"

namespace qianmo::ledger::refusals {

// Holds.
Refusal HoldNotFound();
// The bidder has one for this lot.
Refusal HoldExists();
Refusal HoldNotFunded();
Refusal HoldFunded();
Refusal HoldEnded();
// `open` is what there is.
Refusal HoldShort(Fen open);
Refusal DueTimePast();
Refusal PayeeUnreadable(const std::string& field);
// One person opens and takes, or proposes and confirms.
Refusal SameHands();
Refusal ReleaseDueSet();
Refusal FinalDayAhead();
// Books of this kind are nobody's to whom a deposit can go.
Refusal BooksUnfit();
// A deposit does not become money that is not there.
Refusal AccountUnfit(const std::string& field);
Refusal PartNotForfeited();
Refusal ForfeitDisposed();
// Costs without the account that they are paid to.
Refusal CostsPayeeMissing();

// Parts that were wrong.
Refusal PartNotFound();
Refusal PartReleased();
Refusal PartUndone();
Refusal UndoProposed();
Refusal UndoNotProposed();
// The bank has the payment, or may have it.
Refusal MoneyLeft();

// Money in suspense.
Refusal SuspenseNotFound();
Refusal SuspenseEnded();
Refusal SuspenseProposed();
Refusal SuspenseNotProposed();
Refusal AmountUnfit(Fen expected);
Refusal PayerUnknown();
// Somebody's deposit, perhaps.
Refusal SuspenseOfHold();

// Interest.
Refusal DaysReversed();
Refusal DaysNotOver();
// Some of these days had their interest.
Refusal DaysAllocated();
Refusal InterestRunNotFound();
Refusal InterestRunEnded();

}  // namespace qianmo::ledger::refusals

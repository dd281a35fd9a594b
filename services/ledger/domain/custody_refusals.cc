#include "ledger/domain/custody_refusals.h"

#include <utility>

namespace qianmo::ledger::refusals {
namespace {

Refusal OfField(std::string field, std::string reason, std::string description) {
  Refusal refusal = Refusal::InvalidField(std::move(field), std::move(description));
  refusal.reason = std::move(reason);
  return refusal;
}

Refusal OfCustody(std::string reason, std::string message) {
  return {Refusal::Kind::kPrecondition, std::move(reason), std::move(message)};
}

}  // namespace

Refusal HoldNotFound() {
  return {Refusal::Kind::kNotFound, "HOLD_NOT_FOUND", "There is no such hold."};
}

Refusal HoldExists() {
  return {Refusal::Kind::kExists, "HOLD_EXISTS", "The bidder has a hold for this lot."};
}

Refusal HoldNotFunded() { return OfCustody("HOLD_NOT_FUNDED", "The deposit has not been paid."); }

Refusal HoldFunded() { return OfCustody("HOLD_FUNDED", "The hold has its deposit."); }

Refusal HoldEnded() { return OfCustody("HOLD_ENDED", "Nothing of the hold is open any more."); }

Refusal HoldShort(Fen open) {
  return OfCustody("HOLD_SHORT", "Less than this is open.")
      .With("open_fen", std::to_string(open.count()));
}

Refusal DueTimePast() { return OfField("due_time", "DUE_TIME_PAST", "This time is over."); }

Refusal PayeeUnreadable(const std::string& field) {
  return OfField(field, "PAYEE_UNREADABLE", "It has to be the account as the bank writes it.");
}

Refusal SameHands() {
  return OfCustody("SAME_PERSON", "Whoever began this does not finish it: another person must.");
}

Refusal ReleaseDueSet() {
  return OfCustody("RELEASE_DUE_SET", "It is said already until when the deposit goes back.");
}

Refusal FinalDayAhead() {
  return OfField("final_date", "DATE_AHEAD", "This day has not come yet.");
}

Refusal BooksUnfit() {
  return OfField("books", "BOOKS_UNFIT", "A deposit goes to the books of a village.");
}

Refusal AccountUnfit(const std::string& field) {
  return OfField(field, "ACCOUNT_UNFIT", "A deposit cannot go there: it is on its way.");
}

Refusal PartNotForfeited() {
  return {Refusal::Kind::kNotFound, "PART_NOT_FORFEITED", "The hold has no such forfeited part."};
}

Refusal ForfeitDisposed() {
  return OfCustody("FORFEIT_DISPOSED", "It is decided already what becomes of this part.");
}

Refusal CostsPayeeMissing() {
  return OfField("costs_payee", "COSTS_PAYEE_MISSING", "Say whom the costs are paid to.");
}

Refusal PartNotFound() {
  return {Refusal::Kind::kNotFound, "PART_NOT_FOUND", "The hold has no such part."};
}

Refusal PartReleased() {
  return OfCustody("PART_RELEASED", "What was released is its payer's: it is not taken back.");
}

Refusal PartUndone() { return OfCustody("PART_UNDONE", "The part was taken back."); }

Refusal UndoProposed() {
  return OfCustody("UNDO_PROPOSED",
                   "It is proposed to take this part back: approve or decline that.");
}

Refusal UndoNotProposed() {
  return OfCustody("UNDO_NOT_PROPOSED", "Nobody proposes to take this part back.");
}

Refusal MoneyLeft() {
  return OfCustody("MONEY_LEFT",
                   "The bank has the payment, or may have it: the money is not here.");
}

Refusal SuspenseNotFound() {
  return {Refusal::Kind::kNotFound, "SUSPENSE_NOT_FOUND", "There is no such item in suspense."};
}

Refusal SuspenseEnded() {
  return OfCustody("SUSPENSE_ENDED", "The item does not wait for anybody any more.");
}

Refusal SuspenseProposed() {
  return OfCustody("SUSPENSE_PROPOSED", "It is proposed for a hold: confirm that or decline it.");
}

Refusal SuspenseNotProposed() {
  return OfCustody("SUSPENSE_NOT_PROPOSED", "Nobody has proposed it for a hold.");
}

Refusal AmountUnfit(Fen expected) {
  return OfCustody("AMOUNT_UNFIT", "The hold expects another amount.")
      .With("expected_fen", std::to_string(expected.count()));
}

Refusal PayerUnknown() {
  return OfCustody("PAYER_UNKNOWN", "The bank did not tell the account that it came from.");
}

Refusal SuspenseOfHold() {
  return OfCustody("SUSPENSE_OF_HOLD", "It was paid to the number of a hold: it is no interest.");
}

Refusal DaysReversed() {
  return OfField("last_date", "DAYS_REVERSED", "The last day is before the first.");
}

Refusal DaysNotOver() {
  return OfField("last_date", "DAYS_NOT_OVER", "Interest is for days that are over.");
}

Refusal DaysAllocated() {
  return OfCustody("DAYS_ALLOCATED", "Interest of some of these days is allocated already.");
}

Refusal InterestRunNotFound() {
  return {Refusal::Kind::kNotFound, "INTEREST_RUN_NOT_FOUND", "There is no such allocation."};
}

Refusal InterestRunEnded() { return OfCustody("INTEREST_RUN_ENDED", "The allocation is over."); }

}  // namespace qianmo::ledger::refusals

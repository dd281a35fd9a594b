#include "ledger/domain/bank_refusals.h"

#include <utility>

namespace qianmo::ledger::refusals {
namespace {

Refusal OfBank(std::string reason, std::string message) {
  return {Refusal::Kind::kPrecondition, std::move(reason), std::move(message)};
}

Refusal OfBankField(const std::string& field, std::string reason, std::string description) {
  Refusal refusal = Refusal::InvalidField(field, std::move(description));
  refusal.reason = std::move(reason);
  return refusal;
}

}  // namespace

Refusal BankAccountNotFound() {
  return {Refusal::Kind::kNotFound, "BANK_ACCOUNT_NOT_FOUND",
          "There is no such account at a bank."};
}

Refusal BankAccountExists() {
  return {Refusal::Kind::kExists, "BANK_ACCOUNT_EXISTS",
          "An open account at a bank has this number, or this account of the books."};
}

Refusal BankAccountMissing() {
  return OfBank("BANK_ACCOUNT_MISSING", "The books have no open account at a bank.");
}

Refusal BankAccountClosed() {
  return OfBank("BANK_ACCOUNT_CLOSED", "The account at the bank is closed.");
}

Refusal BankAccountInUse() {
  return OfBank("BANK_ACCOUNT_IN_USE",
                "There is money on it, a payment under way, or a booking that nobody looked at.");
}

Refusal BankAccountMalformed(const std::string& field) {
  return OfBankField(field, "BANK_ACCOUNT_MALFORMED", "A number at a bank has 8 to 32 digits.");
}

Refusal BankAccountCodeUnfit() {
  return OfBankField("bank_account.code", "BANK_ACCOUNT_CODE_UNFIT",
                     "Only 102 and what is below it is at banks.");
}

Refusal MaskUnknown(const std::string& path) {
  return OfBankField("update_mask", "MASK_UNKNOWN", path + " cannot be changed");
}

Refusal EtagStale() {
  return {Refusal::Kind::kConflict, "ETAG_STALE",
          "Somebody else changed it meanwhile: read it again, then change it."};
}

Refusal PaymentUnderWay() {
  return OfBank("PAYMENT_UNDER_WAY", "The payment is under way: wait for what the bank says.");
}

Refusal PaymentUnknown() {
  return OfBank("PAYMENT_UNKNOWN",
                "Whether the bank has paid is not known: ask it; nothing is paid twice.");
}

Refusal PaymentContradicted(const std::string& name) {
  return OfBank("PAYMENT_CONTRADICTED",
                "The bank has said two things of a payment: clear that up first: " + name)
      .With("payment", name);
}

Refusal PaymentWithdrawn() {
  return OfBank("PAYMENT_WITHDRAWN", "What the payment was for was taken back.");
}

Refusal PaymentPaid() { return OfBank("PAYMENT_PAID", "The bank has made this payment."); }

Refusal PaymentNotFound() {
  return {Refusal::Kind::kNotFound, "PAYMENT_NOT_FOUND",
          "There is no such payment from this account."};
}

Refusal PaymentNotWaiting(const std::string& name) {
  return OfBank("PAYMENT_NOT_WAITING", "A payment is in another batch, or was sent: " + name)
      .With("payment", name);
}

Refusal PaymentNotSent() {
  return OfBank("PAYMENT_NOT_SENT", "The bank has nothing of the payment that it could not do.");
}

Refusal PaymentInBatch() {
  return OfBank("PAYMENT_IN_BATCH", "The payment is in a batch: take that apart first.");
}

Refusal PaymentNotPaid() {
  return OfBank("PAYMENT_NOT_PAID", "Nothing says that the bank has paid it: say that first.");
}

Refusal PaymentReturned() {
  return OfBank("PAYMENT_RETURNED", "The payment has come back: try it again first.");
}

Refusal PaymentBooked(const std::string& entry) {
  return OfBank("PAYMENT_BOOKED", "The bank has a booking with its number: place that first.")
      .With("bank_entry", entry);
}

Refusal PaymentOfOtherAmount(Fen payment, Fen booking) {
  return OfBank("PAYMENT_OF_OTHER_AMOUNT",
                "The payment is of another amount than the booking, and no fee explains it.")
      .With("payment_fen", std::to_string(payment.count()))
      .With("booking_fen", std::to_string(booking.count()));
}

Refusal FeeAccountUnfit() {
  return OfBankField("fee_account", "FEE_ACCOUNT_UNFIT",
                     "An account for what the bank took, where it took something.");
}

Refusal CorrectionNotFound() {
  return {Refusal::Kind::kNotFound, "CORRECTION_NOT_FOUND", "There is no such correction."};
}

Refusal CorrectionEnded() {
  return OfBank("CORRECTION_ENDED", "The correction does not wait any more.");
}

Refusal CorrectionOpen(const std::string& name) {
  return OfBank("CORRECTION_OPEN", "A correction of a payment waits for its end: " + name)
      .With("payment", name);
}

Refusal CorrectionStale() {
  return OfBank("CORRECTION_STALE", "The payment was tried again since: decline the correction.");
}

Refusal PayeeDiffers() {
  return OfBankField("payee_account_number", "PAYEE_DIFFERS",
                     "Not the number that was proposed: compare it with the document.");
}

Refusal BankSamePerson() { return OfBank("SAME_PERSON", "Whoever made it does not approve it."); }

Refusal ContradictionNotFound() {
  return {Refusal::Kind::kNotFound, "CONTRADICTION_NOT_FOUND", "There is no such contradiction."};
}

Refusal ContradictionClosed() {
  return OfBank("CONTRADICTION_CLOSED", "It was cleared up before.");
}

Refusal PayoutBatchNotFound() {
  return {Refusal::Kind::kNotFound, "PAYOUT_BATCH_NOT_FOUND", "There is no such batch."};
}

Refusal PayoutBatchEmpty() { return OfBank("PAYOUT_BATCH_EMPTY", "Nothing is due."); }

Refusal PayoutBatchTooLong(std::size_t most) {
  return OfBank("PAYOUT_BATCH_TOO_LONG", "The bank takes fewer payments in one file.")
      .With("most", std::to_string(most));
}

Refusal PayoutBatchEnded() {
  return OfBank("PAYOUT_BATCH_ENDED", "The batch does not wait any more.");
}

Refusal PayoutBatchNotApproved() {
  return OfBank("PAYOUT_BATCH_NOT_APPROVED", "Another person approves a batch before it leaves.");
}

Refusal PayoutBatchNotExported() {
  return OfBank("PAYOUT_BATCH_NOT_EXPORTED", "The batch has no file yet: export it first.");
}

Refusal ExecutionDatePast() {
  return OfBankField("execution_date", "EXECUTION_DATE_PAST", "A bank pays today or later.");
}

Refusal BankFileNotFound() {
  return {Refusal::Kind::kNotFound, "BANK_FILE_NOT_FOUND", "There is no such file of a bank."};
}

Refusal BankFileTaken(const std::string& name) {
  return Refusal{Refusal::Kind::kExists, "BANK_FILE_TAKEN",
                 "The same file was imported before; nothing has changed."}
      .With("bank_file", name);
}

Refusal BankFileEmpty() {
  return OfBankField("file", "BANK_FILE_EMPTY", "There is nothing in the file.");
}

Refusal BankFileTooBig(std::int64_t most_bytes) {
  return OfBankField("file", "BANK_FILE_TOO_LARGE", "No bank's file is as large.")
      .With("most_bytes", std::to_string(most_bytes));
}

Refusal BankFileUnreadable() {
  return OfBank("BANK_FILE_UNREADABLE", "The file cannot be read as it was uploaded.");
}

Refusal SourceFileNotFound() {
  return {Refusal::Kind::kNotFound, "FILE_NOT_FOUND", "There is no such file of the caller's own."};
}

Refusal FilesOutOfReach() {
  Refusal refusal{Refusal::Kind::kExhausted, "FILES_OUT_OF_REACH",
                  "The registry, which has the file, does not answer."};
  refusal.retry_after = std::chrono::seconds(5);
  return refusal;
}

Refusal StatementOfOtherAccount(std::int64_t line) {
  return OfBank("STATEMENT_OF_OTHER_ACCOUNT", "The statement is of another account.")
      .With("line", std::to_string(line));
}

Refusal StatementContradicts(std::int64_t line, const std::string& reference) {
  return OfBank("STATEMENT_CONTRADICTS",
                "An earlier statement has another amount under reference " + reference + ".")
      .With("line", std::to_string(line))
      .With("reference", reference);
}

Refusal StatementAhead(std::int64_t line) {
  return OfBank("STATEMENT_AHEAD", "The statement has a booking of a day that has not come.")
      .With("line", std::to_string(line));
}

Refusal StatementValueTooLong(std::int64_t line, const std::string& field) {
  return OfBank("VALUE_TOO_LONG", field + " is longer than banks write.")
      .With("line", std::to_string(line));
}

Refusal BankEntryNotFound() {
  return {Refusal::Kind::kNotFound, "BANK_ENTRY_NOT_FOUND", "There is no such booking of a bank."};
}

Refusal BankEntryMatched() {
  return OfBank("BANK_ENTRY_MATCHED", "The books say this booking, or a voucher is about to.");
}

Refusal BankEntryNotMatched() {
  return OfBank("BANK_ENTRY_NOT_MATCHED", "Nothing was said of this booking.");
}

Refusal BankEntryNoPayment() {
  return OfBank("BANK_ENTRY_NO_PAYMENT", "The booking takes back a credit, which is no payment.");
}

Refusal TransferUnderWay() {
  return OfBank("TRANSFER_UNDER_WAY",
                "The centre paid this: once its bank has said so, look again, and it is matched.");
}

Refusal NotPosted(const std::string& reason) { return OfBank(reason, "The books refuse it."); }

Refusal BankEntrySettled() {
  return OfBank("BANK_ENTRY_SETTLED",
                "The books say this booking: reverse the voucher first, if it is wrong.");
}

Refusal VoucherOfOtherAmount(Fen wanted, Fen found) {
  return OfBank("VOUCHER_OF_OTHER_AMOUNT",
                "The voucher moves another amount on the account than the booking.")
      .With("wanted_fen", std::to_string(wanted.count()))
      .With("found_fen", std::to_string(found.count()));
}

Refusal VoucherTaken() { return OfBank("VOUCHER_TAKEN", "The voucher says another booking."); }

Refusal NoBankStatement() {
  return OfBank("NO_BANK_STATEMENT", "There is no statement of this day or an earlier one.");
}

}  // namespace qianmo::ledger::refusals

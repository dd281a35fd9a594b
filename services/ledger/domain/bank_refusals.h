// Everything that the bank's side of the ledger refuses, on one page.
#pragma once

#include <cstdint>
#include <string>

#include "base/money.h"
#include "base/refusal.h"

namespace qianmo::ledger::refusals {

// Accounts at banks.
Refusal BankAccountNotFound();
// Of this account of the books, or with this number.
Refusal BankAccountExists();
// The books have none that is open.
Refusal BankAccountMissing();
Refusal BankAccountClosed();
// It has money, payments under way, or bookings that nobody has looked at.
Refusal BankAccountInUse();
Refusal BankAccountMalformed(const std::string& field);
// Of the books' accounts only 102 and those below it are at banks.
Refusal BankAccountCodeUnfit();
Refusal MaskUnknown(const std::string& path);
Refusal EtagStale();

// Payments.
Refusal PaymentUnderWay();
// Nobody knows whether the bank has paid: ask it, never pay again.
Refusal PaymentUnknown();
// The bank said two things of it that cannot both be. The name is that of the payment.
Refusal PaymentContradicted(const std::string& name);
Refusal PaymentPaid();
// What it was for was taken back.
Refusal PaymentWithdrawn();
Refusal PaymentNotFound();
// It does not wait to be sent, or does so in another batch.
Refusal PaymentNotWaiting(const std::string& name);
// The bank has nothing of it.
Refusal PaymentNotSent();
Refusal PaymentInBatch();
// It cannot have come back.
Refusal PaymentNotPaid();
// It came back, and is tried again first.
Refusal PaymentReturned();
// A booking that nobody placed has its number: the bank did make it.
Refusal PaymentBooked(const std::string& entry);
Refusal PaymentOfOtherAmount(Fen payment, Fen booking);
// None where there is one, one where there is none, or the bank's own.
Refusal FeeAccountUnfit();
Refusal ContradictionNotFound();
Refusal ContradictionClosed();

// What two persons say of them.
Refusal CorrectionNotFound();
Refusal CorrectionEnded();
// Another one of the payment waits. The name is that of the payment.
Refusal CorrectionOpen(const std::string& name);
// The payment has gone on since.
Refusal CorrectionStale();
// The second person typed another number than the first.
Refusal PayeeDiffers();
// Whoever made it does not approve it.
Refusal BankSamePerson();

// Batches of them.
Refusal PayoutBatchNotFound();
// Nothing waits that could be in it.
Refusal PayoutBatchEmpty();
Refusal PayoutBatchTooLong(std::size_t most);
Refusal PayoutBatchEnded();
Refusal PayoutBatchNotApproved();
Refusal PayoutBatchNotExported();
Refusal ExecutionDatePast();

// Files of banks.
Refusal BankFileNotFound();
// The same bytes were taken before, as this file.
Refusal BankFileTaken(const std::string& name);
Refusal BankFileEmpty();
Refusal BankFileTooBig(std::int64_t most_bytes);
// Not what the registry says that it is.
Refusal BankFileUnreadable();
Refusal SourceFileNotFound();
// The registry does not answer.
Refusal FilesOutOfReach();
Refusal StatementOfOtherAccount(std::int64_t line);
// It covers a day of which it says something else than the statement before it.
Refusal StatementContradicts(std::int64_t line, const std::string& reference);
// It knows a day that has not come.
Refusal StatementAhead(std::int64_t line);
// What it says of itself is longer than banks ever write.
Refusal StatementValueTooLong(std::int64_t line, const std::string& field);

// Bookings of banks.
Refusal BankEntryNotFound();
Refusal BankEntryMatched();
Refusal BankEntryNotMatched();
// It takes back a credit.
Refusal BankEntryNoPayment();
// The centre paid it to the village; the bank has not told the centre yet.
Refusal TransferUnderWay();
// The books refuse what two persons say, for this reason of theirs.
Refusal NotPosted(const std::string& reason);
// A payment or a deposit says so; that is not taken back by pointing.
Refusal BankEntrySettled();
Refusal VoucherOfOtherAmount(Fen wanted, Fen found);
Refusal VoucherTaken();
// There is none of this day or before it.
Refusal NoBankStatement();

}  // namespace qianmo::ledger::refusals

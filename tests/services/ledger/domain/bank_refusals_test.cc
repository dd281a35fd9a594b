// What the bank's side refuses carries a reason of its own and a sentence.
#include "ledger/domain/bank_refusals.h"

#include <set>

#include <gtest/gtest.h>

namespace qianmo::ledger::refusals {
namespace {

TEST(BankRefusals, HaveReasonsOfTheirOwnAndASentence) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : {BankAccountNotFound(),
                                 BankAccountExists(),
                                 BankAccountMissing(),
                                 BankAccountClosed(),
                                 BankAccountInUse(),
                                 BankAccountMalformed("f"),
                                 BankAccountCodeUnfit(),
                                 MaskUnknown("f"),
                                 EtagStale(),
                                 PaymentUnderWay(),
                                 PaymentUnknown(),
                                 PaymentContradicted("p"),
                                 PaymentPaid(),
                                 PaymentNotFound(),
                                 PaymentNotWaiting("p"),
                                 PaymentNotSent(),
                                 PaymentInBatch(),
                                 PaymentNotPaid(),
                                 PaymentReturned(),
                                 PaymentBooked("e"),
                                 PaymentOfOtherAmount(Fen(1), Fen(2)),
                                 FeeAccountUnfit(),
                                 CorrectionNotFound(),
                                 CorrectionEnded(),
                                 CorrectionOpen("p"),
                                 CorrectionStale(),
                                 PayeeDiffers(),
                                 BankEntryNoPayment(),
                                 TransferUnderWay(),
                                 NotPosted("FLOOR_BROKEN"),
                                 ContradictionNotFound(),
                                 ContradictionClosed(),
                                 PayoutBatchNotFound(),
                                 PayoutBatchEmpty(),
                                 PayoutBatchTooLong(1),
                                 PayoutBatchEnded(),
                                 PayoutBatchNotApproved(),
                                 PayoutBatchNotExported(),
                                 BankSamePerson(),
                                 ExecutionDatePast(),
                                 BankFileNotFound(),
                                 BankFileTaken("f"),
                                 BankFileEmpty(),
                                 BankFileTooBig(1),
                                 BankFileUnreadable(),
                                 SourceFileNotFound(),
                                 FilesOutOfReach(),
                                 StatementOfOtherAccount(1),
                                 StatementContradicts(1, "r"),
                                 StatementAhead(1),
                                 StatementValueTooLong(1, "f"),
                                 BankEntryNotFound(),
                                 BankEntryMatched(),
                                 BankEntryNotMatched(),
                                 BankEntrySettled(),
                                 VoucherOfOtherAmount(Fen(1), Fen(2)),
                                 VoucherTaken(),
                                 NoBankStatement()}) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason;
    EXPECT_FALSE(refusal.message.empty() && refusal.fields.empty()) << refusal.reason;
  }
}

}  // namespace
}  // namespace qianmo::ledger::refusals

// Refusals carry what somebody needs to put it right.
#include "ledger/domain/refusals.h"

#include <set>

#include <gtest/gtest.h>

namespace qianmo::ledger::refusals {
namespace {

TEST(LedgerRefusals, HaveReasonsOfTheirOwnAndASentence) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : {AccountUnknown("199"),
                                 FloorBroken("102", Fen(1)),
                                 VoucherEmpty(),
                                 VoucherTooLong(200),
                                 AmountNotPositive("voucher.lines[0].amount_fen"),
                                 VoucherUnbalanced(Fen(-2)),
                                 VoucherPurposesMixed("a", "b"),
                                 DateAhead(),
                                 PeriodBeforeBooks("2026-01"),
                                 PeriodClosed("2026-01"),
                                 PeriodOutOfOrder("2026-01"),
                                 PeriodNotOver("2026-01"),
                                 PeriodHasDrafts(3),
                                 PeriodNotCarried(2026),
                                 PeriodCarried(2026),
                                 BooksNotFound(),
                                 BooksExist(),
                                 OrgPathUnfit("a"),
                                 BooksKindUnfit(),
                                 BooksEnded(Date()),
                                 CollectiveNotFound(),
                                 CollectiveEnded(),
                                 CollectiveMoved(),
                                 RegistryOutOfReach(),
                                 VoucherLinesCancel("a", "b"),
                                 NameUnreadable("f"),
                                 AccountCodeMalformed("f"),
                                 AccountExists(),
                                 AccountInUse("102"),
                                 AccountDivided("102"),
                                 AccountKept("201"),
                                 VoucherNotFound(),
                                 VoucherEnded(),
                                 VoucherNotPosted(),
                                 VoucherReversed(),
                                 SamePerson(),
                                 OverLimit(Fen(1)),
                                 MonthsReversed(),
                                 NothingToCarry(2026),
                                 CarryStale()}) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason;
    EXPECT_FALSE(refusal.message.empty() && refusal.fields.empty()) << refusal.reason;
    if (refusal.kind == Refusal::Kind::kInvalid) {
      EXPECT_FALSE(refusal.fields.empty()) << refusal.reason;
    }
  }
}

TEST(LedgerRefusals, NameBothLinesWhosePurposesDiffer) {
  const Refusal refusal = VoucherPurposesMixed("voucher.lines[0]", "voucher.lines[3]");
  ASSERT_EQ(refusal.fields.size(), 2u);
  EXPECT_EQ(refusal.fields[0].path, "voucher.lines[0]");
  EXPECT_EQ(refusal.fields[1].path, "voucher.lines[3]");
}

}  // namespace
}  // namespace qianmo::ledger::refusals

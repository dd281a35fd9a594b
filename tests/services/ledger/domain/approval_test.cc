// Two persons for each voucher, and a limit for one of them: every step in every state.
#include "ledger/domain/approval.h"

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

const Uuid kMaker = Uuid::Parse("01900000-0000-7000-8000-000000000001").value();
const Uuid kChecker = Uuid::Parse("01900000-0000-7000-8000-000000000002").value();

std::string Verdict(const Result<Done>& result) { return result ? "" : result.refusal().reason; }

VoucherFacts Facts(VoucherState state, Fen total = Fen(1), bool is_reversed = false) {
  return {.state = state, .maker_person = kMaker, .total = total, .is_reversed = is_reversed};
}

TEST(Approval, GoesOnAsTheStateAllows) {
  struct Case {
    VoucherState state;
    const char *approve, *by_maker, *reject, *reverse;
  };
  for (const Case& one :
       {Case{VoucherState::kDraft, "", "SAME_PERSON", "", "VOUCHER_NOT_POSTED"},
        Case{VoucherState::kPosted, "VOUCHER_ENDED", "VOUCHER_ENDED", "VOUCHER_ENDED", ""},
        Case{VoucherState::kRejected, "VOUCHER_ENDED", "VOUCHER_ENDED", "VOUCHER_ENDED",
             "VOUCHER_NOT_POSTED"}}) {
    const VoucherFacts facts = Facts(one.state);
    const int state = static_cast<int>(one.state);
    EXPECT_EQ(Verdict(DecideApprove(facts, kChecker, false)), one.approve) << state;
    EXPECT_EQ(Verdict(DecideApprove(facts, kMaker, false)), one.by_maker) << state;
    EXPECT_EQ(Verdict(DecideReject(facts)), one.reject) << state;
    EXPECT_EQ(Verdict(DecideReverse(facts)), one.reverse) << state;
  }
}

TEST(Approval, IsLimitedForABoardChair) {
  for (const auto& [total, with_limit] :
       {std::pair(kChairLimit, ""), std::pair(kChairLimit + Fen(1), "OVER_LIMIT")}) {
    const VoucherFacts facts = Facts(VoucherState::kDraft, total);
    EXPECT_EQ(Verdict(DecideApprove(facts, kChecker, true)), with_limit) << total.count();
    EXPECT_EQ(Verdict(DecideApprove(facts, kChecker, false)), "") << total.count();
  }
}

TEST(Reversal, HappensOnce) {
  EXPECT_EQ(Verdict(DecideReverse(Facts(VoucherState::kPosted, Fen(1), true))), "VOUCHER_REVERSED");
}

TEST(Reversal, IsNotOfAVoucherThatEndedAYear) {
  VoucherFacts facts = Facts(VoucherState::kPosted);
  facts.carries_year = 2025;
  EXPECT_EQ(Verdict(DecideReverse(facts)), "PERIOD_CARRIED");
}

}  // namespace
}  // namespace qianmo::ledger

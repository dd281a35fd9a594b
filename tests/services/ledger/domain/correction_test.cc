// What people may say of a payment: every kind meets every state.
#include "ledger/domain/correction.h"

#include <string>

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

template <class T>
std::string ReasonSaid(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(Corrections, FitOnlyWhatTheyCanBeTrueOf) {
  struct Row {
    AttemptStand attempt;
    const char* not_executed;
    const char* payee;
    const char* paid;
    const char* returned;
  };
  using S = AttemptState;
  constexpr const char* kNotSent = "PAYMENT_NOT_SENT";
  constexpr const char* kNotPaid = "PAYMENT_NOT_PAID";
  constexpr const char* kBusy = "PAYMENT_UNDER_WAY";
  for (const Row& row :
       {Row{{S::kQueued, false}, kNotSent, "", "", kNotPaid},
        Row{{S::kQueued, true}, kNotSent, "PAYMENT_IN_BATCH", "PAYMENT_IN_BATCH", kNotPaid},
        Row{{S::kSent, true}, "", kBusy, "", kNotPaid},
        Row{{S::kAccepted, true}, "", kBusy, "", kNotPaid},
        Row{{S::kUnknown, true}, "", "PAYMENT_UNKNOWN", "", kNotPaid},
        Row{{S::kPaid, true}, "PAYMENT_PAID", "PAYMENT_PAID", "PAYMENT_PAID", ""},
        Row{{S::kRejected, true}, kNotSent, "", "", kNotPaid},
        Row{{S::kReturned, true}, kNotSent, "", "PAYMENT_RETURNED", "PAYMENT_RETURNED"}}) {
    const auto said = [&](CorrectionKind kind) {
      return ReasonSaid(CheckCorrection(kind, row.attempt));
    };
    const int state = static_cast<int>(row.attempt.state);
    EXPECT_EQ(said(CorrectionKind::kNotExecuted), row.not_executed) << state;
    EXPECT_EQ(said(CorrectionKind::kPayee), row.payee) << state;
    EXPECT_EQ(said(CorrectionKind::kPaid), row.paid) << state;
    EXPECT_EQ(said(CorrectionKind::kReturned), row.returned) << state;
  }
}

TEST(Corrections, ExplainAnotherAmountByAFeeAlone) {
  struct Row {
    CorrectionKind kind;
    Fen payment, booking;
    std::optional<Fen> fee;
  };
  constexpr CorrectionKind kOut = CorrectionKind::kPaid, kBack = CorrectionKind::kReturned;
  for (const Row& row :
       {Row{kOut, Fen(300), Fen(300), Fen(0)}, Row{kOut, Fen(300), Fen(301), Fen(1)},
        Row{kOut, Fen(300), Fen(300) + kMostFee, kMostFee},
        Row{kOut, Fen(300), Fen(301) + kMostFee, {}}, Row{kOut, Fen(300), Fen(299), {}},
        Row{kBack, Fen(300), Fen(300), Fen(0)}, Row{kBack, Fen(300), Fen(1), Fen(299)},
        Row{kBack, Fen(300), Fen(301), {}}}) {
    const auto fee = FeeOf(row.kind, row.payment, row.booking);
    EXPECT_EQ(ReasonSaid(fee), row.fee ? "" : "PAYMENT_OF_OTHER_AMOUNT");
    if (fee) {
      EXPECT_EQ(*fee, row.fee);
    }
  }
}

TEST(Corrections, EndOnceAndByAnotherPerson) {
  const Uuid maker = Uuid::Make(Time()), other = Uuid::Make(Time());
  for (const CorrectionState ended : {CorrectionState::kApproved, CorrectionState::kDeclined}) {
    EXPECT_EQ(ReasonSaid(DecideApproveCorrection({ended, maker}, other)), "CORRECTION_ENDED");
    EXPECT_EQ(ReasonSaid(DecideDeclineCorrection({ended, maker})), "CORRECTION_ENDED");
  }
  const CorrectionFacts open{CorrectionState::kProposed, maker};
  EXPECT_EQ(ReasonSaid(DecideApproveCorrection(open, maker)), "SAME_PERSON");
  EXPECT_EQ(ReasonSaid(DecideApproveCorrection(open, other)), "");
  EXPECT_EQ(ReasonSaid(DecideDeclineCorrection(open)), "");
}

}  // namespace
}  // namespace qianmo::ledger

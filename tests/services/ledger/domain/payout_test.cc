// Batches: every state meets everything that people want of it.
#include "ledger/domain/payout.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/time_text.h"

namespace qianmo::ledger {
namespace {

std::string Said(const Result<Done>& result) { return result ? "" : result.refusal().reason; }

TEST(PayoutBatches, EndInOneWay) {
  struct Row {
    BatchState state;
    const char* approve;
    const char* cancel;
    const char* send;
  };
  const Uuid maker = Uuid::Make(Time());
  for (const Row& row : {Row{BatchState::kDraft, "", "", "PAYOUT_BATCH_NOT_APPROVED"},
                         Row{BatchState::kApproved, "PAYOUT_BATCH_ENDED", "", ""},
                         Row{BatchState::kExported, "PAYOUT_BATCH_ENDED", "PAYOUT_BATCH_ENDED", ""},
                         Row{BatchState::kCancelled, "PAYOUT_BATCH_ENDED", "PAYOUT_BATCH_ENDED",
                             "PAYOUT_BATCH_NOT_APPROVED"}}) {
    const BatchFacts batch{row.state, maker, row.state != BatchState::kDraft};
    EXPECT_EQ(Said(DecideApproveBatch(batch, Uuid::Make(Time()))), row.approve);
    EXPECT_EQ(Said(DecideCancelBatch(batch)), row.cancel);
    EXPECT_EQ(Said(DecideExportBatch(batch)), row.send);
  }
  EXPECT_EQ(Said(DecideApproveBatch({BatchState::kDraft, maker}, maker)), "SAME_PERSON");
  EXPECT_EQ(Said(DecideExportBatch({BatchState::kApproved, maker})), "PAYOUT_BATCH_NOT_APPROVED")
      << "what has no file was not seen by whoever approved it";
}

TEST(PayoutBatches, AreForTodayOrLater) {
  const Date today = *ParseIsoDate("2026-11-20");
  EXPECT_EQ(Said(CheckExecutionDate(today, today)), "");
  EXPECT_EQ(Said(CheckExecutionDate(today - std::chrono::days(1), today)), "EXECUTION_DATE_PAST");
}

}  // namespace
}  // namespace qianmo::ledger

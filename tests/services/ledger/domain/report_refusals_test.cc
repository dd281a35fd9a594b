// What reports refuse says what would do.
#include "ledger/domain/report_refusals.h"

#include <gtest/gtest.h>

namespace qianmo::ledger::refusals {
namespace {

TEST(ReportRefusals, HaveReasonsAndSayMore) {
  EXPECT_EQ(MonthAhead("month").reason, "MONTH_AHEAD");
  EXPECT_EQ(MonthAhead("month").fields.at(0).path, "month");
  EXPECT_EQ(StatementUnfit().reason, "STATEMENT_UNFIT");
  EXPECT_EQ(ExportTooLarge(3).metadata.at(0).second, "3");
}

}  // namespace
}  // namespace qianmo::ledger::refusals

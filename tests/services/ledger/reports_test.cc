// What the books say of a year of a village, by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/report_store.h"
#include "ledger/reports_service.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;

class ReportsTest : public testing::Test {
 protected:
  // "code opening+ opening- debit credit closing+ closing-"
  Lines Trial(const std::string& first, const std::string& last) {
    auto request = Named<v1::GetTrialBalanceRequest>(bureau_.books());
    *request.mutable_first_month() = Day(first);
    *request.mutable_last_month() = Day(last);
    const auto answer = bureau_.Ask(bureau_.clerk(), &Reports::GetTrialBalance, request);
    if (!answer.ok()) return {answer.reason()};
    Lines lines;
    for (const auto& line : answer.reply.lines()) lines.push_back(Said(line));
    lines.push_back("=" + Said(answer.reply.total()));
    return lines;
  }
  static std::string Said(const v1::TrialLine& line) {
    std::string text = line.account();
    for (const std::int64_t amount :
         {line.opening_debit_fen(), line.opening_credit_fen(), line.debit_fen(), line.credit_fen(),
          line.closing_debit_fen(), line.closing_credit_fen()}) {
      text += " " + std::to_string(amount);
    }
    return text;
  }

  Bureau bureau_;
};

TEST_F(ReportsTest, OpenWithWhatWasBeforeAndCloseWithWhatIs) {
  bureau_.Post({"D 112 1000", "C 501 1000"}, "2026-01-05");
  bureau_.Post({"D 102 600", "C 112 600"}, "2026-02-10");
  bureau_.Post({"D 513 200", "C 102 200"}, "2026-03-15");
  EXPECT_THAT(Trial("2026-02-01", "2026-02-28"),
              ElementsAre("102 0 0 600 0 600 0", "112 1000 0 0 600 400 0", "501 0 1000 0 0 0 1000",
                          "= 1000 1000 600 600 1000 1000"));
  EXPECT_THAT(
      Trial("2026-01-01", "2026-03-01"),
      ElementsAre("102 0 0 600 200 400 0", "112 0 0 1000 600 400 0", "501 0 0 0 1000 0 1000",
                  "513 0 0 200 0 200 0", "= 0 0 1800 1800 1000 1000"));
  EXPECT_THAT(Trial("2026-02-01", "2026-01-31"), ElementsAre("MONTHS_REVERSED"));
}

TEST_F(ReportsTest, ShowWhatMovedAnAccountPageByPage) {
  bureau_.Post({"D 102 600", "C 501 600"});
  bureau_.Post({"D 513 150", "D 511 50", "C 102 200"});
  bureau_.Post({"D 112 1", "C 501 1"});
  auto request = Named<v1::ListPostingsRequest>(bureau_.books());
  request.set_account("102");
  request.set_page_size(2);
  const auto first = bureau_.Ask(bureau_.clerk(), &Reports::ListPostings, request);
  ASSERT_EQ(first.reply.postings_size(), 2) << first.reason();
  EXPECT_EQ(first.reply.postings(0).debit_account(), "102");
  EXPECT_EQ(first.reply.postings(0).credit_account(), "501");
  EXPECT_EQ(first.reply.postings(0).number(), 1);
  EXPECT_EQ(first.reply.postings(1).amount_fen(), 150);
  request.set_page_token(first.reply.next_page_token());
  const auto last = bureau_.Ask(bureau_.clerk(), &Reports::ListPostings, request);
  ASSERT_EQ(last.reply.postings_size(), 1);
  EXPECT_EQ(last.reply.postings(0).debit_account(), "511");
  EXPECT_EQ(last.reply.next_page_token(), "");
  request.set_account("199");
  EXPECT_EQ(bureau_.Ask(bureau_.clerk(), &Reports::ListPostings, request).reason(),
            "ACCOUNT_UNKNOWN");
}

}  // namespace
}  // namespace qianmo::ledger

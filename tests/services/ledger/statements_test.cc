// Balances of any day, and statements as tables and on paper.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/statement_export.h"
#include "ledger/statement_store.h"
#include "ledger/statements_service.h"
#include "services/ledger/auditor.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class StatementsTest : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(bureau_.Unsound(), ""); }

  std::string Balance(const std::string& account, const std::string& day) {
    auto request = Named<v1::GetBalanceRequest>(bureau_.books());
    request.set_account(account);
    *request.mutable_date() = Day(day);
    const auto answer = bureau_.Ask(bureau_.clerk(), &Statements::GetBalance, request);
    if (!answer.ok()) return answer.reason();
    return std::to_string(answer.reply.balance_fen()) + (answer.reply.credit() ? " credit" : "");
  }
  Answer<v1::Statement> Get(v1::Statement::Kind kind, const std::string& month) {
    auto request = Named<v1::GetStatementRequest>(bureau_.books());
    request.set_kind(kind);
    *request.mutable_month() = Day(month);
    return bureau_.Ask(bureau_.clerk(), &Statements::GetStatement, request);
  }
  // "row previous current" of each line that is not empty.
  Lines Rows(v1::Statement::Kind kind, const std::string& month) {
    const auto answer = Get(kind, month);
    if (!answer.ok()) return {answer.reason()};
    Lines rows;
    for (const auto& line : answer.reply.lines()) {
      if (line.previous_fen() == 0 && line.current_fen() == 0) continue;
      rows.push_back(std::to_string(line.row()) + " " + std::to_string(line.previous_fen()) + " " +
                     std::to_string(line.current_fen()));
    }
    return rows;
  }
  Answer<google::api::HttpBody> Export(v1::Statement::Kind kind, v1::StatementFormat format) {
    auto request = Named<v1::ExportStatementRequest>(bureau_.books());
    request.set_kind(kind);
    *request.mutable_month() = Day("2026-11-01");
    request.set_format(format);
    return bureau_.Ask(bureau_.clerk(), &Statements::ExportStatement, request);
  }

  Bureau bureau_;
};

TEST_F(StatementsTest, TellWhatAnAccountHeldAtTheEndOfAnyDay) {
  bureau_.Divide("10201");
  bureau_.Divide("10202");
  bureau_.Post({"D 10201 1000", "C 501 1000"}, "2026-01-31");
  bureau_.Post({"D 10202 300", "C 10201 300"}, "2026-02-10");
  bureau_.Post({"D 511 50", "C 10202 50"}, "2026-02-10");
  bureau_.Post({"D 513 20", "C 152 20"}, "2026-02-28");
  struct Case {
    const char *account, *day, *balance;
  };
  for (const Case& one :
       {Case{"102", "2026-01-30", "0"}, Case{"102", "2026-01-31", "1000"},
        Case{"10201", "2026-02-09", "1000"}, Case{"10201", "2026-02-10", "700"},
        Case{"10202", "2026-02-10", "250"}, Case{"102", "2026-02-10", "950"},
        Case{"102", "2026-02-28", "950"}, Case{"102", "2030-01-01", "950"},
        Case{"501", "2026-11-20", "1000 credit"}, Case{"152", "2026-02-27", "0 credit"},
        Case{"152", "2026-02-28", "20 credit"}, Case{"10203", "2026-02-28", "ACCOUNT_UNKNOWN"},
        Case{"199", "2026-02-28", "ACCOUNT_UNKNOWN"},
        Case{"1", "2026-02-28", "ACCOUNT_CODE_MALFORMED"}}) {
    EXPECT_EQ(Balance(one.account, one.day), one.balance) << one.account << " " << one.day;
  }
}

TEST_F(StatementsTest, AreOfTheMonthAndOfWhenTheYearBegan) {
  bureau_.Post({"D 102 1000", "C 501 1000"}, "2026-01-05");
  bureau_.Post({"D 511 300", "C 102 300"}, "2026-02-05");
  bureau_.Post({"D 513 5", "C 113 5"}, "2026-02-06");
  EXPECT_THAT(Rows(v1::Statement::KIND_BALANCE_SHEET, "2026-02-20"),
              ElementsAre("1 0 700", "5 0 700", "22 0 700", "24 0 5", "28 0 5", "33 0 5",
                          "36 0 695", "37 0 695", "38 0 700"));
  EXPECT_THAT(
      Rows(v1::Statement::KIND_INCOME, "2026-01-01"),
      ElementsAre("1 0 1000", "7 0 1000", "11 0 1000", "13 0 1000", "16 0 1000", "20 0 1000"));
  EXPECT_THAT(Rows(v1::Statement::KIND_INCOME, "2026-11-30"),
              ElementsAre("1 0 1000", "4 0 300", "6 0 5", "7 0 695", "11 0 695", "13 0 695",
                          "16 0 695", "20 0 695"));
  EXPECT_THAT(Rows(v1::Statement::KIND_INCOME, "2026-12-01"), ElementsAre("MONTH_AHEAD"));
  EXPECT_EQ(Get(static_cast<v1::Statement::Kind>(9), "2026-01-01").status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(StatementsTest, AreOfDaysThatTheCalendarHasAndTheBooksKnow) {
  bureau_.Post({"D 102 1000", "C 501 1000"}, "2026-01-05");
  EXPECT_EQ(Balance("102", "0001-01-01"), "0");
  EXPECT_EQ(Balance("102", "9999-12-31"), "1000");
  for (const auto kind : {v1::Statement::KIND_BALANCE_SHEET, v1::Statement::KIND_INCOME}) {
    EXPECT_THAT(Rows(kind, "0001-01-01"), ElementsAre("PERIOD_BEFORE_BOOKS"));
    EXPECT_THAT(Rows(kind, "2025-12-31"), ElementsAre("PERIOD_BEFORE_BOOKS"));
    EXPECT_THAT(Rows(kind, "9999-12-31"), ElementsAre("MONTH_AHEAD"));
  }
}

TEST_F(StatementsTest, AreNotMadeOfCustodyBooks) {
  auto request = Named<v1::GetStatementRequest>(bureau_.Custody());
  request.set_kind(v1::Statement::KIND_BALANCE_SHEET);
  *request.mutable_month() = Day("2026-01-01");
  EXPECT_EQ(bureau_.Ask(bureau_.officer(), &Statements::GetStatement, request).reason(),
            "STATEMENT_UNFIT");
}

TEST_F(StatementsTest, ShowWhatMembersOweAndAreOwedByWhomItIs) {
  auto request = bureau_.NewVoucher({"D 113 30", "D 102 70", "C 113 100"}, "2026-11-10");
  request.mutable_voucher()->mutable_lines(0)->set_party(NewRequestId());
  request.mutable_voucher()->mutable_lines(2)->set_party(NewRequestId());
  const auto draft = bureau_.Ask(bureau_.agent(), &Vouchers::DraftVoucher, request);
  ASSERT_TRUE(bureau_.Approve(bureau_.approver(), draft.reply.name()).ok());
  EXPECT_THAT(Rows(v1::Statement::KIND_BALANCE_SHEET, "2026-11-10"),
              ElementsAre("1 0 70", "3 0 30", "5 0 100", "22 0 100", "24 0 100", "28 0 100",
                          "33 0 100", "38 0 100"));
}

TEST_F(StatementsTest, LeaveTheHouseOnPaperAndAsTables) {
  bureau_.Post({"D 102 123456", "C 501 123456"});
  const auto pdf = Export(v1::Statement::KIND_BALANCE_SHEET, v1::STATEMENT_FORMAT_UNSPECIFIED);
  ASSERT_TRUE(pdf.ok()) << pdf.reason();
  EXPECT_TRUE(pdf.reply.data().starts_with("%PDF"));
  EXPECT_EQ(FileNameOf(pdf.reply), "柳湾村股份经济合作社2026年11月30日资产负债表.pdf");
  const auto csv = Export(v1::Statement::KIND_BALANCE_SHEET, v1::STATEMENT_FORMAT_CSV);
  EXPECT_THAT(csv.reply.data(),
              HasSubstr("资产,行次,年初数,期末数,负债和所有者权益,行次,年初数,期末数\r\n"
                        "流动资产：,,,,流动负债：,,,\r\n货币资金,1,0.00,1234.56,短期借款,23,"));
  EXPECT_THAT(csv.reply.data(), HasSubstr("资产总计,22,0.00,1234.56,,,,\r\n"));
  const auto income = Export(v1::Statement::KIND_INCOME, v1::STATEMENT_FORMAT_XLSX);
  EXPECT_TRUE(income.reply.data().starts_with("PK"));
  EXPECT_EQ(FileNameOf(income.reply), "柳湾村股份经济合作社2026年11月30日收益及收益分配表.xlsx");
}

}  // namespace
}  // namespace qianmo::ledger

// Statements as those who sign them see them.
#include "ledger/print/statement_press.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/domain/statement.h"
#include "services/print/proof.h"

namespace qianmo::ledger::print {
namespace {

using namespace qianmo::print;
using testing::HasSubstr;
using testing::Not;

StatementColumns ColumnsOf(StatementKind kind, StatementPart part, std::int64_t scale) {
  StatementColumns columns{"项目", "年初数", "期末数", {}};
  for (const StatementLine& line : LayoutOf(kind)) {
    if (line.part != part) continue;
    columns.lines.push_back({.label = std::string(line.name),
                             .row = line.row,
                             .indent = line.indent,
                             .is_total = line.is_total,
                             .previous = Fen(),
                             .current = Fen(line.row * scale)});
  }
  return columns;
}

StatementPaper ABalanceSheet(std::int64_t scale = 1'234'56) {
  return {.title = "资产负债表",
          .organisation = "柳湾村股份经济合作社",
          .end = std::chrono::sys_days(std::chrono::year(2026) / 12 / 31),
          .parts = {ColumnsOf(StatementKind::kBalanceSheet, StatementPart::kAssets, scale),
                    ColumnsOf(StatementKind::kBalanceSheet, StatementPart::kClaims, -scale)}};
}

TEST(StatementPress, ShowsBothSidesOnOnePageThatLies) {
  const auto pdf = PrintStatement(ABalanceSheet());
  ASSERT_TRUE(pdf) << pdf.refusal().message;
  const auto pages = TextOf(*pdf);
  ASSERT_EQ(pages.size(), 1u);
  const std::string text = Tight(pages[0]);
  for (const char* words : {"资产负债表", "编制单位：柳湾村股份经济合作社", "2026年12月31日",
                            "单位：元", "流动资产：", "货币资金", "1,234.56", "资产总计",
                            "27,160.32", "负债和所有者权益总计", "-46,913.28", "制表"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
  EXPECT_THAT(Facts(*pdf), HasSubstr("841.89 x 595.276")) << Facts(*pdf);
}

TEST(StatementPress, ShowsOneSideOnAPageThatStands) {
  StatementPaper paper = ABalanceSheet();
  paper.title = "收益及收益分配表";
  paper.parts = {ColumnsOf(StatementKind::kIncome, StatementPart::kIncome, 100)};
  const auto pdf = PrintStatement(paper);
  ASSERT_TRUE(pdf);
  EXPECT_THAT(Facts(*pdf), HasSubstr("595.276 x 841.89")) << Facts(*pdf);
  EXPECT_THAT(Tight(TextOf(*pdf)[0]), HasSubstr("六、年末未分配收益"));
}

TEST(StatementPress, HasRoomForTheLargestAmountsAndNames) {
  StatementPaper paper = ABalanceSheet(100'000'000'000'000);
  for (int i = 0; i < 8; ++i) paper.organisation += "股份经济合作社";
  const auto pdf = PrintStatement(paper);
  ASSERT_TRUE(pdf);
  EXPECT_EQ(TextOf(*pdf).size(), 1u);
  EXPECT_THAT(Tight(TextOf(*pdf)[0]), HasSubstr("22,000,000,000,000.00"));
}

TEST(StatementPress, GivesTheSameBytesAgainAndRefusesWhatNobodyCanPrint) {
  EXPECT_EQ(*PrintStatement(ABalanceSheet()), *PrintStatement(ABalanceSheet()));
  StatementPaper paper = ABalanceSheet();
  paper.organisation = "\xff";
  EXPECT_EQ(PrintStatement(paper).refusal().reason, "INVALID_UTF8");
}

}  // namespace
}  // namespace qianmo::ledger::print

// What a row of a table says of a member, and what can be wrong with it.
#include "registry/domain/member_row.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

constexpr std::chrono::sys_days kDay = std::chrono::year(2026) / 1 / 1;
constexpr char kWoman[] = "990007198001010021";  // its check character is put right below

const std::vector<std::string> kFullHead = {
    "集体",     "户号",     "是否户主", "关系",   "姓名",     "性别",
    "身份证号", "联系电话", "出生日期", "住址",   "开户银行", "账户名",
    "银行账号", "成员股",   "劳龄股",   "土地股", "资产股"};

// Of the 17 digits.
std::string WithCheck(std::string digits) {
  int sum = 0;
  for (const char c : digits) sum = (sum + (c - '0')) * 2 % 11;
  return digits + "0123456789X"[(12 - sum) % 11];
}

std::map<std::string, std::string> GoodRow() {
  return {{"集体", "甲村"},
          {"户号", "0001"},
          {"是否户主", "是"},
          {"关系", "户主"},
          {"姓名", " 张　三 "},
          {"性别", "女"},
          {"联系电话", "13912345678"},
          {"身份证号", WithCheck(std::string(kWoman).substr(0, 17))},
          {"出生日期", "1980-01-01"},
          {"住址", "一号"},
          {"开户银行", "农商行"},
          {"账户名", "张三"},
          {"银行账号", "62309900001"},
          {"成员股", "1"},
          {"劳龄股", "0.25"},
          {"土地股", ""},
          {"资产股", "1,000.5"}};
}

MemberTableRow ReadRow(const std::map<std::string, std::string>& cells,
                       std::vector<RowFault>* faults) {
  const auto header = TableHeader::Read(HouseholdColumns(), kFullHead);
  ImportRecord record{.line = 7, .cells = {}};
  for (const std::string& title : kFullHead) record.cells.push_back(cells.at(title));
  return ReadMemberRow(*header, record, kDay, faults);
}

TEST(MemberTableRow, SaysWhoAMemberIsAndWhatItBrings) {
  std::vector<RowFault> faults;
  const MemberTableRow row = ReadRow(GoodRow(), &faults);
  EXPECT_TRUE(faults.empty()) << static_cast<int>(faults.at(0).problem) << faults.at(0).column;
  EXPECT_EQ(row.collective, "甲村");
  EXPECT_EQ(row.number, "0001");
  EXPECT_TRUE(row.is_head());
  EXPECT_EQ(row.name, "张 三");
  EXPECT_EQ(row.birth_date, Date(std::chrono::year(1980) / 1 / 1));
  EXPECT_EQ(row.bank_account, "62309900001");
  EXPECT_EQ(row.units, (UnitsByKind{Units(100), Units(0), Units(25), Units(0), Units(100'050)}));
}

TEST(MemberTableRow, HasFaultsByCell) {
  struct Case {
    const char *column, *cell;
    RowProblem problem;
  };
  for (const Case& one : {Case{"集体", "", RowProblem::kMissing},
                          Case{"户号", "", RowProblem::kMissing},
                          Case{"户号", "0123456789012345678901234567890", RowProblem::kTooLong},
                          Case{"姓名", " ", RowProblem::kMissing},
                          Case{"是否户主", "也许", RowProblem::kMalformed},
                          Case{"是否户主", "否", RowProblem::kContradiction},
                          Case{"关系", "邻居", RowProblem::kMalformed},
                          Case{"性别", "男", RowProblem::kContradiction},
                          Case{"性别", "张三", RowProblem::kMalformed},
                          Case{"身份证号", "张三", RowProblem::kMalformed},
                          Case{"身份证号", "990007198001010022", RowProblem::kMalformed},
                          Case{"联系电话", "12345", RowProblem::kMalformed},
                          Case{"联系电话", "11912345678", RowProblem::kMalformed},
                          Case{"出生日期", "1980/1/1", RowProblem::kMalformed},
                          Case{"出生日期", "1980-01-02", RowProblem::kContradiction},
                          Case{"出生日期", "2026-01-02", RowProblem::kMalformed},
                          Case{"银行账号", "123", RowProblem::kMalformed},
                          Case{"开户银行", "", RowProblem::kMissing},
                          Case{"账户名", "", RowProblem::kMissing},
                          Case{"成员股", "1.005", RowProblem::kMalformed},
                          Case{"成员股", "-1", RowProblem::kMalformed},
                          Case{"成员股", "一", RowProblem::kMalformed},
                          Case{"成员股", "99999999999", RowProblem::kMalformed}}) {
    auto cells = GoodRow();
    cells[one.column] = one.cell;
    std::vector<RowFault> faults;
    ReadRow(cells, &faults);
    const auto at = std::find(kFullHead.begin(), kFullHead.end(), one.column);
    const int column = static_cast<int>(at - kFullHead.begin()) + 1;
    EXPECT_THAT(faults, testing::Contains(RowFault{7, column, one.problem}))
        << one.column << " " << one.cell;
  }
}

TEST(MemberTableRow, HasAsManyCellsAsTheHead) {
  const auto header = TableHeader::Read(HouseholdColumns(), kFullHead);
  std::vector<RowFault> faults;
  const MemberTableRow row = ReadMemberRow(*header, {3, {"甲村", "0001"}}, kDay, &faults);
  EXPECT_EQ(faults, (std::vector<RowFault>{{3, 0, RowProblem::kWidth}}));
  EXPECT_EQ(row.number, "0001") << "it is known which household is bad";
}

}  // namespace
}  // namespace qianmo::registry

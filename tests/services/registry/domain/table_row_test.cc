// Cells of a row, read by their columns.
#include "registry/domain/table_row.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

enum class Cargo { kName, kWeight, kCode, kKind };

const TableColumns& CargoColumns() {
  static const TableColumns columns = {
      .titles = {{"名称"}, {"重量"}, {"编码"}, {"种类"}}, .needed = {}, .reason = 0};
  return columns;
}

class RowReaderTest : public testing::Test {
 protected:
  RowReader Row(std::vector<std::string> cells) {
    record_ = {.line = 5, .cells = std::move(cells)};
    return RowReader(header_, record_, &faults_);
  }
  std::vector<RowFault> TakeFaults() { return std::exchange(faults_, {}); }

  const TableHeader header_ = *TableHeader::Read(CargoColumns(), {"名称", "重量", "编码", "种类"});
  ImportRecord record_;
  std::vector<RowFault> faults_;
};

TEST_F(RowReaderTest, PutsTextIntoItsNormalForm) {
  EXPECT_EQ(Row({" 大　米 "}).Text(Cargo::kName, 10), "大 米");
  EXPECT_TRUE(TakeFaults().empty());
}

TEST_F(RowReaderTest, CountsCharactersUpToTheMost) {
  EXPECT_EQ(Row({"三个字"}).Text(Cargo::kName, 3), "三个字");
  EXPECT_TRUE(TakeFaults().empty());
  Row({"四个字吧"}).Text(Cargo::kName, 3);
  EXPECT_EQ(TakeFaults(), (std::vector<RowFault>{{5, 1, RowProblem::kTooLong}}));
}

TEST_F(RowReaderTest, MissesWhatIsNeeded) {
  Row({"  ", ""}).Needed(Cargo::kName, 10);
  EXPECT_EQ(TakeFaults(), (std::vector<RowFault>{{5, 1, RowProblem::kMissing}}));
  EXPECT_EQ(Row({"x", ""}).Text(Cargo::kCode, 10), "");
  EXPECT_TRUE(TakeFaults().empty());
}

TEST_F(RowReaderTest, ReadsAmountsBetweenNothingAndTheMost) {
  EXPECT_EQ(Row({"", "0"}).Amount(Cargo::kWeight, 2, 1'000), 0);
  EXPECT_EQ(Row({"", "10.00"}).Amount(Cargo::kWeight, 2, 1'000), 1'000);
  EXPECT_EQ(Row({"", ""}).Amount(Cargo::kWeight, 2, 1'000), std::nullopt);
  EXPECT_TRUE(TakeFaults().empty());
  for (const char* wrong : {"10.01", "-0.01", "1.005", "一", "1 0"}) {
    EXPECT_EQ(Row({"", wrong}).Amount(Cargo::kWeight, 2, 1'000), std::nullopt) << wrong;
    EXPECT_EQ(TakeFaults(), (std::vector<RowFault>{{5, 2, RowProblem::kMalformed}})) << wrong;
  }
}

TEST_F(RowReaderTest, ReadsDigitsOfTheRightNumber) {
  EXPECT_EQ(Row({"", "", "1234"}).Digits(Cargo::kCode, 4, 5), "1234");
  EXPECT_EQ(Row({"", "", "12345"}).Digits(Cargo::kCode, 4, 5), "12345");
  EXPECT_TRUE(TakeFaults().empty());
  Row({"", "", "123"}).Digits(Cargo::kCode, 4, 5);
  EXPECT_EQ(TakeFaults(), (std::vector<RowFault>{{5, 3, RowProblem::kMalformed}}));
  Row({"", "", "123456"}).Digits(Cargo::kCode, 4, 5);
  EXPECT_EQ(TakeFaults(), (std::vector<RowFault>{{5, 3, RowProblem::kTooLong}}));
  Row({"", "", "12a4"}).Digits(Cargo::kCode, 4, 5);
  EXPECT_EQ(TakeFaults(), (std::vector<RowFault>{{5, 3, RowProblem::kMalformed}}));
}

TEST_F(RowReaderTest, KnowsWordsInAnyCase) {
  const std::map<std::string_view, int> words = {{"heavy", 1}, {"重", 1}, {"轻", 2}};
  EXPECT_EQ(Row({"", "", "", "Heavy"}).Word(Cargo::kKind, words), 1);
  EXPECT_EQ(Row({"", "", "", "轻"}).Word(Cargo::kKind, words), 2);
  EXPECT_EQ(Row({"", "", "", ""}).Word(Cargo::kKind, words), std::nullopt);
  EXPECT_TRUE(TakeFaults().empty());
  EXPECT_EQ(Row({"", "", "", "中"}).Word(Cargo::kKind, words), std::nullopt);
  EXPECT_EQ(TakeFaults(), (std::vector<RowFault>{{5, 4, RowProblem::kMalformed}}));
}

}  // namespace
}  // namespace qianmo::registry

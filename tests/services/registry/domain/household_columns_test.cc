// Heads of tables as people write them.
#include "registry/domain/household_columns.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

using Heads = std::vector<std::string>;

TEST(HouseholdColumns, FindsColumnsInChineseAndEnglishInAnyOrder) {
  for (const Heads& head :
       {Heads{"集体", "户号", "姓名", "是否户主"}, Heads{"姓名", "与户主关系", "户号", "所属集体"},
        Heads{"Collective", " Household_Number", "NAME", "relation "},
        Heads{"集体", "户号", "姓名", "关系", "原因"}}) {
    const auto read = TableHeader::Read(HouseholdColumns(), head);
    ASSERT_TRUE(read.ok()) << read.refusal().message;
    EXPECT_EQ(read->width(), head.size());
    for (const auto column :
         {HouseholdColumn::kCollective, HouseholdColumn::kNumber, HouseholdColumn::kName}) {
      const int position = read->PositionOf(column);
      ASSERT_GT(position, 0);
      EXPECT_EQ(read->title(position), head[position - 1]);
      EXPECT_EQ(read->Cell(head, column), head[position - 1]);
    }
    EXPECT_EQ(read->PositionOf(HouseholdColumn::kSex), 0);
    EXPECT_EQ(read->Cell(head, HouseholdColumn::kSex), "");
  }
}

TEST(HouseholdColumns, RefusesColumnsByTheirNames) {
  struct Case {
    Heads head;
    const char *reason, *columns;
  };
  for (const Case& one : {Case{{"集体", "户号", "姓名", "关系", "鞋码", "", "帽号"},
                               "IMPORT_COLUMN_UNKNOWN",
                               "鞋码, (6), 帽号"},
                          Case{{"集体", "户号", "姓名", "关系", "成员姓名", "name"},
                               "IMPORT_COLUMN_TWICE",
                               "成员姓名, name"},
                          Case{{"姓名"}, "IMPORT_COLUMN_MISSING", "集体, 户号, 与户主关系"},
                          Case{{"集体", "户号", "姓名"}, "IMPORT_COLUMN_MISSING", "与户主关系"}}) {
    const auto read = TableHeader::Read(HouseholdColumns(), one.head);
    ASSERT_FALSE(read.ok()) << one.columns;
    EXPECT_EQ(read.refusal().reason, one.reason);
    EXPECT_EQ(read.refusal().metadata.at(0).second, one.columns);
  }
}

TEST(HouseholdColumns, AreReadByTheNamesThatAreWritten) {
  Heads all;
  for (const auto& titles : HouseholdColumns().titles) all.emplace_back(titles.front());
  const auto read = TableHeader::Read(HouseholdColumns(), all);
  ASSERT_TRUE(read.ok()) << read.refusal().message;
  EXPECT_EQ(read->PositionOf(HouseholdColumn::kCollective), 1);
  EXPECT_EQ(read->PositionOf(HouseholdColumn::kAssetUnits), 17);
  EXPECT_EQ(read->PositionOf(HouseholdColumn::kReason), 18);
  EXPECT_EQ(HouseholdColumns().ChineseName(HouseholdColumn::kBankAccount), "银行账号");
}

TEST(HouseholdColumns, HoldUnitsByKind) {
  EXPECT_EQ(ColumnOf(UnitKind::kLand), HouseholdColumn::kLandUnits);
  EXPECT_EQ(ColumnOf(UnitKind::kCollective), std::nullopt) << "the collective's own";
}

}  // namespace
}  // namespace qianmo::registry

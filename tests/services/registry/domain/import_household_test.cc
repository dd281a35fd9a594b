// The rows of a household together.
#include "registry/domain/import_household.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

MemberTableRow Member(std::int64_t line, int relation, const std::string& name = "某") {
  MemberTableRow row;
  row.line = line;
  row.relation = relation;
  row.name = name;
  row.units[0] = Units(100);
  return row;
}

std::vector<RowFault> FaultsOf(ImportHousehold household) {
  const auto header =
      TableHeader::Read(HouseholdColumns(), {"集体", "户号", "姓名", "关系", "住址"});
  std::vector<RowFault> faults;
  CheckHousehold(*header, &household, &faults);
  return faults;
}

TEST(ImportHousehold, TakesRowsOfItsNumber) {
  MemberTableRow one = Member(1, 1), other = Member(2, 2);
  one.number = other.number = "7";
  EXPECT_TRUE(ImportHousehold{{one}}.Takes(other));
  other.number = "8";
  EXPECT_FALSE(ImportHousehold{{one}}.Takes(other));
  one.number = other.number = "";
  EXPECT_FALSE(ImportHousehold{{one}}.Takes(other)) << "rows without a number are no household";
}

TEST(ImportHousehold, HasOneHead) {
  EXPECT_TRUE(FaultsOf({{Member(1, 1), Member(2, 3)}}).empty());
  EXPECT_EQ(FaultsOf({{Member(1, 2), Member(2, 3)}}),
            (std::vector<RowFault>{{1, 0, RowProblem::kNoHead}}));
  EXPECT_EQ(FaultsOf({{Member(1, 1), Member(2, 1)}}),
            (std::vector<RowFault>{{2, 0, RowProblem::kSecondHead}}));
  EXPECT_EQ(FaultsOf({std::vector<MemberTableRow>(kMostImportedMembers + 1, Member(1, 1))}),
            (std::vector<RowFault>{{1, 0, RowProblem::kHouseholdTooLarge}}));
}

TEST(ImportHousehold, SaysItsAddressOnceOrTheSameEachTime) {
  ImportHousehold household{{Member(1, 2), Member(2, 1), Member(3, 3)}};
  household.rows[0].address = "一号";
  household.rows[2].address = "一号";
  EXPECT_TRUE(FaultsOf(household).empty());
  const auto header =
      TableHeader::Read(HouseholdColumns(), {"集体", "户号", "姓名", "关系", "住址"});
  std::vector<RowFault> faults;
  ImportHousehold merged = household;
  CheckHousehold(*header, &merged, &faults);
  EXPECT_EQ(ImportedHead(merged).address, "一号");
  household.rows[2].address = "二号";
  EXPECT_EQ(FaultsOf(household), (std::vector<RowFault>{{3, 5, RowProblem::kContradiction}}));
}

TEST(ImportHousehold, IsTheSameWhateverTheOrderOfItsRows) {
  const ImportHousehold one{{Member(1, 1, "甲"), Member(2, 3, "乙")}};
  ImportHousehold other{{Member(9, 3, "乙"), Member(8, 1, "甲")}};
  EXPECT_TRUE(SameHousehold(one, other));
  other.rows[0].units[0] = Units(0);
  EXPECT_FALSE(SameHousehold(one, other));
  other.rows[1].units[0] = Units(200);  // units are the household's
  EXPECT_TRUE(SameHousehold(one, other));
  other.rows[1].address = "一号";
  EXPECT_FALSE(SameHousehold(one, other));
  other.rows[1].address = "";
  other.rows[0].name = "丙";
  EXPECT_FALSE(SameHousehold(one, other));
  EXPECT_FALSE(SameHousehold(one, {}));
}

}  // namespace
}  // namespace qianmo::registry

// Heads of a small table, as people write them.
#include "registry/domain/table_header.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

enum class Fruit { kName, kColour, kWeight };

const TableColumns& FruitColumns() {
  static const TableColumns columns = {
      .titles = {{"名称", "name"}, {"颜色", "colour"}, {"重量", "weight"}},
      .needed = {{0}, {1, 2}},
      .reason = 2};
  return columns;
}

TEST(TableHeader, FindsColumnsWhateverTheirOrderAndCase) {
  const auto read = TableHeader::Read(FruitColumns(), {" Weight ", "名称"});
  ASSERT_TRUE(read.ok()) << read.refusal().message;
  EXPECT_EQ(read->width(), 2u);
  EXPECT_EQ(read->PositionOf(Fruit::kName), 2);
  EXPECT_EQ(read->PositionOf(Fruit::kColour), 0) << "not there";
  EXPECT_EQ(read->PositionOf(Fruit::kWeight), 1);
  EXPECT_EQ(read->Cell({"3", "梨"}, Fruit::kName), "梨");
  EXPECT_EQ(read->Cell({"3", "梨"}, Fruit::kColour), "");
  EXPECT_EQ(read->Cell({"3"}, Fruit::kName), "") << "the row is too short";
}

TEST(TableHeader, NamesThePlaceOfAFaultByTheFilesOwnTitle) {
  const auto read = TableHeader::Read(FruitColumns(), {"name", "Colour"});
  EXPECT_EQ(read->title(1), "name");
  EXPECT_EQ(read->title(2), "Colour");
  EXPECT_EQ(read->title(0), "") << "the whole row";
  EXPECT_EQ(read->title(3), "") << "a cell too many";
}

TEST(TableHeader, WantsOneOfEachGroup) {
  EXPECT_TRUE(TableHeader::Read(FruitColumns(), {"name", "colour"}).ok());
  EXPECT_TRUE(TableHeader::Read(FruitColumns(), {"name", "weight"}).ok());
  const auto none = TableHeader::Read(FruitColumns(), {"name"});
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.refusal().reason, "IMPORT_COLUMN_MISSING");
  EXPECT_EQ(none.refusal().metadata.at(0).second, "颜色");
}

}  // namespace
}  // namespace qianmo::registry

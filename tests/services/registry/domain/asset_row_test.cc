// What a row of a table says of an asset, and what can be wrong with it.
#include "registry/domain/asset_row.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

const std::vector<std::string> kAssetHead = {"集体",     "资产名称",     "资产类别",     "权利类型",
                                             "数量",     "计量单位",     "账面价值",     "坐落",
                                             "地块编码", "承包合同编码", "不动产单元号", "状态"};

using AssetCellsByTitle = std::map<std::string, std::string>;

AssetCellsByTitle GoodAsset() {
  return {{"集体", "甲村"},
          {"资产名称", " 门前　田 "},
          {"资产类别", "资源性"},
          {"权利类型", "林权"},
          {"数量", "12.5"},
          {"计量单位", "亩"},
          {"账面价值", "1,000.5"},
          {"坐落", "村口"},
          {"地块编码", "99-1/2"},
          {"承包合同编码", ""},
          {"不动产单元号", "990001012003GB00001F00010001"},
          {"状态", "闲置"}};
}

AssetTableRow ReadAsset(const AssetCellsByTitle& cells, std::vector<RowFault>* faults) {
  const auto header = TableHeader::Read(AssetColumns(), kAssetHead);
  ImportRecord record{.line = 7, .cells = {}};
  for (const std::string& title : kAssetHead) record.cells.push_back(cells.at(title));
  return ReadAssetRow(*header, record, faults);
}

TEST(AssetRow, SaysWhatThereIsAndHowMuchOfIt) {
  std::vector<RowFault> faults;
  const AssetTableRow row = ReadAsset(GoodAsset(), &faults);
  EXPECT_TRUE(faults.empty()) << static_cast<int>(faults.at(0).problem) << faults.at(0).column;
  EXPECT_EQ(row.collective, "甲村");
  EXPECT_EQ(row.name, "门前 田");
  EXPECT_EQ(row.asset_class, AssetClass::kResource);
  EXPECT_EQ(row.right, RightType::kForest);
  EXPECT_EQ(row.measure, Measure::kMu);
  EXPECT_EQ(row.quantity_e3, 12'500);
  EXPECT_EQ(row.book_value_fen, 100'050);
  EXPECT_EQ(row.parcel_code, "99-1/2");
  EXPECT_EQ(row.state, AssetState::kIdle);
}

TEST(AssetRow, HasFaultsByCell) {
  struct Case {
    const char *column, *cell;
    RowProblem problem;
  };
  for (const Case& one :
       {Case{"集体", "", RowProblem::kMissing}, Case{"资产名称", " ", RowProblem::kMissing},
        Case{"资产类别", "", RowProblem::kMissing},
        Case{"资产类别", "好的", RowProblem::kMalformed},
        Case{"资产类别", "经营性", RowProblem::kContradiction},
        Case{"权利类型", "祖传", RowProblem::kMalformed},
        Case{"权利类型", "", RowProblem::kContradiction}, Case{"数量", "", RowProblem::kMissing},
        Case{"数量", "0.0001", RowProblem::kMalformed}, Case{"数量", "-1", RowProblem::kMalformed},
        Case{"计量单位", "", RowProblem::kMissing}, Case{"计量单位", "斤", RowProblem::kMalformed},
        Case{"账面价值", "1.005", RowProblem::kMalformed},
        Case{"地块编码", "甲一", RowProblem::kMalformed},
        Case{"不动产单元号", "990001", RowProblem::kMalformed},
        Case{"不动产单元号", "990001012003gb00001F00010001", RowProblem::kMalformed},
        Case{"状态", "不知道", RowProblem::kMalformed}}) {
    auto cells = GoodAsset();
    cells[one.column] = one.cell;
    std::vector<RowFault> faults;
    ReadAsset(cells, &faults);
    const std::string where = one.problem == RowProblem::kContradiction ? "权利类型" : one.column;
    const auto at = std::ranges::find(kAssetHead, where);
    const int column = static_cast<int>(at - kAssetHead.begin()) + 1;
    EXPECT_THAT(faults, testing::Contains(RowFault{7, column, one.problem}))
        << one.column << " " << one.cell;
  }
}

TEST(AssetRow, MeasuresLandByItsArea) {
  auto cells = GoodAsset();
  cells["权利类型"] = "四荒";
  cells["计量单位"] = "台";
  cells["数量"] = "3";
  std::vector<RowFault> faults;
  ReadAsset(cells, &faults);
  EXPECT_EQ(faults, (std::vector<RowFault>{{7, 6, RowProblem::kContradiction}}));
}

TEST(AssetRow, CountsMachinesAsAWhole) {
  auto cells = GoodAsset();
  cells["资产类别"] = "经营性资产";
  cells["权利类型"] = "农业生产设施";
  cells["计量单位"] = "台";
  cells["数量"] = "2";
  std::vector<RowFault> faults;
  EXPECT_EQ(ReadAsset(cells, &faults).quantity_e3, 2'000);
  EXPECT_TRUE(faults.empty());
  cells["数量"] = "2.5";
  ReadAsset(cells, &faults);
  EXPECT_EQ(faults, (std::vector<RowFault>{{7, 5, RowProblem::kMalformed}}));
}

TEST(AssetRow, HasAsManyCellsAsTheHead) {
  const auto header = TableHeader::Read(AssetColumns(), kAssetHead);
  std::vector<RowFault> faults;
  const AssetTableRow row = ReadAssetRow(*header, {3, {"甲村", "仓库"}}, &faults);
  EXPECT_EQ(faults, (std::vector<RowFault>{{3, 0, RowProblem::kWidth}}));
  EXPECT_EQ(row.name, "仓库") << "it is known which asset is bad";
}

}  // namespace
}  // namespace qianmo::registry

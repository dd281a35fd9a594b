// Tables of assets: what is in them arrives at once and only when somebody else confirms it, what
// is wrong in them is said row by row; and what leaves as a file can come back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qianmo/registry/v1/assets.grpc.pb.h"
#include "qianmo/registry/v1/exports.grpc.pb.h"
#include "registry/asset_check.h"
#include "registry/asset_export.h"
#include "registry/ready_asset_store.h"
#include "services/registry/import_desk.h"

namespace qianmo::registry {
namespace {

using AssetImport = v1::Import;
using AssetFault = v1::ImportFault;

constexpr char kAssetHead[] = "集体,资产名称,资产类别,权利类型,数量,计量单位,账面价值,坐落\r\n";

class AssetImportsTest : public testing::Test {
 protected:
  std::string Row(const std::string& name, const std::string& rest = "资源性,林权,12.5,亩,,村口") {
    return desk_.county().village().display_name() + "," + name + "," + rest + "\r\n";
  }
  ImportEnd Check(const std::string& content, bool skip_bad_rows = false) {
    return desk_.CheckAssets(desk_.maker(), content, skip_bad_rows);
  }
  // "assets owners events"
  std::string Stored() {
    return desk_.county().archive().Query(
        "SELECT (SELECT count(*) FROM registry.asset) || ' ' ||"
        " (SELECT count(*) FROM registry.asset_owner) || ' ' ||"
        " (SELECT count(*) FROM registry.asset_event)");
  }
  std::string Export(v1::TableFormat format = v1::TABLE_FORMAT_CSV) {
    auto request = Named<v1::ExportAssetsRequest>(desk_.county().village().name());
    request.set_format(format);
    const auto stub = v1::ExportsService::NewStub(desk_.county().archive().server().InProcess());
    google::api::HttpBody body;
    const auto context = desk_.county().archive().As(desk_.maker());
    const auto status = stub->ExportAssets(context.get(), request, &body);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return body.data();
  }

  ImportDesk desk_;
};

TEST_F(AssetImportsTest, ArriveIdleAndOwnedByWhoKeepsThem) {
  const auto checked =
      Check(kAssetHead + Row("后山") + Row("粮仓", "经营性,经营性资产,320,平方米,\"80,000\",村口"));
  ASSERT_TRUE(checked.ok) << checked.reason;
  EXPECT_EQ(checked.import.state(), AssetImport::STATE_CHECKED);
  EXPECT_EQ(checked.import.kind(), AssetImport::KIND_ASSETS);
  EXPECT_EQ(checked.import.item_count(), 2);
  EXPECT_EQ(checked.import.ready_count(), 2);
  EXPECT_EQ(Stored(), "0 0 0") << "a check changes nothing";
  const auto loaded = desk_.Confirm(desk_.checker(), checked.import.name());
  ASSERT_TRUE(loaded.ok) << loaded.reason;
  EXPECT_EQ(Stored(), "2 2 2");
  EXPECT_EQ(desk_.county().archive().Query("SELECT count(*) FROM registry.import_asset"), "0");
  v1::ListAssetsRequest list;
  list.set_parent(kCountyName);
  list.set_text("粮仓");
  const auto stub = v1::AssetsService::NewStub(desk_.county().archive().server().InProcess());
  const auto context = desk_.county().archive().As(desk_.maker());
  v1::ListAssetsResponse found;
  ASSERT_TRUE(stub->ListAssets(context.get(), list, &found).ok());
  ASSERT_EQ(found.assets_size(), 1);
  const v1::Asset& barn = found.assets(0);
  EXPECT_EQ(barn.state(), v1::Asset::STATE_IDLE);
  EXPECT_EQ(barn.quantity_e3(), 320'000);
  EXPECT_EQ(barn.book_value_fen(), 8'000'000);
  EXPECT_EQ(barn.idle_since_time().seconds(), 1767196800) << "2026-01-01 in Beijing";
  ASSERT_EQ(barn.owners_size(), 1);
  EXPECT_EQ(barn.owners(0).collective(), desk_.county().village().name());
}

TEST_F(AssetImportsTest, ChangeNothingTheSecondTime) {
  const std::string table = kAssetHead + Row("后山") + Row("前山");
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), Check(table).import.name()).ok);
  const std::string before = Stored();
  const auto again = Check(table);
  EXPECT_EQ(again.import.unchanged_count(), 2);
  EXPECT_EQ(again.import.ready_count(), 0);
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), again.import.name()).ok);
  EXPECT_EQ(Stored(), before);
}

TEST_F(AssetImportsTest, SayOfEveryBadRowWhereAndWhy) {
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), Check(kAssetHead + Row("后山")).import.name()).ok);
  const std::string sister = desk_.county().sister().display_name();
  const auto checked =
      Check(kAssetHead + Row("后山", "资源性,林权,13,亩,,村口") + Row("前山") + Row("前山") +
            sister + ",水塘,资源性,四荒,3,亩,,\r\n" + "没有这个村,水塘,资源性,四荒,3,亩,,\r\n" +
            Row("=1+1", "资源性,林权,一些,台,-1,"));
  EXPECT_EQ(checked.import.state(), AssetImport::STATE_REFUSED);
  std::vector<std::tuple<int, int, std::string, int>> faults;
  for (const auto& fault : checked.import.faults()) {
    faults.emplace_back(fault.line(), fault.position(), fault.column(), fault.problem());
  }
  EXPECT_THAT(faults, testing::UnorderedElementsAre(
                          std::tuple(2, 2, "资产名称", AssetFault::PROBLEM_DIFFERS),
                          std::tuple(4, 2, "资产名称", AssetFault::PROBLEM_TWICE),
                          std::tuple(5, 1, "集体", AssetFault::PROBLEM_COLLECTIVE_OUTSIDE),
                          std::tuple(6, 1, "集体", AssetFault::PROBLEM_COLLECTIVE_UNKNOWN),
                          std::tuple(7, 2, "资产名称", AssetFault::PROBLEM_FORMULA),
                          std::tuple(7, 5, "数量", AssetFault::PROBLEM_MALFORMED),
                          std::tuple(7, 7, "账面价值", AssetFault::PROBLEM_FORMULA),
                          std::tuple(7, 7, "账面价值", AssetFault::PROBLEM_MALFORMED)));
  EXPECT_EQ(checked.import.bad_row_count(), 5);
  EXPECT_EQ(Stored(), "1 1 1");
}

TEST_F(AssetImportsTest, LeaveBadRowsBehindOnRequest) {
  const auto checked = Check(kAssetHead + Row("后山") + Row("水塘", "资源性,四荒,,亩,,"), true);
  ASSERT_TRUE(checked.ok) << checked.reason;
  EXPECT_EQ(checked.import.state(), AssetImport::STATE_CHECKED);
  EXPECT_EQ(checked.import.bad_row_count(), 1);
  const auto file =
      desk_.county().archive().Download(desk_.maker(), checked.import.bad_rows_file()).reply;
  EXPECT_THAT(file.data(), testing::HasSubstr("坐落,原因\r\n"));
  EXPECT_THAT(file.data(), testing::HasSubstr("水塘,资源性,四荒,,亩,,,数量：不能为空\r\n"));
  EXPECT_THAT(file.data(), testing::Not(testing::HasSubstr("后山")));
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), checked.import.name()).ok);
  EXPECT_EQ(Stored(), "1 1 1");
}

TEST_F(AssetImportsTest, DoNotArriveWhenSomebodyRegisteredOneMeanwhile) {
  const auto first = Check(kAssetHead + Row("后山"));
  const auto second = Check(kAssetHead + Row("后山") + Row("前山"));
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), first.import.name()).ok);
  EXPECT_EQ(desk_.Confirm(desk_.checker(), second.import.name()).reason, "IMPORT_STALE");
  EXPECT_EQ(Stored(), "1 1 1") << "nothing of it arrived";
}

TEST_F(AssetImportsTest, AreNeverNewAndInAnotherStateThanIdle) {
  const std::string head = "集体,资产名称,资产类别,权利类型,数量,计量单位,状态\r\n";
  const auto leased = Check(head + Row("后山", "资源性,林权,12.5,亩,出租"));
  ASSERT_EQ(leased.import.faults_size(), 1);
  EXPECT_EQ(leased.import.faults(0).position(), 7);
  EXPECT_EQ(Check(head + Row("后山", "资源性,林权,12.5,亩,闲置")).import.ready_count(), 1);
}

TEST_F(AssetImportsTest, ReadBackWhatAnExportWrote) {
  ASSERT_TRUE(
      desk_
          .Confirm(desk_.checker(), Check(kAssetHead + Row("后山") +
                                          Row("粮仓", "经营性,经营性资产,320,平方米,0.01,村口"))
                                        .import.name())
          .ok);
  const std::string csv = Export();
  EXPECT_THAT(csv, testing::HasSubstr("后山,资源性,林权,12.5,亩,0.00,村口,,,,闲置\r\n"));
  EXPECT_THAT(csv, testing::HasSubstr("粮仓,经营性,经营性资产,320,平方米,0.01,村口,,,,闲置\r\n"));
  EXPECT_EQ(Check(csv).import.unchanged_count(), 2);
  EXPECT_TRUE(Export(v1::TABLE_FORMAT_XLSX).starts_with("PK"));
}

TEST_F(AssetImportsTest, AreCheckedInParts) {
  std::string table = kAssetHead;
  for (int i = 0; i < 9'000; ++i) table += Row("地块" + std::to_string(i));
  const auto checked = Check(table);
  EXPECT_EQ(checked.import.ready_count(), 9'000) << checked.import.ShortDebugString();
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), checked.import.name()).ok);
  EXPECT_EQ(Stored(), "9000 9000 9000");
}

}  // namespace
}  // namespace qianmo::registry

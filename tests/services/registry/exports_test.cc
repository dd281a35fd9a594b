// Rolls as files: masked for whoever may read them, in full for a reason, and fit to be imported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qianmo/registry/v1/exports.grpc.pb.h"
#include "registry/exports_service.h"
#include "registry/household_export.h"
#include "registry/table_file.h"
#include "registry/unit_export.h"
#include "services/registry/import_desk.h"

namespace qianmo::registry {
namespace {

using testing::HasSubstr;
using testing::Not;
using Exports = v1::ExportsService::Stub;

class ExportsTest : public testing::Test {
 protected:
  ExportsTest()
      : stub_(v1::ExportsService::NewStub(desk_.county().archive().server().InProcess())) {
    const std::string village = desk_.county().village().display_name();
    const std::string table =
        "集体,户号,关系,姓名,身份证号,联系电话,银行账号,账户名,开户银行,成员股\n" + village +
        ",2,户主,张三," + IdNumber(1) + ",13912345678,6230990000012345,张三,农商行,1.5\n" +
        village + ",2,配偶,李四," + IdNumber(2) + ",,,,,1\n" + village +
        ",1,户主,\"王,五\",,,,,,\n";
    const auto checked = desk_.Check(desk_.maker(), table);
    if (!desk_.Confirm(desk_.checker(), checked.import.name()).ok) {
      throw std::runtime_error(checked.reason + checked.import.ShortDebugString());
    }
  }

  Answer<google::api::HttpBody> Export(v1::TableFormat format, std::int64_t offset = 0,
                                       std::int64_t limit = 0) {
    v1::ExportHouseholdsRequest request;
    request.set_name(desk_.county().village().name());
    request.set_format(format);
    request.mutable_window()->set_offset(offset);
    request.mutable_window()->set_limit(limit);
    return Ask(desk_.maker(), &Exports::ExportHouseholds, request);
  }
  template <class Request>
  Answer<google::api::HttpBody> Ask(const rpc::v1::Caller& caller,
                                    grpc::Status (Exports::*method)(grpc::ClientContext*,
                                                                    const Request&,
                                                                    google::api::HttpBody*),
                                    const Request& request) {
    Answer<google::api::HttpBody> answer;
    const auto context = desk_.county().archive().As(caller);
    answer.status = (stub_.get()->*method)(context.get(), request, &answer.reply);
    return answer;
  }
  Answer<google::api::HttpBody> Reveal(const rpc::v1::Caller& caller) {
    auto request = Named<v1::RevealHouseholdsRequest>(desk_.county().village().name());
    request.set_reason("核对名册");
    return Ask(caller, &Exports::RevealHouseholds, request);
  }
  rpc::v1::Caller Agent() {
    return County::Officer(rpc::v1::ROLE_TOWNSHIP_AGENT, desk_.county().township().org_path());
  }

  ImportDesk desk_;
  std::unique_ptr<Exports> stub_;
};

TEST_F(ExportsTest, MaskWhatIsPersonal) {
  const auto file = Export(v1::TABLE_FORMAT_UNSPECIFIED);
  ASSERT_TRUE(file.ok()) << file.status.error_message();
  EXPECT_EQ(file.reply.content_type(), "text/csv; charset=utf-8");
  EXPECT_EQ(InfoOf(file.reply).file_name(), "柳树村股东户名册.csv");
  EXPECT_THAT(file.reply.data(),
              HasSubstr("\r\n柳树村,1,户主,\"王,五\",,,,,,,,,,\r\n柳树村,2,户主"));
  EXPECT_THAT(file.reply.data(), HasSubstr("139****5678"));
  EXPECT_THAT(file.reply.data(), HasSubstr("************2345"));
  EXPECT_THAT(file.reply.data(), HasSubstr(",2.50,"));
  EXPECT_THAT(file.reply.data(), Not(HasSubstr(IdNumber(1))));
  EXPECT_THAT(file.reply.data(), Not(HasSubstr("1980")));
}

TEST_F(ExportsTest, AreReadInWindows) {
  const std::string whole = Export(v1::TABLE_FORMAT_CSV).reply.data();
  std::string joined;
  while (joined.size() < whole.size()) {
    const auto part = Export(v1::TABLE_FORMAT_CSV, static_cast<std::int64_t>(joined.size()), 100);
    EXPECT_EQ(InfoOf(part.reply).total_size(), static_cast<std::int64_t>(whole.size()));
    joined += part.reply.data();
  }
  EXPECT_EQ(joined, whole);
}

TEST_F(ExportsTest, AreSheetsOnRequest) {
  const auto file = Export(v1::TABLE_FORMAT_XLSX);
  ASSERT_TRUE(file.ok()) << file.status.error_message();
  EXPECT_TRUE(file.reply.data().starts_with("PK"));
  EXPECT_EQ(InfoOf(file.reply).file_name(), "柳树村股东户名册.xlsx");
}

TEST_F(ExportsTest, AreInFullForAReasonThatIsKept) {
  const auto agent = Agent();
  const auto file = Reveal(agent);
  ASSERT_TRUE(file.ok()) << file.status.error_message();
  EXPECT_THAT(file.reply.data(), HasSubstr(IdNumber(1)));
  EXPECT_THAT(file.reply.data(), HasSubstr("6230990000012345"));
  const auto kept = desk_.county().archive().Query(
      "SELECT reason || account_id FROM registry.reveal ORDER BY id DESC LIMIT 1");
  EXPECT_EQ(kept, "核对名册" + agent.account_id());
  const auto journal = desk_.county().archive().Query(
      "SELECT count(*) FROM registry.journal j WHERE j::text LIKE '%" + IdNumber(1) + "%'");
  EXPECT_EQ(journal, "0") << "what was seen is not written down";
  EXPECT_EQ(Reveal(desk_.maker()).status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(ExportsTest, ComeBackAsTablesThatChangeNothing) {
  const auto again =
      desk_.Check(desk_.maker(), desk_.Table(desk_.maker(), Reveal(Agent()).reply.data()));
  ASSERT_TRUE(again.ok) << again.reason;
  EXPECT_EQ(again.import.unchanged_count(), 2) << again.import.ShortDebugString();
  EXPECT_EQ(again.import.ready_count(), 0);
}

TEST_F(ExportsTest, TellUnitsAsOfADay) {
  v1::ExportUnitsRequest request;
  request.set_name(desk_.county().village().name());
  const auto now = Ask(desk_.maker(), &Exports::ExportUnits, request);
  ASSERT_TRUE(now.ok()) << now.status.error_message();
  EXPECT_EQ(InfoOf(now.reply).file_name(), "柳树村2026年11月20日份额名册.csv");
  EXPECT_THAT(now.reply.data(), HasSubstr("\r\n2,2.50,,,,,,\r\n合计,2.50,,,,,,\r\n"));
  *request.mutable_as_of_date() = Day("2025-12-31");
  EXPECT_THAT(Ask(desk_.maker(), &Exports::ExportUnits, request).reply.data(),
              Not(HasSubstr("2.50")));
  request.set_format(v1::TABLE_FORMAT_XLSX);
  EXPECT_TRUE(Ask(desk_.maker(), &Exports::ExportUnits, request).reply.data().starts_with("PK"));
}

TEST_F(ExportsTest, ShowAClerkNothingOfAnotherVillage) {
  v1::ExportHouseholdsRequest request;
  request.set_name(desk_.county().sister().name());
  EXPECT_EQ(Ask(desk_.maker(), &Exports::ExportHouseholds, request).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(Ask(Agent(), &Exports::ExportHouseholds, request).ok());
}

}  // namespace
}  // namespace qianmo::registry

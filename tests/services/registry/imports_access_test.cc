// Who may do what with imports and exports: the rows are written by hand from page 3.8 of the
// design.
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "qianmo/registry/v1/exports.grpc.pb.h"
#include "services/registry/collectives_access.h"
#include "services/registry/import_desk.h"

namespace qianmo::registry {
namespace {

const std::vector<std::string> kImportVisitors = {
    "stranger",       "nobody",          "VILLAGE_CLERK", "BOARD_CHAIR",    "SUPERVISOR",
    "MEMBER",         "HOUSEHOLD_HEAD",  "BIDDER",        "TOWNSHIP_AGENT", "TOWNSHIP_APPROVER",
    "CENTRE_OFFICER", "CENTRE_APPROVER", "COUNTY_ADMIN",  "DISCIPLINE",     "AUDITOR",
    "BANK",           "SERVICE"};

// clang-format off
const std::vector<AccessRow> kImportsAccess = {
    // s nobody
    // | | clerk chair supervisor
    // | | |   member head
    // | | |   |  bidder
    // | | |   |  | township agent, approver
    // | | |   |  | |  centre officer, approver
    // | | |   |  | |  |  county admin
    // | | |   |  | |  |  | discipline, audit
    // | | |   |  | |  |  | |  bank
    // | | |   |  | |  |  | |  | service
    {"ImportHouseholds", Ground::kInside,
      "U - +-- -- - +- +- - -- - -"},
    {"ImportHouseholds", Ground::kOutside,
      "U - --- -- - -- +- - -- - -"},
    {"ImportHouseholds", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ImportAssets", Ground::kInside,
      "U - +-- -- - +- +- - -- - -"},
    {"ImportAssets", Ground::kOutside,
      "U - --- -- - -- +- - -- - -"},
    {"ImportAssets", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ConfirmImport", Ground::kInside,
      "U - --- -- - -+ -+ - -- - -"},
    {"ConfirmImport", Ground::kOutside,
      "U - --- -- - -- -+ - -- - -"},
    {"ConfirmImport", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"WithdrawImport", Ground::kInside,
      "U - +-- -- - ++ ++ - -- - -"},
    {"WithdrawImport", Ground::kOutside,
      "U - --- -- - -- ++ - -- - -"},
    {"WithdrawImport", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"GetImport", Ground::kInside,
      "U - +++ -- - ++ ++ - ++ - -"},
    {"GetImport", Ground::kOutside,
      "U - --- -- - -- ++ - ++ - -"},
    {"GetImport", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ListImports", Ground::kHome,
      "U - +++ -- - ++ ++ - ++ - -"},
    {"ListImports", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ExportHouseholds", Ground::kInside,
      "U - +++ -- - ++ ++ - ++ - -"},
    {"ExportHouseholds", Ground::kOutside,
      "U - --- -- - -- ++ - ++ - -"},
    {"ExportHouseholds", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ExportAssets", Ground::kInside,
      "U - +++ -- - ++ ++ - ++ - -"},
    {"ExportAssets", Ground::kOutside,
      "U - --- -- - -- ++ - ++ - -"},
    {"ExportAssets", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ExportUnits", Ground::kInside,
      "U - +++ -- - ++ ++ - ++ - -"},
    {"ExportUnits", Ground::kOutside,
      "U - --- -- - -- ++ - ++ - -"},
    {"ExportUnits", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"RevealHouseholds", Ground::kInside,
      "U - --- -- - +- -- - ++ - -"},
    {"RevealHouseholds", Ground::kOutside,
      "U - --- -- - -- -- - ++ - -"},
    {"RevealHouseholds", Ground::kAbroad,
      "U - --- -- - -- -- - -- - -"},
};
// clang-format on

struct ImportThing {
  std::string county, collective, import;
};

using ImportAsking = std::function<grpc::Status(const rpc::v1::Caller&, const ImportThing&)>;

class ImportsAccess : public testing::Test {
 protected:
  ImportsAccess() {
    County& county = desk_.county();
    inside_ = {kCountyName, county.village().name(), Brought(county.village())};
    outside_ = {kCountyName, county.far_village().name(), Brought(county.far_village())};
    abroad_ = {"counties/8", "counties/8/collectives/" + NewRequestId(),
               "counties/8/imports/" + NewRequestId()};
    AddImport("ImportHouseholds", &Imports::ImportHouseholds);
    AddImport("ImportAssets", &Imports::ImportAssets);
    asks_["ListImports"] = [this](const auto& caller, const auto& thing) {
      v1::ListImportsRequest request;
      request.set_parent(thing.county);
      return desk_.Ask(caller, &Imports::ListImports, request).status;
    };
    AddByName("ConfirmImport", &Imports::ConfirmImport);
    AddByName("WithdrawImport", &Imports::WithdrawImport);
    AddByName("GetImport", &Imports::GetImport);
    AddExport("ExportHouseholds", &v1::ExportsService::Stub::ExportHouseholds);
    AddExport("ExportAssets", &v1::ExportsService::Stub::ExportAssets);
    AddExport("ExportUnits", &v1::ExportsService::Stub::ExportUnits);
    AddExport("RevealHouseholds", &v1::ExportsService::Stub::RevealHouseholds);
  }

  template <class Request>
  void AddImport(const char* method,
                 grpc::Status (Imports::*call)(grpc::ClientContext*, const Request&,
                                               google::longrunning::Operation*)) {
    asks_[method] = [this, call](const auto& caller, const auto& thing) {
      Request request;
      request.set_parent(thing.county);
      request.set_request_id(NewRequestId());
      request.set_file(thing.county + "/files/" + NewRequestId());
      request.set_collective(thing.collective);
      *request.mutable_effective_date() = Day("2026-01-01");
      request.set_ground("查验权限");
      return desk_.Ask(caller, call, request).status;
    };
  }

  template <class Request, class Reply>
  void AddByName(const char* method,
                 grpc::Status (Imports::*call)(grpc::ClientContext*, const Request&, Reply*)) {
    asks_[method] = [this, call](const auto& caller, const auto& thing) {
      return desk_.Ask(caller, call, Named<Request>(thing.import)).status;
    };
  }

  template <class Request>
  void AddExport(const char* method,
                 grpc::Status (v1::ExportsService::Stub::*call)(grpc::ClientContext*,
                                                                const Request&,
                                                                google::api::HttpBody*)) {
    asks_[method] = [this, call](const auto& caller, const auto& thing) {
      auto request = Named<Request>(thing.collective);
      if constexpr (requires { request.set_reason(""); }) request.set_reason("查验权限");
      google::api::HttpBody body;
      const auto context = desk_.county().archive().As(caller);
      return (exports_.get()->*call)(context.get(), request, &body);
    };
  }

  std::string Brought(const v1::Collective& village) {
    const auto clerk = desk_.county().Clerk(village);
    auto request =
        desk_.Table(clerk, "集体,户号,关系,姓名\n" + village.display_name() + ",1,户主,张三\n");
    request.set_collective(village.name());
    return desk_.Check(clerk, request).import.name();
  }

  rpc::v1::Caller Visitor(const std::string& visitor) {
    if (visitor == "stranger") return {};
    if (visitor == "nobody") return Archive::Person(rpc::v1::ROLE_UNSPECIFIED);
    rpc::v1::Role role;
    if (!rpc::v1::Role_Parse("ROLE_" + visitor, &role)) throw std::runtime_error(visitor);
    const County& county = desk_.county();
    if (role <= rpc::v1::ROLE_HOUSEHOLD_HEAD) {
      return County::Officer(role, county.village().org_path());
    }
    return County::Officer(role,
                           visitor.starts_with("TOWNSHIP") ? county.township().org_path() : "/7/");
  }

  const ImportThing& On(Ground ground) const {
    if (ground == Ground::kAbroad) return abroad_;
    return ground == Ground::kOutside ? outside_ : inside_;
  }

  ImportDesk desk_;
  std::unique_ptr<v1::ExportsService::Stub> exports_ =
      v1::ExportsService::NewStub(desk_.county().archive().server().InProcess());
  ImportThing inside_, outside_, abroad_;
  std::map<std::string, ImportAsking> asks_;
};

// '+' also for what was refused for other reasons than who asks; 0 says nothing about access.
char ImportVerdict(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
      return 'U';
    case grpc::StatusCode::PERMISSION_DENIED:
      return '-';
    case grpc::StatusCode::OK:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return '+';
    default:
      return 0;
  }
}

TEST_F(ImportsAccess, IsWhatTheServerDoesAndEveryMethodHasARow) {
  std::set<std::string> rows;
  for (const AccessRow& row : kImportsAccess) {
    rows.insert(row.method);
    std::string verdicts = row.verdicts;
    std::erase(verdicts, ' ');
    ASSERT_EQ(verdicts.size(), kImportVisitors.size()) << row.method;
    for (std::size_t i = 0; i < kImportVisitors.size(); ++i) {
      const auto status = asks_.at(row.method)(Visitor(kImportVisitors[i]), On(row.ground));
      EXPECT_EQ(ImportVerdict(status), verdicts[i])
          << row.method << " by " << kImportVisitors[i] << " on " << static_cast<int>(row.ground)
          << ": " << status.error_code() << " " << ReasonIn(status) << status.error_message();
    }
  }
  std::set<std::string> declared;
  for (const std::string name : {"ImportsService", "ExportsService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        "qianmo.registry.v1." + name);
    for (int i = 0; i < service->method_count(); ++i) declared.insert(service->method(i)->name());
  }
  EXPECT_EQ(rows, declared);
}

TEST_F(ImportsAccess, ShowsAClerkTheImportsOfTheVillageAlone) {
  v1::ListImportsRequest request;
  request.set_parent(kCountyName);
  const auto seen = desk_.Ask(desk_.maker(), &Imports::ListImports, request).reply;
  ASSERT_EQ(seen.imports_size(), 1);
  EXPECT_EQ(seen.imports(0).name(), inside_.import);
  const auto all = desk_.Ask(desk_.county().officer(), &Imports::ListImports, request).reply;
  EXPECT_EQ(all.imports_size(), 2);
}

}  // namespace
}  // namespace qianmo::registry

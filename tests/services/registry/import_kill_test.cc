// The server is killed while a table is checked and while it is loaded: the work goes on where it
// was, and everything arrives once.
#include <gtest/gtest.h>

#include "crypto/live_keyring.h"
#include "qianmo/registry/v1/imports.grpc.pb.h"
#include "services/registry/county.h"
#include "support/daemon.h"
#include "support/patient.h"

namespace qianmo::registry {
namespace {

constexpr int kTableHouseholds = 9'000;  // three parts of a check
constexpr char kTownshipId[] = "01900000-0000-7000-8000-00000000a001";
constexpr char kVillageId[] = "01900000-0000-7000-8000-00000000b001";

std::string VillageTable() {
  std::string table = "集体,户号,关系,姓名,身份证号,联系电话,成员股\n";
  for (int i = 0; i < kTableHouseholds; ++i) {
    table += "甲村," + std::to_string(i) + ",户主,村民" + std::to_string(i) + "," + IdNumber(i) +
             ",160" + std::to_string(10'000'000 + i) + ",1.5\n";
  }
  return table;
}

void AddVillage(support::Database& database) {
  database.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
  const std::string add =
      "INSERT INTO registry.collective (county_id, id, parent_id, org_path, level, state, form,"
      " book_type, name, search_terms, create_time, version) VALUES (7, '";
  const std::string rest = ", 1, 1, 1, '";
  const std::string township = std::string("/7/") + kTownshipId + "/";
  database.Execute(add + kTownshipId + "', NULL, '" + township + "', 2" + rest +
                   "甲乡', '{}', '2026-01-01Z', 1)");
  database.Execute(add + kVillageId + "', '" + kTownshipId + "', '" + township + kVillageId +
                   "/', 3" + rest + "甲村', '{}', '2026-01-01Z', 1)");
}

std::string Upload(const support::Patient& client, const std::string& content) {
  v1::CreateUploadRequest create;
  create.set_parent("counties/7");
  create.set_request_id(NewRequestId());
  create.set_file_name("a.csv");
  create.set_total_size(static_cast<std::int64_t>(content.size()));
  const std::string name = client.Ask(&Stub::CreateUpload, create).name();
  for (std::size_t at = 0; at < content.size(); at += kMiB) {
    auto put = Named<v1::PutChunkRequest>(name);
    put.set_offset(static_cast<std::int64_t>(at));
    put.mutable_body()->set_data(content.substr(at, kMiB));
    client.Ask(&Stub::PutChunk, put);
  }
  return client.Ask(&Stub::FinishUpload, Named<v1::FinishUploadRequest>(name)).name();
}

TEST(KilledImport, GoesOnAndArrivesOnce) {
  support::Database database;
  AddVillage(database);
  support::Daemon daemon(database);
  const std::vector<std::string> services = {"--services", "registry"};
  daemon.Start(services);
  const auto keyring = *crypto::LiveKeyring::Open(daemon.keys());
  const support::Patient maker(daemon, *keyring, Archive::Person(rpc::v1::ROLE_CENTRE_OFFICER));
  const support::Patient checker(daemon, *keyring, Archive::Person(rpc::v1::ROLE_CENTRE_APPROVER));
  v1::ImportHouseholdsRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  request.set_file(Upload(maker, VillageTable()));
  *request.mutable_effective_date() = Day("2026-01-01");
  request.set_ground("成员大会决议");
  v1::Import checked;
  const int kills = WhileKilled(daemon, services, [&] {
    checked = maker.Await<v1::Import>(
        maker.Ask(&v1::ImportsService::Stub::ImportHouseholds, request).name());
  });
  EXPECT_GT(kills, 0) << "it was checked before the server could be killed";
  EXPECT_EQ(checked.ready_count(), kTableHouseholds) << checked.ShortDebugString().substr(0, 500);
  EXPECT_EQ(checked.row_count(), kTableHouseholds);
  const auto confirm = Named<v1::ConfirmImportRequest>(checked.name());
  v1::Import loaded;
  const int more_kills = WhileKilled(daemon, services, [&] {
    loaded = checker.Await<v1::Import>(
        checker.Ask(&v1::ImportsService::Stub::ConfirmImport, confirm).name());
  });
  EXPECT_GT(more_kills, 0) << "it was loaded before the server could be killed";
  EXPECT_EQ(loaded.state(), v1::Import::STATE_LOADED);
  for (const char* table :
       {"household", "member", "member_event", "unit_holding", "unit_event", "unit_change"}) {
    EXPECT_EQ(
        database.Execute(std::string("SELECT count(*) FROM registry.") + table)[0][0].as<int>(),
        kTableHouseholds)
        << table;
  }
  EXPECT_EQ(database.Execute("SELECT outstanding FROM registry.unit_total")[0][0].as<int>(),
            kTableHouseholds * 150);
}

}  // namespace
}  // namespace qianmo::registry

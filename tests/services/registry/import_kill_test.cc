// The server is killed while a table is checked and while it is loaded: the work goes on where it
// was, and everything arrives once.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "crypto/live_keyring.h"
#include "qianmo/registry/v1/imports.grpc.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "rpc/token.h"
#include "services/registry/county.h"
#include "support/daemon.h"

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

// Asks the same again until a server answers.
class Patient {
 public:
  Patient(support::Daemon& daemon, const crypto::LiveKeyring& keyring, rpc::v1::Role role)
      : daemon_(daemon), keyring_(keyring), person_(Archive::Person(role)) {}

  template <class Service, class Request, class Reply>
  Reply Ask(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
            const Request& request) {
    for (int attempt = 0; attempt < 600; ++attempt) {
      // A new one each time: an old one would wait longer and longer.
      const auto channel = grpc::CreateCustomChannel(
          daemon_.address(), grpc::InsecureChannelCredentials(), Unshared());
      Service stub(channel);
      grpc::ClientContext context;
      context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
      context.AddMetadata("authorization", "Bearer " + rpc::SignToken(*keyring_.Current(), person_,
                                                                      SystemClock().Now()));
      Reply reply;
      const auto status = (stub.*method)(&context, request, &reply);
      if (status.ok()) return reply;
      if (status.error_code() != grpc::StatusCode::UNAVAILABLE &&
          status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED) {
        throw std::runtime_error(ReasonIn(status) + " " + status.error_message());
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    throw std::runtime_error("never answered");
  }

  v1::Import Await(const std::string& operation) {
    rpc::v1::GetOperationRequest request;
    request.set_name(operation);
    for (int i = 0; i < 3'000; ++i) {
      const auto now = Ask(&rpc::v1::OperationsService::Stub::GetOperation, request);
      if (now.has_error()) throw std::runtime_error(now.error().message());
      v1::Import import;
      if (now.done() && now.response().UnpackTo(&import)) return import;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("an operation did not end");
  }

  std::string Upload(const std::string& content) {
    v1::CreateUploadRequest create;
    create.set_parent("counties/7");
    create.set_request_id(NewRequestId());
    create.set_file_name("a.csv");
    create.set_total_size(static_cast<std::int64_t>(content.size()));
    const std::string name = Ask(&Stub::CreateUpload, create).name();
    for (std::size_t at = 0; at < content.size(); at += kMiB) {
      auto put = Named<v1::PutChunkRequest>(name);
      put.set_offset(static_cast<std::int64_t>(at));
      put.mutable_body()->set_data(content.substr(at, kMiB));
      Ask(&Stub::PutChunk, put);
    }
    return Ask(&Stub::FinishUpload, Named<v1::FinishUploadRequest>(name)).name();
  }

 private:
  static grpc::ChannelArguments Unshared() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return arguments;
  }

  support::Daemon& daemon_;
  const crypto::LiveKeyring& keyring_;
  const rpc::v1::Caller person_;
};

// Kills the server some times while this runs, and lets it come to an end then.
v1::Import WhileKilled(support::Daemon& daemon, const std::function<v1::Import()>& work) {
  std::atomic<bool> done = false;
  int kills = 0;
  std::thread killer([&] {
    for (const int pause : {60, 150, 300}) {
      std::this_thread::sleep_for(std::chrono::milliseconds(pause));
      if (done) return;
      ++kills;
      daemon.Kill();
      daemon.Start({"--services", "registry"});
    }
  });
  std::optional<v1::Import> outcome;
  std::string trouble;
  try {
    outcome = work();
  } catch (const std::exception& thrown) {
    trouble = thrown.what();
  }
  done = true;
  killer.join();
  EXPECT_GT(kills, 0) << "it was done before it could be killed";
  if (!outcome) throw std::runtime_error(trouble);
  return *outcome;
}

TEST(KilledImport, GoesOnAndArrivesOnce) {
  support::Database database;
  AddVillage(database);
  support::Daemon daemon(database);
  daemon.Start({"--services", "registry"});
  const auto keyring = *crypto::LiveKeyring::Open(daemon.keys());
  Patient maker(daemon, *keyring, rpc::v1::ROLE_CENTRE_OFFICER);
  Patient checker(daemon, *keyring, rpc::v1::ROLE_CENTRE_APPROVER);
  v1::ImportHouseholdsRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  request.set_file(maker.Upload(VillageTable()));
  *request.mutable_effective_date() = Day("2026-01-01");
  request.set_ground("成员大会决议");
  const auto checked = WhileKilled(daemon, [&] {
    return maker.Await(maker.Ask(&v1::ImportsService::Stub::ImportHouseholds, request).name());
  });
  EXPECT_EQ(checked.ready_count(), kTableHouseholds) << checked.ShortDebugString().substr(0, 500);
  EXPECT_EQ(checked.row_count(), kTableHouseholds);
  const auto confirm = Named<v1::ConfirmImportRequest>(checked.name());
  const auto loaded = WhileKilled(daemon, [&] {
    return checker.Await(checker.Ask(&v1::ImportsService::Stub::ConfirmImport, confirm).name());
  });
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

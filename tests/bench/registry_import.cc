// registry.import: a table of households with units from CSV into the registry, checked, confirmed
// and loaded through the service, against COPY of the very rows that come of it into the same
// tables of another database.
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>

#include "base/identity_number.h"
#include "crypto/live_keyring.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/imports.grpc.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "registry/install.h"
#include "registry/made_file_store.h"
#include "rpc/server.h"
#include "rpc/token.h"
#include "support/database.h"
#include "support/process.h"

namespace qianmo::bench {
namespace {

using std::chrono::steady_clock;

constexpr CountyId kCounty{7};
constexpr int kVillages = 24;
constexpr const char* kFinalTables[] = {"household",    "member",      "personal_key",
                                        "member_event", "unit_book",   "unit_total",
                                        "unit_holding", "unit_change", "unit_event"};

// 01900000-0000-7000-8000-0000000000NN
std::string VillageId(int village) {
  return "01900000-0000-7000-8000-0000000000" + std::to_string(10 + village);
}

void AddPlaces(const support::Database& database) {
  database.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
  const std::string township = "01900000-0000-7000-8000-000000000001";
  const std::string add =
      "INSERT INTO registry.collective (county_id, id, parent_id, org_path, level, state, form,"
      " book_type, name, search_terms, create_time, version) VALUES (7, '";
  database.Execute(add + township + "', NULL, '/7/" + township +
                   "/', 2, 1, 1, 1, '乡', '{}', '2026-01-01Z', 1)");
  for (int i = 0; i < kVillages; ++i) {
    database.Execute(add + VillageId(i) + "', '" + township + "', '/7/" + township + "/" +
                     VillageId(i) + "/', 3, 1, 1, 1, '村" + std::to_string(i) +
                     "', '{}', '2026-01-01Z', 1)");
  }
}

std::string IdNumberOf(int serial) {
  const std::string digits = std::to_string(990'000 + serial / 1'000) + "19800101" +
                             std::to_string(1'000 + serial % 1'000).substr(1);
  for (const char check : std::string_view("0123456789X")) {
    if (ReadIdentityNumber(digits + check)) return digits + check;
  }
  throw std::logic_error("no check character fits");
}

std::string Table(int households) {
  std::string table = "集体,户号,与户主关系,姓名,身份证号,联系电话,成员股,土地股\n";
  for (int i = 0; i < households; ++i) {
    table += "村" + std::to_string(i * static_cast<std::int64_t>(kVillages) / households) + "," +
             std::to_string(i) + ",户主,村民" + std::to_string(i) + "," + IdNumberOf(i) + ",160" +
             std::to_string(10'000'000 + i) + ",1,0.35\n";
  }
  return table;
}

class Registry {
 public:
  Registry() {
    AddPlaces(database_);
    const auto keys = folder_.path() / "keys";
    if (!crypto::Keyring::Create(keys, clock_.Now())) throw std::runtime_error("no key ring");
    keyring_ = *crypto::LiveKeyring::Open(keys);
    rpc::ServerOptions options;
    options.database_url = database_.Url();
    options.pool_size = 4;
    server_ = std::make_unique<rpc::Server>(options, *keyring_, clock_);
    registry::Install(server_->Host("registry"));
    server_->Start();
    imports_ = registry::v1::ImportsService::NewStub(server_->InProcess());
    operations_ = rpc::v1::OperationsService::NewStub(server_->InProcess());
    maker_ = Person(rpc::v1::ROLE_CENTRE_OFFICER);
    checker_ = Person(rpc::v1::ROLE_CENTRE_APPROVER);
  }

  std::string Bring(const std::string& content) {
    const auto pool = database_.PoolFor("registry", 1);
    const pg::TransactOptions options{.deadline = steady_clock::now() + std::chrono::minutes(5)};
    const auto file =
        pg::Transact(*pool, options, [&](pg::Transaction& tx) -> Result<registry::FileId> {
          registry::MadeFile made(tx, *keyring_->Current(), kCounty,
                                  Uuid::Parse(maker_.account_id()).value(), "a.csv", clock_.Now());
          made.Write(content);
          return made.Finish("text/plain; charset=utf-8");
        });
    return "counties/7/files/" + file->ToString();
  }

  // How long it takes.
  steady_clock::duration Import(const std::string& file, int households) {
    const auto since = steady_clock::now();
    registry::v1::ImportHouseholdsRequest request;
    request.set_parent("counties/7");
    request.set_request_id(Uuid::Make(clock_.Now()).ToString());
    request.set_file(file);
    request.mutable_effective_date()->set_year(2026);
    request.mutable_effective_date()->set_month(1);
    request.mutable_effective_date()->set_day(1);
    request.set_ground("成员大会决议");
    const auto checked = Await(maker_, Ask(maker_, &Imports::ImportHouseholds, request).name());
    const auto halfway = steady_clock::now();
    if (checked.ready_count() != households) throw std::runtime_error(checked.ShortDebugString());
    registry::v1::ConfirmImportRequest confirm;
    confirm.set_name(checked.name());
    confirm.set_request_id(Uuid::Make(clock_.Now()).ToString());
    Await(checker_, Ask(checker_, &Imports::ConfirmImport, confirm).name());
    const auto end = steady_clock::now();
    std::cerr << "checked in " << Seconds(halfway - since) << " s, loaded in "
              << Seconds(end - halfway) << " s\n";
    return end - since;
  }

  static double Seconds(steady_clock::duration time) {
    return std::chrono::duration<double>(time).count();
  }
  const support::Database& database() const { return database_; }

 private:
  using Imports = registry::v1::ImportsService::Stub;

  rpc::v1::Caller Person(rpc::v1::Role role) {
    rpc::v1::Caller caller;
    caller.set_county_id(kCounty.number);
    caller.set_account_id(Uuid::Make(clock_.Now()).ToString());
    caller.set_person(Uuid::Make(clock_.Now()).ToString());
    caller.set_second_factor(true);
    auto* held = caller.add_roles();
    held->set_role(role);
    held->set_org_path("/7/");
    return caller;
  }

  template <class Stub, class Request, class Reply>
  Reply AskOf(Stub& stub, const rpc::v1::Caller& caller,
              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
              const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::time_point(clock_.Now()) +
                         std::chrono::seconds(30));
    context.AddMetadata("authorization",
                        "Bearer " + rpc::SignToken(*keyring_->Current(), caller, clock_.Now()));
    Reply reply;
    const auto status = (stub.*method)(&context, request, &reply);
    if (!status.ok()) throw std::runtime_error(status.error_message());
    return reply;
  }
  template <class Request, class Reply>
  Reply Ask(const rpc::v1::Caller& caller,
            grpc::Status (Imports::*method)(grpc::ClientContext*, const Request&, Reply*),
            const Request& request) {
    return AskOf(*imports_, caller, method, request);
  }

  registry::v1::Import Await(const rpc::v1::Caller& caller, const std::string& name) {
    rpc::v1::GetOperationRequest request;
    request.set_name(name);
    while (true) {
      const auto now =
          AskOf(*operations_, caller, &rpc::v1::OperationsService::Stub::GetOperation, request);
      if (now.has_error()) throw std::runtime_error(now.error().message());
      registry::v1::Import import;
      if (now.done() && now.response().UnpackTo(&import)) return import;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  support::Database database_;
  support::TemporaryFolder folder_;
  SystemClock clock_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<Imports> imports_;
  std::unique_ptr<rpc::v1::OperationsService::Stub> operations_;
  rpc::v1::Caller maker_, checker_;
};

// The same rows by COPY, in one transaction; the server reads them from its own disk.
steady_clock::duration CopyRows(const support::Database& from) {
  const auto path = [](const char* table) {
    return std::filesystem::temp_directory_path() / ("qianmo-bench-" + std::string(table));
  };
  std::string copy = "BEGIN;";
  for (const char* table : kFinalTables) {
    from.Execute("COPY registry." + std::string(table) + " TO '" + path(table).string() + "'");
    copy += " COPY registry." + std::string(table) + " FROM '" + path(table).string() + "';";
  }
  support::Database to;
  AddPlaces(to);
  const auto since = steady_clock::now();
  to.Execute(copy + " COMMIT");
  const auto time = steady_clock::now() - since;
  for (const char* table : kFinalTables) std::filesystem::remove(path(table));
  return time;
}

int Main(int argc, char** argv) {
  CLI::App app("Imports a table of households, against COPY of its rows");
  int households = 100'000;
  double target = 3;
  app.add_option("--households", households)->capture_default_str();
  app.add_option("--target", target, "Times the COPY")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  Registry registry;
  const auto file = registry.Bring(Table(households));
  const double import = Registry::Seconds(registry.Import(file, households));
  const double copy = Registry::Seconds(CopyRows(registry.database()));
  std::cout << std::fixed << std::setprecision(2) << "registry.import " << import << " s "
            << import / copy << "x <=" << std::setprecision(0) << target << "x"
            << (import > target * copy ? " MISSED" : "") << '\n';
  std::cerr << "COPY of the same rows: " << std::setprecision(2) << copy << " s\n";
  return 0;
}

}  // namespace
}  // namespace qianmo::bench

int main(int argc, char** argv) { return qianmo::bench::Main(argc, argv); }

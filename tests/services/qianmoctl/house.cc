#include "services/qianmoctl/house.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <pqxx/nontransaction>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include "base/id.h"
#include "pg/connection.h"

namespace qianmo::ctl {
namespace {

void WriteFile(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

// Lives as long as the test program.
class TestCluster {
 public:
  TestCluster() {
    PostgresUser().Own(folder_.path());
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all);
    Make();
    Start();
  }

  std::string Url(const std::string& user, const std::string& database) const {
    return "postgresql://" + user + "@/" + database + "?host=" + folder_.path().string();
  }

 private:
  std::filesystem::path data() const { return folder_.path() / "data"; }

  void Make() {
    std::string said;
    const CommandLine initdb{
        .words = {PostgresProgram("initdb"), "-D", data(), "-U", "qianmo", "--data-checksums", "-E",
                  "UTF8", "--locale=C.UTF-8", "--auth-local=peer", "--auth-host=reject",
                  "--no-instructions", "--no-sync"},
        .user = PostgresUser()};
    if (RunToEnd(initdb, [&](const std::string& line) { said += line + "\n"; }) != 0) {
      throw std::runtime_error(said);
    }
    std::filesystem::resize_file(data() / "pg_hba.conf", 0);
    WriteFile(data() / "pg_hba.conf",
              "local all qianmo peer map=owner\nlocal replication qianmo peer map=owner\n"
              "local all all scram-sha-256\n");
    WriteFile(data() / "pg_ident.conf", "owner " + PostgresUser().name + " qianmo\n");
    if (PostgresUser().name != User::Current().name) {
      WriteFile(data() / "pg_ident.conf", "owner " + User::Current().name + " qianmo\n");
    }
    WriteFile(data() / "postgresql.conf",
              "listen_addresses = ''\nfsync = off\nshared_buffers = 32MB\n"
              "unix_socket_directories = '" +
                  folder_.path().string() + "'\n");
  }

  void Start() {
    const int log = open((folder_.path() / "log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    server_.emplace(
        CommandLine{.words = {PostgresProgram("postgres"), "-D", data()}, .user = PostgresUser()},
        log, SIGQUIT);
    close(log);
    for (int tries = 0; tries < 600; ++tries) {
      try {
        Execute(Url("qianmo", "postgres"), "SELECT 1");
        return;
      } catch (const pqxx::broken_connection&) {
        // It is still starting.
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
    }
    throw std::runtime_error(support::ReadFile(folder_.path() / "log"));
  }

  support::TemporaryFolder folder_;
  std::optional<Child> server_;
};

TestCluster& TheCluster() {
  static TestCluster cluster;
  return cluster;
}

// Leaks of qianmoctl count too, but not libpqxx's.
const std::string& LeakOptions() {
  static const support::TemporaryFolder folder;
  static const std::string options = [] {
    WriteFile(folder.path() / "suppressions", "leak:libpqxx\n");
    return "print_suppressions=0:suppressions=" + (folder.path() / "suppressions").string();
  }();
  return options;
}

}  // namespace

pqxx::result Execute(const std::string& url, const std::string& sql) {
  pg::Connection connection(pg::ConnectionString(url, {}));
  return pqxx::nontransaction(connection.raw()).exec(sql);
}

std::string Value(const std::string& url, const std::string& sql) {
  return Execute(url, sql).at(0).at(0).c_str();
}

const User& PostgresUser() {
  static const User user =
      User::Unprivileged(getpwnam("qianmo") != nullptr ? "qianmo" : "postgres");
  return user;
}

support::Outcome Ctl(const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment) {
  std::vector<std::string> command = {support::BuiltProgram("qianmoctl")};
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::map<std::string, std::string> whole = {{"QIANMO_DATABASE_URL", ""}, {"QIANMO_KEYS", ""}};
  whole["LSAN_OPTIONS"] = LeakOptions();
  for (const auto& [name, value] : environment) whole[name] = value;
  return support::RunToEnd(command, whole);
}

House::Database::Database() : name("house_") {
  for (const char c : Uuid::Make(SystemClock().Now()).ToString()) {
    if (c != '-') name += c;
  }
  url = TheCluster().Url("qianmo", name);
  Execute(TheCluster().Url("qianmo", "postgres"), "CREATE DATABASE " + name);
}

House::Database::~Database() {
  try {
    Execute(TheCluster().Url("qianmo", "postgres"), "DROP DATABASE " + name + " WITH (FORCE)");
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "%s stays behind: %s\n", name.c_str(), trouble.what());
  }
}

House::House()
    : folder_(std::make_unique<support::TemporaryFolder>()),
      database_(std::make_unique<Database>()) {
  // Restored clusters are made here, and PostgreSQL's user must be able to enter.
  std::filesystem::permissions(folder_->path(), std::filesystem::perms(0711));
}

House House::Furnished() {
  House house;
  for (const auto& command : {std::vector<std::string>{"keys", "init"}, {"migrate"}}) {
    const auto outcome = house.Run(command);
    if (outcome.code != 0) throw std::runtime_error(outcome.output);
  }
  return house;
}

support::Outcome House::Run(const std::vector<std::string>& arguments,
                            std::map<std::string, std::string> environment) const {
  environment.emplace("QIANMO_DATABASE_URL", url());
  environment.emplace("QIANMO_KEYS", keys());
  return Ctl(arguments, environment);
}

std::string UrlAs(const std::string& role, const std::string& password,
                  const std::string& database) {
  return TheCluster().Url(role + ":" + password, database);
}

}  // namespace qianmo::ctl

#include "qianmoctl/scratch_cluster.h"

#include <chrono>
#include <fstream>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "qianmoctl/command.h"

namespace qianmo::ctl {
namespace {

// Short, because the path of a socket ends at 107 bytes.
constexpr char kFolder[] = "/tmp/qianmo-XXXXXX";

std::string Quoted(const std::string& value, char quote, char escape) {
  std::string quoted(1, quote);
  for (const char c : value) {
    if (c == quote || c == '\\') quoted += c == quote ? escape : c;
    quoted += c;
  }
  return quoted + quote;
}

}  // namespace

ScratchCluster::Folder::Folder() {
  std::string name = kFolder;
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make a folder in /tmp");
  }
  path_ = name;
}

ScratchCluster::Folder::~Folder() {
  std::error_code ignored;  // a folder in /tmp
  std::filesystem::remove_all(path_, ignored);
}

ScratchCluster::ScratchCluster(const std::filesystem::path& data, const User& user,
                               const std::string& role)
    : user_(user), role_(role) {
  std::ofstream(folder_.path() / "access")
      << "local all " << Quoted(role, '"', '"') << " trust\nlocal all all scram-sha-256\n";
  std::ofstream(folder_.path() / "empty.conf");
  const int log =
      open((folder_.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  user_.Own(folder_.path());  // and from here on root writes to nothing in it by name
  server_.emplace(Server(data), log, SIGINT);  // PostgreSQL's word for a fast shutdown
  close(log);
  while (!Accepts()) {
    if (!server_->IsRunning()) GiveUp();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

CommandLine ScratchCluster::Server(const std::filesystem::path& data) const {
  CommandLine command{.words = {PostgresProgram("postgres"), "-D", data.string()}, .user = user_};
  const auto set = [&](const std::string& setting) {
    command.words.push_back("-c");
    command.words.push_back(setting);
  };
  if (!std::filesystem::exists(data / "postgresql.conf")) {
    set("config_file=" + (folder_.path() / "empty.conf").string());
  }
  set("hba_file=" + (folder_.path() / "access").string());
  set("unix_socket_directories=" + folder_.path().string());
  for (const char* setting :
       {"port=5432", "listen_addresses=", "unix_socket_permissions=0700",
        "external_pid_file=", "logging_collector=off", "log_destination=stderr", "archive_mode=off",
        "ssl=off", "synchronous_standby_names=", "shared_buffers=64MB", "huge_pages=off"}) {
    set(setting);
  }
  return command;
}

bool ScratchCluster::Accepts() const {
  const CommandLine question{
      .words = {PostgresProgram("pg_isready"), "-q", "-h", folder_.path(), "-p", "5432"},
      .user = user_};
  return RunToEnd(question, [](const std::string&) {}) == 0;
}

void ScratchCluster::GiveUp() const {
  std::ifstream log(folder_.path() / "log");
  std::string said;
  for (std::string line; std::getline(log, line);) {
    for (const char* grave : {"FATAL:", "PANIC:", "ERROR:", "DETAIL:", "HINT:"}) {
      const auto at = line.find(grave);
      if (at != std::string::npos) said += "\n  " + line.substr(at);
    }
  }
  throw Failure("the restored cluster does not start:" + said);
}

std::string ScratchCluster::Url(const std::string& database) const {
  return "host=" + folder_.path().string() + " port=5432 user=" + Quoted(role_, '\'', '\\') +
         " dbname=" + Quoted(database, '\'', '\\');
}

void ScratchCluster::Stop() {
  server_->Signal(SIGINT);
  if (server_->Wait() != 0) throw Failure("the restored cluster did not shut down in good order");
}

}  // namespace qianmo::ctl

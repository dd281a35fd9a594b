// A real qianmod process on a test's database, to be killed, restarted and talked to over TCP.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "support/database.h"
#include "support/process.h"

namespace qianmo::support {

class Daemon {
 public:
  // Makes a key ring; starts nothing yet.
  explicit Daemon(const Database& database);

  // Returns once it is healthy; throws with its log when it does not become so.
  void Start(const std::vector<std::string>& more_arguments = {});
  void Kill();  // SIGKILL: nothing is drained
  int Stop();   // SIGTERM; the exit code

  std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  const std::filesystem::path& keys() const { return keys_; }
  pid_t pid() const { return process_->pid(); }
  std::string Log() const { return ReadFile(log_); }

 private:
  bool IsHealthy() const;

  const std::string database_url_;
  TemporaryFolder folder_;
  const std::filesystem::path keys_;
  const std::filesystem::path log_;
  int port_ = 0;
  std::shared_ptr<grpc::Channel> channel_;
  std::optional<Process> process_;
};

}  // namespace qianmo::support

// Stands between a client and PostgreSQL and makes the trouble that is hard to time otherwise: what
// happens around a COMMIT.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace qianmo::support {

class PostgresProxy {
 public:
  enum class AtCommit {
    kForward,
    kCutBefore,       // the server never hears of it and rolls back
    kCutAfter,        // the server commits; its answer is lost
    kCutAtOnce,       // sent on, and cut without waiting for the server to decide
    kWarn,            // the server gives up waiting for its standby, and says so
    kWarnAndCut,      // the same because it shuts down
    kCutBeforeTwice,  // the next COMMIT as well
  };

  // `url` names the server to stand before; it must listen on a unix socket.
  explicit PostgresProxy(const std::string& url);
  ~PostgresProxy();
  PostgresProxy(const PostgresProxy&) = delete;
  PostgresProxy& operator=(const PostgresProxy&) = delete;

  // `url`, but through this proxy.
  const std::string& Url() const { return url_; }
  // What happens to the next COMMIT, once; later ones are forwarded.
  void Arm(AtCommit what) { armed_ = what; }
  // COMMITs that reached the server.
  int commits() const { return commits_; }

 private:
  class Session;

  void Accept();
  AtCommit NextCommit();

  std::string folder_;
  std::string server_path_;
  std::string url_;
  int listener_ = -1;
  std::atomic<bool> stopping_ = false;
  std::atomic<AtCommit> armed_ = AtCommit::kForward;
  std::atomic<int> commits_ = 0;
  std::vector<std::thread> sessions_;
  std::thread acceptor_;
};

}  // namespace qianmo::support

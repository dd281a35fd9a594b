// A whole exchange for stories: database, key ring, services, certificates, the gateway and a
// provider of text messages, as processes that are killed, restarted and talked to from outside.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/database.h"
#include "support/process.h"

namespace qianmo::support {

// As `./qianmo up` and `./qianmo up --split` run it.
enum class Mode { kWhole, kSplit };

struct Answer {
  int status = 0;
  std::string head;  // status line and headers
  std::string body;
};

class Stack {
 public:
  // Everything is healthy when this returns; throws with the logs when it does not become so.
  // With kSplit, a keeper renews the certificates after a third of their life.
  explicit Stack(Mode mode, std::chrono::seconds certificate_life = std::chrono::hours(24));

  // The process that hosts this service: one of its own, or the one of all.
  void Kill(const std::string& service);
  // Waits until it is healthy again.
  void Start(const std::string& service);
  void RestartGateway();
  // SIGTERM to all at once; whether each of them has ended with 0.
  bool Stop();

  // What curl gets from the gateway. `more` are further arguments of curl.
  Answer Curl(const std::string& path, std::vector<std::string> more = {}) const;
  Answer Get(const std::string& path, const std::string& token) const;
  Answer Post(const std::string& path, const std::string& json,
              const std::string& token = "") const;
  // What the phones of people have received: the list of qianmo-sms, as JSON.
  std::string Texts() const;
  // `buf curl` at the service itself, over the mesh where there is one.
  Outcome BufCurl(const std::string& service, const std::string& method, const std::string& json);
  // qianmoctl with the settings of this exchange.
  Outcome Ctl(std::vector<std::string> words) const;

  // Where the gateway is, such as "http://127.0.0.1:4711".
  std::string web() const;
  Mode mode() const { return mode_; }
  const std::vector<std::string>& services() const { return services_; }
  Database& database() { return database_; }
  std::filesystem::path certificates() const { return folder_.path() / "certs"; }
  std::string Logs() const;

 private:
  struct Server {
    std::vector<std::string> command;
    int port = 0;
    std::optional<Process> process;
  };

  std::string HostOf(const std::string& service) const;
  std::vector<std::string>& Add(const std::string& name, int port,
                                std::vector<std::string> command);
  void DescribePhones();
  void DescribeWhole();
  void DescribeSplit(std::chrono::seconds life);
  std::vector<std::string> ServiceCommand(const std::string& services, int port) const;
  void Launch(const std::string& name);
  void AwaitHealth(const std::string& name);
  bool IsHealthy(const std::string& name) const;
  std::filesystem::path LogOf(const std::string& name) const {
    return folder_.path() / (name + ".log");
  }

  const Mode mode_;
  Database database_;
  TemporaryFolder folder_;
  std::vector<std::string> services_;
  std::map<std::string, Server> servers_;  // "gateway", "certs", "phones" and the hosts of services
};

// Where ./qianmo builds the web app: the app itself in dist, the browser's stories in e2e.
std::filesystem::path BuiltWeb();

// The text of a field of a JSON object, found by its first occurrence: enough for flat answers.
std::string Field(const std::string& json, const std::string& name);

}  // namespace qianmo::support

// The process: hosts any set of services behind one gRPC server, with health, reflection, limits,
// metrics, and a drain that drops nothing.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "rpc/channels.h"
#include "rpc/chores.h"
#include "rpc/courier.h"
#include "rpc/endpoint.h"
#include "rpc/health.h"
#include "rpc/metrics_page.h"
#include "rpc/operations.h"
#include "rpc/operations_service.h"
#include "rpc/transport.h"

namespace qianmo::rpc {

struct ServerOptions {
  std::string listen = "127.0.0.1:0";  // gRPC; port 0 takes a free one
  std::string admin;                   // metrics; empty for none
  std::string database_url;
  int pool_size = 8;  // database connections, and quick workers, of one service
  std::chrono::milliseconds statement_timeout{10'000};
  Transport transport = Transport::Plain();  // for `listen` and to all peers
};

// One service inside a server: its room, its workers, its courier, its long work, its chores.
class Hosted {
 public:
  Hosted(const std::string& name, const ServerOptions& options, crypto::LiveKeyring& keyring,
         const Clock& clock, TokenVerifier& tokens, Metrics& metrics, const Channels& channels);

  const Room& room() const { return room_; }
  Courier& courier() { return courier_; }
  Operations& operations() { return operations_; }
  // Where other services are; known once the server starts.
  const Channels& channels() const { return channels_; }
  // What they use is kept by Keep, or outlives the server.
  Chores& chores() { return chores_; }
  // Before the server starts: bind every method of `service` on what this returns.
  Endpoint& Offer(const google::protobuf::ServiceDescriptor* service);
  // Keeps the service's own object alive as long as its calls.
  template <class T>
  T& Keep(std::shared_ptr<T> object) {
    kept_.push_back(object);
    return *object;
  }
  // The same for an object that works on a thread of its own: its Start is called when the server
  // starts, and it is destroyed before the database and the key ring go.
  template <class T>
  T& KeepRunning(std::shared_ptr<T> object) {
    starts_.push_back([object = object.get()] { object->Start(); });
    running_.push_back(object);
    return *object;
  }

 private:
  friend class Server;

  const Channels& channels_;
  std::vector<std::shared_ptr<void>> kept_;
  pg::Pool pool_;
  Room room_;
  Handler handler_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  Courier courier_;
  Operations operations_;
  Chores chores_;
  std::vector<std::function<void()>> starts_;
  std::vector<std::shared_ptr<void>> running_;
  Crews crews_;  // last: its calls end before all the rest goes
};

class Server {
 public:
  Server(ServerOptions options, crypto::LiveKeyring& keyring, const Clock& clock);
  ~Server();

  // Before Start. The database role is qianmo_<name>.
  Hosted& Host(const std::string& name);
  // Where a service that is not hosted here lives. Over the mesh it must show its own name.
  void Peer(const std::string& service, const std::string& target);

  // Throws std::runtime_error when the address is taken or a method is bound to nothing.
  void Start();
  int port() const { return port_; }
  std::shared_ptr<grpc::Channel> InProcess();
  const Metrics& metrics() const { return *metrics_; }
  // Takes no more calls, finishes those under way, but at most for `grace`. Clients that merely
  // stay connected do not hold it up.
  void Drain(std::chrono::seconds grace);

 private:
  void RequireAllBound() const;
  // Lets calls end; then whoever is still connected is cut off.
  void ShutDown(std::chrono::steady_clock::time_point until);
  bool IsIdle() const;
  // A service serves while its database answers; the server, while all its services do.
  void TellHealth(const Hosted& hosted, bool serving);
  void FollowKeyring();

  const ServerOptions options_;
  crypto::LiveKeyring& keyring_;
  const Clock& clock_;
  TokenVerifier tokens_;
  std::shared_ptr<Metrics> metrics_ = std::make_shared<Metrics>();
  Channels channels_;
  OperationsService operations_;
  Health health_;
  std::vector<std::unique_ptr<Hosted>> hosted_;
  std::unique_ptr<MetricsPage> page_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  std::mutex mutex_;
  std::condition_variable closing_changed_;
  bool closing_ = false;
  std::map<const Hosted*, bool> reachable_;
  std::thread keyring_follower_;
};

// The password of a service's database role: made from the key ring, so that there is no other
// secret to keep. `qianmoctl migrate` sets it.
std::string DatabasePassword(const crypto::Keyring& keyring, const std::string& role);
std::string DatabaseRole(const std::string& service);  // "qianmo_identity"

}  // namespace qianmo::rpc

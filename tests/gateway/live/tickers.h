// Plain generated gRPC services behind a gateway, as the tests of streams want them: a ticker that
// tests move, a counter, and the part of identity that issues caller tokens.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "qianmo/test/v1/ticker.grpc.pb.h"

namespace qianmo::gateway {

namespace proto = qianmo::test::v1;

class Tickers final : public proto::TickerService::Service {
 public:
  // Everybody who watches the ticker gets its new state.
  void Set(const std::string& name, int position, const std::string& padding = "");
  // Ends every watch that is open, with this status.
  void EndAll(const grpc::Status& status);
  // Every watch from now on ends at once with this status, unless it is OK.
  void Refuse(const grpc::Status& status);

  int open() const { return open_; }
  // Of each watch that was opened, in order.
  std::vector<std::string> known_versions();
  std::vector<std::string> authorizations();
  // Whether so many watches are open within five seconds.
  bool OpenBecomes(int wanted) const;
  // Whether so many have been opened, ever, within five seconds.
  bool WasOpened(std::size_t times);

 private:
  using Writer = grpc::ServerWriter<proto::TickerState>;

  grpc::Status GetTicker(grpc::ServerContext* context, const proto::WatchTickerRequest* request,
                         proto::TickerState* reply) override;
  grpc::Status WatchTicker(grpc::ServerContext* context, const proto::WatchTickerRequest* request,
                           Writer* writer) override;
  grpc::Status WatchOwnTicker(grpc::ServerContext* context,
                              const proto::WatchTickerRequest* request, Writer* writer) override;
  grpc::Status Watch(grpc::ServerContext* context, const proto::WatchTickerRequest& request,
                     Writer* writer);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, proto::TickerState> states_;
  std::vector<std::string> known_versions_;
  std::vector<std::string> authorizations_;
  grpc::Status refusal_;
  grpc::Status end_status_;
  int ends_ = 0;
  std::atomic<int> open_ = 0;
};

class Counter final : public proto::CounterService::Service {
 public:
  std::atomic<int> written = 0;
  std::atomic<int> open = 0;
  std::atomic<int> pause_in_millis = 0;  // before each number

 private:
  grpc::Status Count(grpc::ServerContext* context, const proto::CountRequest* request,
                     grpc::ServerWriter<proto::Number>* writer) override;
};

// Knows the session "qs1.good".
class Sessions final : public identity::v1::IdentityService::Service {
 public:
  std::atomic<int> issued = 0;
  std::atomic<int> issued_in_background = 0;  // of these
  std::atomic<bool> over = false;

 private:
  grpc::Status IssueToken(grpc::ServerContext* context,
                          const identity::v1::IssueTokenRequest* request,
                          identity::v1::IssueTokenResponse* reply) override;
};

// All three behind one port, to be stopped and started again.
class Backstage {
 public:
  Backstage();
  ~Backstage() { Stop(); }

  void Start();
  void Stop();
  int port() const { return port_; }

  Tickers tickers;
  Counter counter;
  Sessions sessions;

 private:
  const int port_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace qianmo::gateway

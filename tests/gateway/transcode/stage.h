// A real gRPC server with a service of every kind of field, path, body and answer, and an identity
// that hands out caller tokens: what the tests of the gateway stand on.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <grpcpp/grpcpp.h>

#include "base/clock.h"
#include "gateway/transcode/route_table.h"
#include "gateway/transcode/transcoder.h"
#include "gateway/upstream/identity.h"
#include "gateway/upstream/session_tokens.h"
#include "gateway/upstream/upstreams.h"

namespace qianmo::gateway {

class Stage {
 public:
  Stage();
  ~Stage();

  // Serves from the start; after Stop, again on the same port.
  void Start();
  void Stop();
  int port() const { return port_; }

  // How often a method was called.
  int calls(const std::string& method) const;
  // How often IssueToken was asked. It takes the session "qs1.good"; all others are over.
  std::atomic<int> issued = 0;
  // The first caller token that is given out is one that the service refuses.
  std::atomic<bool> issue_stale_tokens = false;
  // How many calls saw their caller go.
  std::atomic<int> cancelled = 0;

 private:
  class Service;
  class Identity;
  class Health;

  std::unique_ptr<Service> service_;
  std::unique_ptr<Identity> identity_;
  std::unique_ptr<Health> health_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

// Everything of the gateway but HTTP, before a stage.
struct House {
  explicit House(Stage& stage);

  // The last stream that was handed over: method, request and token.
  std::string streamed;
  SystemClock clock;
  RouteTable routes;
  Upstreams upstreams;
  SessionTokens sessions;
  Transcoder transcoder;
};

}  // namespace qianmo::gateway

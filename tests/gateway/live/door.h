// A gateway in the test's process: sockets, routes, live streams, and services behind it.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "gateway/http/server.h"
#include "gateway/live/live.h"
#include "gateway/live/reader.h"
#include "gateway/live/tickers.h"
#include "gateway/transcode/api.h"
#include "rpc/transport.h"
#include "support/process.h"

namespace qianmo::gateway {

class Door {
 public:
  // Impatient, so that tests are short.
  static LiveOptions Quick() {
    return {.heartbeat = std::chrono::milliseconds(300),
            .patience = std::chrono::milliseconds(700),
            .long_patience = std::chrono::milliseconds(10'000),
            .first_retry = std::chrono::milliseconds(20),
            .longest_retry = std::chrono::milliseconds(200)};
  }

  // Nothing comes between messages, however slow the machine is.
  static LiveOptions Silent() {
    LiveOptions options = Quick();
    options.heartbeat = std::chrono::minutes(10);
    return options;
  }

  explicit Door(LiveOptions options = Quick()) : options_(options) { Open(); }
  ~Door() { Shut(); }

  Backstage& backstage() { return backstage_; }
  Tickers& tickers() { return backstage_.tickers; }
  Live& live() { return *live_; }
  int port() const { return port_; }

  // The gateway goes and comes back at the same port; the services stay.
  void Reopen() {
    Shut();
    Open();
  }
  void Shut() {
    if (live_) live_->Drain();
    if (server_) server_->Drain(std::chrono::seconds(2));
    if (live_) live_->Close();
    server_.reset();
    api_.reset();
    live_.reset();
  }

  Reader Events(const std::string& target, std::map<std::string, std::string> headers = {}) {
    headers["Accept"] = "text/event-stream";
    return Reader(port_, target, headers);
  }
  Reader Lines(const std::string& target) {
    return Reader(port_, target, {{"Accept", "application/x-ndjson"}});
  }
  Reader Array(const std::string& target) {
    return Reader(port_, target, {{"Accept", "application/json"}});
  }

 private:
  void Open() {
    live_ = std::make_unique<Live>(options_);
    api_ = std::make_unique<Api>(
        UpstreamOptions{"127.0.0.1:" + std::to_string(backstage_.port()), {}},
        [](const std::string& target, const std::string&, const grpc::ChannelArguments& arguments) {
          return rpc::Transport::Plain().Connect(target, "door", arguments);
        },
        clock_,
        [this](std::shared_ptr<Exchange> exchange, const Route& route, std::string request,
               UpstreamCaller caller) {
          live_->Serve(std::move(exchange), route, std::move(request), std::move(caller));
        });
    HttpOptions http;
    http.listen = "127.0.0.1:" + std::to_string(port_);
    // All clients are one address and one stranger here.
    http.limits.connections_per_address = http.limits.connections;
    http.limits.requests_a_second = 0;
    http.limits.requests_a_second_per_address = 0;
    server_ = std::make_unique<HttpServer>(http, api_->Server());
  }

  const LiveOptions options_;
  const SystemClock clock_;
  Backstage backstage_;
  const int port_ = support::FreePort();
  std::unique_ptr<Live> live_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<HttpServer> server_;
};

inline constexpr char kWatch[] = "/v1/tickers/a:watch";
inline constexpr char kWatchOwn[] = "/v1/tickers/a:watchOwn";

}  // namespace qianmo::gateway

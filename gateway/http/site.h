// What all connections of a server have in common, and what those of one thread have.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gateway/http/body.h"
#include "gateway/http/exchange.h"
#include "gateway/http/forwarded.h"
#include "gateway/http/limits.h"
#include "gateway/http/metrics.h"
#include "gateway/http/rate.h"
#include "gateway/http/seats.h"

namespace qianmo::gateway {

class Connection;

struct Site {
  Limits limits;
  Serve serve;
  Proxies proxies;
  std::shared_ptr<Metrics> metrics;
  std::function<bool(const std::string&)> proves_caller;
  KnownCallers known_callers{};
  Seats seats{limits};
  Rate callers{limits.requests_a_second, limits.requests_a_second * 2};
  Rate addresses{limits.requests_a_second_per_address, limits.requests_a_second_per_address * 2};
  BodyBudget bodies{limits.bodies_bytes, limits.bodies_bytes_per_address};
  std::atomic<bool> draining = false;
};

// One thread and its connections. An exchange may outlive the server, so it shares this.
struct Worker {
  boost::asio::io_context io{1};
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> open{
      io.get_executor()};
  boost::asio::steady_timer watch{io};  // the next look at the time limits
  bool closing = false;
  std::unordered_map<std::string, Metrics::Answered> answered;  // the thread's own
  std::unordered_set<Connection*> connections;                  // touched by the thread only
  std::atomic<std::size_t> count = 0;                           // of connections
  std::atomic<bool> stopped = false;  // nothing that is posted now would run
};

}  // namespace qianmo::gateway

// What operators watch: Prometheus metrics of every call, pool and outbox.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "pg/pool.h"
#include "rpc/courier.h"
#include "rpc/feed.h"

namespace qianmo::rpc {

class Metrics : public prometheus::Collectable {
 public:
  Metrics();

  // A refusal whose reason the method does not declare.
  void CountUndeclared(const std::string& method, const std::string& reason);
  // Each of them once, as "method: REASON".
  std::set<std::string> undeclared() const;

  void CountCall(const std::string& method, int grpc_code, std::chrono::microseconds took);
  // Figures read when somebody asks; all must stay valid as long as this object.
  void Watch(const std::string& service, const pg::Pool& pool, const Courier& courier,
             std::function<std::size_t()> queued);
  void WatchFeed(const std::string& method, std::function<FeedStats()> stats);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  struct Source {
    std::string service;
    const pg::Pool* pool;
    const Courier* courier;
    std::function<std::size_t()> queued;
  };

  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  prometheus::Family<prometheus::Counter>& undeclared_refusals_;
  mutable std::mutex mutex_;
  std::set<std::string> undeclared_;
  std::vector<Source> sources_;
  std::vector<std::pair<std::string, std::function<FeedStats()>>> feeds_;
};

}  // namespace qianmo::rpc

// What operators watch of the HTTP side, for Prometheus on the admin port.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace qianmo::gateway {

class Metrics : public prometheus::Collectable {
 public:
  Metrics();

  // The figures of one who answers; looked up once a thread and name.
  struct Answered {
    std::array<prometheus::Counter*, 6> by_class{};  // 1xx to 5xx; [0] for clients that went away
    prometheus::Histogram* seconds = nullptr;
  };
  Answered Find(const std::string& called);
  void CountRefusal(std::string_view reason);

  std::vector<prometheus::MetricFamily> Collect() const override;

  std::atomic<std::int64_t> connections = 0;
  std::atomic<std::int64_t> open_streams = 0;
  std::atomic<std::uint64_t> bytes_in = 0;
  std::atomic<std::uint64_t> bytes_out = 0;

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  prometheus::Family<prometheus::Counter>& refusals_;
};

}  // namespace qianmo::gateway

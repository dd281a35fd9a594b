#include "rpc/metrics.h"

namespace qianmo::rpc {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                          0.1,   0.25,   0.5,   1,    2.5,   10};

prometheus::MetricFamily Family(const char* name, const char* help, prometheus::MetricType type) {
  prometheus::MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = type;
  return family;
}

void Add(prometheus::MetricFamily* family, const std::string& of, double value,
         const char* label = "service") {
  prometheus::ClientMetric metric;
  metric.label.push_back({label, of});
  metric.gauge.value = value;
  metric.counter.value = value;
  family->metric.push_back(std::move(metric));
}

}  // namespace

Metrics::Metrics()
    : calls_(prometheus::BuildCounter()
                 .Name("qianmo_calls_total")
                 .Help("Calls by method and gRPC status code")
                 .Register(registry_)),
      seconds_(prometheus::BuildHistogram()
                   .Name("qianmo_call_seconds")
                   .Help("Time from arrival to answer, waiting included")
                   .Register(registry_)),
      undeclared_refusals_(prometheus::BuildCounter()
                               .Name("qianmo_undeclared_refusals_total")
                               .Help("Refusals with a reason that their method does not declare")
                               .Register(registry_)) {}

void Metrics::CountCall(const std::string& method, int grpc_code, std::chrono::microseconds took) {
  calls_.Add({{"method", method}, {"code", std::to_string(grpc_code)}}).Increment();
  seconds_.Add({{"method", method}}, kSeconds).Observe(std::chrono::duration<double>(took).count());
}

void Metrics::CountUndeclared(const std::string& method, const std::string& reason) {
  undeclared_refusals_.Add({{"method", method}, {"reason", reason}}).Increment();
  std::lock_guard lock(mutex_);
  undeclared_.insert(method + ": " + reason);
}

std::set<std::string> Metrics::undeclared() const {
  std::lock_guard lock(mutex_);
  return undeclared_;
}

void Metrics::Watch(const std::string& service, const pg::Pool& pool, const Courier& courier,
                    std::function<std::size_t()> queued) {
  sources_.push_back({service, &pool, &courier, std::move(queued)});
}

void Metrics::WatchFeed(const std::string& method, std::function<FeedStats()> stats) {
  feeds_.emplace_back(method, std::move(stats));
}

std::vector<prometheus::MetricFamily> Metrics::Collect() const {
  using Type = prometheus::MetricType;
  auto families = registry_.Collect();
  auto in_use = Family("qianmo_pool_in_use", "Database connections in use", Type::Gauge);
  auto waiters = Family("qianmo_pool_waiters", "Calls waiting for a connection", Type::Gauge);
  auto reconnects = Family("qianmo_pool_reconnects_total", "Connections replaced", Type::Counter);
  auto retries =
      Family("qianmo_transaction_retries_total", "Transactions run again", Type::Counter);
  auto queue = Family("qianmo_queue_length", "Calls waiting for a worker", Type::Gauge);
  auto delivered = Family("qianmo_outbox_delivered_total", "Outbox calls made", Type::Counter);
  auto retried = Family("qianmo_outbox_retried_total", "Outbox calls put off", Type::Counter);
  auto buried = Family("qianmo_outbox_dead_total", "Outbox calls given up", Type::Counter);
  for (const Source& one : sources_) {
    const auto pool = one.pool->stats();
    const auto courier = one.courier->stats();
    Add(&in_use, one.service, pool.in_use);
    Add(&waiters, one.service, pool.waiters);
    Add(&reconnects, one.service, static_cast<double>(pool.reconnects));
    Add(&retries, one.service, static_cast<double>(pool.retries));
    Add(&queue, one.service, static_cast<double>(one.queued()));
    Add(&delivered, one.service, static_cast<double>(courier.delivered));
    Add(&retried, one.service, static_cast<double>(courier.retried));
    Add(&buried, one.service, static_cast<double>(courier.buried));
  }
  auto watchers = Family("qianmo_watchers", "Streams of live state", Type::Gauge);
  auto frames = Family("qianmo_watch_frames_total", "States sent to watchers", Type::Counter);
  for (const auto& [method, read] : feeds_) {
    const FeedStats stats = read();
    Add(&watchers, method, static_cast<double>(stats.watchers), "method");
    Add(&frames, method, static_cast<double>(stats.frames), "method");
  }
  for (auto* family : {&in_use, &waiters, &reconnects, &retries, &queue, &delivered, &retried,
                       &buried, &watchers, &frames}) {
    families.push_back(std::move(*family));
  }
  return families;
}

}  // namespace qianmo::rpc

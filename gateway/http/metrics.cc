#include "gateway/http/metrics.h"

#include <fstream>

#include <unistd.h>

namespace qianmo::gateway {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

prometheus::MetricFamily Figure(const char* name, const char* help, prometheus::MetricType type,
                                double value) {
  prometheus::MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = type;
  prometheus::ClientMetric metric;
  metric.gauge.value = value;
  metric.counter.value = value;
  family.metric.push_back(std::move(metric));
  return family;
}

double ResidentBytes() {
  std::ifstream in("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  in >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace

Metrics::Metrics()
    : requests_(prometheus::BuildCounter()
                    .Name("qianmo_http_requests_total")
                    .Help("Requests by who answered and class of status; gone: the client left")
                    .Register(registry_)),
      seconds_(prometheus::BuildHistogram()
                   .Name("qianmo_http_request_seconds")
                   .Help("Time from a request's first byte to the last of its answer")
                   .Register(registry_)),
      refusals_(prometheus::BuildCounter()
                    .Name("qianmo_http_refusals_total")
                    .Help("Requests that the HTTP side itself refused, by reason")
                    .Register(registry_)) {}

Metrics::Answered Metrics::Find(const std::string& called) {
  static constexpr std::array<const char*, 6> kClasses = {"gone", "1xx", "2xx",
                                                          "3xx",  "4xx", "5xx"};
  Answered found;
  for (std::size_t i = 0; i < kClasses.size(); ++i) {
    found.by_class[i] = &requests_.Add({{"method", called}, {"status", kClasses[i]}});
  }
  found.seconds = &seconds_.Add({{"method", called}}, kSeconds);
  return found;
}

void Metrics::CountRefusal(std::string_view reason) {
  refusals_.Add({{"reason", std::string(reason)}}).Increment();
}

std::vector<prometheus::MetricFamily> Metrics::Collect() const {
  using Type = prometheus::MetricType;
  auto families = registry_.Collect();
  families.push_back(Figure("qianmo_http_connections", "Connections that are open", Type::Gauge,
                            static_cast<double>(connections)));
  families.push_back(Figure("qianmo_http_open_streams", "Answers without a known end, under way",
                            Type::Gauge, static_cast<double>(open_streams)));
  families.push_back(Figure("qianmo_http_received_bytes_total", "Bytes from clients", Type::Counter,
                            static_cast<double>(bytes_in)));
  families.push_back(Figure("qianmo_http_sent_bytes_total", "Bytes to clients", Type::Counter,
                            static_cast<double>(bytes_out)));
  families.push_back(
      Figure("qianmo_resident_bytes", "Memory of this process", Type::Gauge, ResidentBytes()));
  return families;
}

}  // namespace qianmo::gateway

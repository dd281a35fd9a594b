// The address where Prometheus fetches metrics: /metrics over HTTP, for operators only.
#pragma once

#include <memory>
#include <string>

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>

namespace qianmo::rpc {

class MetricsPage {
 public:
  // Throws std::runtime_error when it cannot listen on `address` ("127.0.0.1:7402").
  MetricsPage(const std::string& address, std::shared_ptr<prometheus::Collectable> metrics);
  ~MetricsPage();
  MetricsPage(const MetricsPage&) = delete;
  MetricsPage& operator=(const MetricsPage&) = delete;

 private:
  const std::string address_;
  const std::shared_ptr<prometheus::Collectable> metrics_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace qianmo::rpc

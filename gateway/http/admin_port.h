// The port for operators: /metrics for Prometheus, never for the outside.
#pragma once

#include <memory>
#include <string>

#include <prometheus/exposer.h>

#include "gateway/http/metrics.h"

namespace qianmo::gateway {

class AdminPort {
 public:
  // `listen` is address:port, or "" for no such port. Throws std::runtime_error when it is taken.
  AdminPort(const std::string& listen, std::shared_ptr<Metrics> metrics);

 private:
  const std::shared_ptr<Metrics> metrics_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace qianmo::gateway

// The port for operators: /metrics for Prometheus, never for the outside.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "gateway/http/metrics.h"
#include "gateway/http/server.h"

namespace qianmo::gateway {

class AdminPort {
 public:
  // `listen` is address:port, or "" for no such port. Throws std::runtime_error when it is taken.
  AdminPort(const std::string& listen, std::shared_ptr<const Metrics> metrics);

 private:
  std::optional<HttpServer> server_;
};

}  // namespace qianmo::gateway

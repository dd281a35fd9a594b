#include "gateway/http/admin_port.h"

#include <stdexcept>
#include <utility>

namespace qianmo::gateway {

AdminPort::AdminPort(const std::string& listen, std::shared_ptr<Metrics> metrics)
    : metrics_(std::move(metrics)) {
  if (listen.empty()) return;
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(listen);
  } catch (const std::exception&) {  // civetweb says nothing that helps
    throw std::runtime_error("cannot serve metrics on " + listen +
                             ": is it an address with a free port?");
  }
  exposer_->RegisterCollectable(metrics_);
}

}  // namespace qianmo::gateway

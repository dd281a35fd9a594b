#include "rpc/metrics_page.h"

#include <future>
#include <stdexcept>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace qianmo::rpc {
namespace {

// The web server under the exposer looks only every two seconds whether it should stop, unless
// somebody knocks. Nothing is wrong when this does not succeed: stopping then takes longer.
void KnockAt(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string host = colon == address.npos ? "127.0.0.1" : address.substr(0, colon);
  const std::string port = address.substr(colon + 1);
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return;
  const int knock = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (knock >= 0) {
    (void)connect(knock, found->ai_addr, found->ai_addrlen);
    close(knock);
  }
  freeaddrinfo(found);
}

}  // namespace

MetricsPage::MetricsPage(const std::string& address,
                         std::shared_ptr<prometheus::Collectable> metrics)
    : address_(address), metrics_(std::move(metrics)) {
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address);
  } catch (const std::exception&) {
    throw std::runtime_error("cannot serve metrics on " + address +
                             ": is it an address with a free port?");
  }
  exposer_->RegisterCollectable(metrics_);
}

MetricsPage::~MetricsPage() {
  const auto stopped = std::async(std::launch::async, [this] { exposer_.reset(); });
  while (stopped.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) {
    KnockAt(address_);
  }
}

}  // namespace qianmo::rpc

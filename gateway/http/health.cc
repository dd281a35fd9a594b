#include "gateway/http/health.h"

#include <utility>

#include "gateway/http/fault.h"

namespace qianmo::gateway {
namespace {

HttpResponse Ok() {
  HttpResponse response;
  response.headers.Add("Content-Type", "text/plain; charset=utf-8");
  response.body = "ok\n";
  return response;
}

}  // namespace

Serve Healthz() {
  return [](std::shared_ptr<Exchange> exchange) {
    exchange->Called("health");
    exchange->Respond(Ok());
  };
}

Serve Readyz(std::function<bool()> ready) {
  return [ready = std::move(ready)](std::shared_ptr<Exchange> exchange) {
    exchange->Called("health");
    if (ready()) return exchange->Respond(Ok());
    exchange->Respond(Refuse({503, "NOT_READY", "This gateway takes no requests at the moment.",
                              std::chrono::seconds(1)}));
  };
}

}  // namespace qianmo::gateway

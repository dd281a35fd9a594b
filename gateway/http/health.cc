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

// False when the request was refused.
bool IsRead(Exchange& exchange) {
  exchange.Called("health");
  const std::string& method = exchange.request().method;
  if (method == "GET" || method == "HEAD") return true;
  HttpResponse refusal = Refuse({405, "METHOD_NOT_ALLOWED", "This is only there to be read."});
  refusal.headers.Add("Allow", "GET, HEAD");
  exchange.Respond(std::move(refusal));
  return false;
}

}  // namespace

Serve Healthz() {
  return [](std::shared_ptr<Exchange> exchange) {
    if (IsRead(*exchange)) exchange->Respond(Ok());
  };
}

Serve Readyz(std::function<bool()> ready) {
  return [ready = std::move(ready)](std::shared_ptr<Exchange> exchange) {
    if (!IsRead(*exchange)) return;
    if (ready()) return exchange->Respond(Ok());
    exchange->Respond(Refuse({503, "NOT_READY", "This gateway takes no requests at the moment.",
                              std::chrono::seconds(1)}));
  };
}

}  // namespace qianmo::gateway

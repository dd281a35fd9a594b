#include "gateway/http/admin_port.h"

#include <prometheus/text_serializer.h>

#include "gateway/http/fault.h"

namespace qianmo::gateway {
namespace {

HttpResponse AnswerOperator(const HttpRequest& request, const Metrics& metrics) {
  if (request.path != "/metrics") {
    return Refuse({404, "NOT_FOUND", "There is only /metrics on this port."});
  }
  if (request.method != "GET" && request.method != "HEAD") {
    return Refuse({405, "METHOD_NOT_ALLOWED", "Metrics are only read."});
  }
  HttpResponse response;
  response.headers.Add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.body = prometheus::TextSerializer().Serialize(metrics.Collect());
  return response;
}

}  // namespace

AdminPort::AdminPort(const std::string& listen, std::shared_ptr<const Metrics> metrics) {
  if (listen.empty()) return;
  HttpOptions options;
  options.listen = listen;
  options.threads = 1;
  server_.emplace(options, [metrics = std::move(metrics)](std::shared_ptr<Exchange> exchange) {
    exchange->Called("metrics");
    exchange->Respond(AnswerOperator(exchange->request(), *metrics));
  });
}

}  // namespace qianmo::gateway

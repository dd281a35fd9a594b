#include "stand.h"

namespace qianmo::gateway {

using namespace std::chrono_literals;

HttpOptions TestOptions() {
  HttpOptions options;
  options.listen = "127.0.0.1:0";
  options.threads = 2;
  options.limits.requests_a_second = 0;
  options.limits.requests_a_second_per_address = 0;
  options.limits.head = 10s;
  options.limits.linger = 500ms;
  options.limits.last_request = 200ms;
  return options;
}

void Echo(std::shared_ptr<Exchange> exchange) {
  const HttpRequest& request = exchange->request();
  HttpResponse response;
  response.headers.Add("Content-Type", "text/plain; charset=utf-8");
  response.body = request.method + " " + request.path +
                  (request.query.empty() ? "" : "?" + request.query) + " " + request.body;
  exchange->Respond(std::move(response));
}

std::string Get(const std::string& path, const std::string& more_headers) {
  return "GET " + path + " HTTP/1.1\r\nHost: qianmo.test\r\n" + more_headers + "\r\n";
}

std::string ReasonOf(const support::HttpReply& reply) {
  static constexpr std::string_view kBefore = "\"reason\":\"";
  const std::size_t begin = reply.body.find(kBefore);
  if (begin == std::string::npos) return "";
  const std::string rest = reply.body.substr(begin + kBefore.size());
  return rest.substr(0, rest.find('"'));
}

}  // namespace qianmo::gateway

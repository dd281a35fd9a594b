#include "gateway/http/access_log.h"

#include "rpc/log.h"

namespace qianmo::gateway {
namespace {

constexpr std::size_t kLongest = 200;  // bytes of what a client says

std::string Short(std::string_view text) { return std::string(text.substr(0, kLongest)); }

}  // namespace

void LogServed(const Served& served) {
  const HttpRequest& request = served.request;
  rpc::Log(rpc::Level::kInfo, "request",
           {{"method", request.method},
            {"path", Short(request.path)},
            {"called", std::string(served.called)},
            {"status", std::int64_t{served.status}},
            {"reason", std::string(served.reason)},
            {"bytes", static_cast<std::int64_t>(served.bytes)},
            {"took_us", std::int64_t{served.took.count()}},
            {"client_address", request.client_address},
            {"trace_id", request.trace.trace_id},
            {"user_agent", Short(request.headers.Get("User-Agent"))}});
}

}  // namespace qianmo::gateway

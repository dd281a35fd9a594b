#include "gateway/http/routes.h"

#include "gateway/http/fault.h"

namespace qianmo::gateway {

void Routes::operator()(std::shared_ptr<Exchange> exchange) const {
  const std::string& path = exchange->request().path;
  for (const auto& [pattern, serve] : routes_) {
    const bool whole = pattern.ends_with('/');
    const bool fits = whole ? (path + '/').starts_with(pattern) : path == pattern;
    if (fits) return serve(std::move(exchange));
  }
  exchange->Respond(Refuse({404, "PATH_UNKNOWN", "There is nothing at this path."}));
}

}  // namespace qianmo::gateway

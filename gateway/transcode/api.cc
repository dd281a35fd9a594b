#include "gateway/transcode/api.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "gateway/transcode/owner.h"
#include "gateway/upstream/identity.h"

namespace qianmo::gateway {
namespace {

constexpr char kIdentity[] = "qianmo.identity.v1.IdentityService";

std::vector<std::string> ServicesOf(const RouteTable& routes) {
  std::set<std::string> names = {kIdentity};  // for sessions
  for (const Route& route : routes.routes()) {
    const std::string& service = route.method->service()->full_name();
    if (!IsEverywhere(service)) names.insert(service);
  }
  return {names.begin(), names.end()};
}

}  // namespace

Api::Api(const UpstreamOptions& options, const Connect& connect, const Clock& clock,
         ServeStream serve_stream)
    : routes_(RouteTable::LinkedServices()),
      upstreams_(options, ServicesOf(routes_), connect),
      sessions_(IssueAtIdentity(upstreams_), clock),
      transcoder_(routes_, upstreams_, sessions_, std::move(serve_stream)) {
  upstreams_.WatchHealth();
}

Serve Api::Server() const {
  return [this](const std::shared_ptr<Exchange>& exchange) { transcoder_.Serve(exchange); };
}

bool Api::IsReady() const {
  if (!upstreams_.AllHaveServed()) return false;
  const auto away = upstreams_.NotServing();
  return std::find(away.begin(), away.end(), kIdentity) == away.end();
}

UpstreamOptions ParseUpstreams(const std::string& target, const std::vector<std::string>& peers) {
  UpstreamOptions options{target, {}};
  for (const std::string& peer : peers) {
    const std::size_t equals = peer.find('=');
    if (equals == peer.npos || equals == 0 || equals + 1 == peer.size()) {
      throw std::runtime_error("--peer must be package.Service=host:port, not " + peer);
    }
    options.peers[peer.substr(0, equals)] = peer.substr(equals + 1);
  }
  return options;
}

}  // namespace qianmo::gateway

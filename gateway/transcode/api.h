// The whole API of the gateway, put together: every linked service's routes, the services behind
// them, and the sessions of their callers.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "gateway/transcode/route_table.h"
#include "gateway/transcode/transcoder.h"
#include "gateway/upstream/session_tokens.h"
#include "gateway/upstream/upstreams.h"

namespace qianmo::gateway {

class Api {
 public:
  // Throws std::runtime_error for bindings that contradict each other and for services that nobody
  // hosts. `clock` must live longer.
  Api(const UpstreamOptions& options, const Connect& connect, const Clock& clock,
      ServeStream serve_stream);

  // What serves the paths of the API. Must not be called after this object is gone.
  Serve Server() const;
  // Whether callers should be sent here: every service has been there once, and identity is there
  // now. That another one is away for a moment is no reason to go elsewhere.
  bool IsReady() const;
  const RouteTable& routes() const { return routes_; }

 private:
  const RouteTable routes_;
  Upstreams upstreams_;
  SessionTokens sessions_;
  const Transcoder transcoder_;
};

// "package.Service=host:port" as in --peer. Throws std::runtime_error for anything else.
UpstreamOptions ParseUpstreams(const std::string& target, const std::vector<std::string>& peers);

}  // namespace qianmo::gateway

// Serves the API over HTTP/JSON: finds the route, makes the gRPC call, and answers.
#pragma once

#include <memory>

#include "gateway/transcode/route.h"
#include "gateway/transcode/route_table.h"
#include "gateway/upstream/session_tokens.h"
#include "gateway/upstream/upstreams.h"

namespace qianmo::gateway {

// Everything it is given must live longer than it and than the exchanges it serves. Thread-safe.
class Transcoder {
 public:
  Transcoder(const RouteTable& routes, Upstreams& upstreams, SessionTokens& sessions,
             ServeStream serve_stream)
      : routes_(routes),
        upstreams_(upstreams),
        sessions_(sessions),
        serve_stream_(std::move(serve_stream)) {}

  // Answers every request: what is no route of ours with 404, a route by another method with 405.
  void Serve(const std::shared_ptr<Exchange>& exchange) const;

 private:
  const RouteTable& routes_;
  Upstreams& upstreams_;
  SessionTokens& sessions_;
  const ServeStream serve_stream_;
};

}  // namespace qianmo::gateway

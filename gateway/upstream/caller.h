// Who an HTTP request comes from, in the form that upstream calls need again and again: metadata,
// and a caller token that is valid at the moment of each call.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>

#include "gateway/upstream/credentials.h"
#include "gateway/upstream/session_tokens.h"
#include "gateway/upstream/upstreams.h"
#include "rpc/trace.h"

namespace qianmo::gateway {

// Cheap to copy; lives as long as somebody holds it, but not longer than the upstreams and the
// session tokens it was made with.
class UpstreamCaller {
 public:
  // With OK, a context that is ready for one call: it has authorization, x-client-address,
  // x-client-channel and traceparent; the deadline is the receiver's affair. Else null, and why the
  // session could not be exchanged, as upstream would have answered: UNAUTHENTICATED when it is
  // over, UNAVAILABLE when identity cannot be reached.
  using Ready = std::function<void(const grpc::Status&, std::unique_ptr<grpc::ClientContext>)>;

  UpstreamCaller(Upstreams& upstreams, SessionTokens& sessions, Credentials credentials,
                 const rpc::Trace& trace, bool method_is_public);

  // Calls `ready` at once, or from another thread after the session was exchanged for a new caller
  // token. On a public method, a session that is over counts as no caller at all.
  void NewContext(Ready ready) const;

  // To be told when upstream answers UNAUTHENTICATED, or when the session has ended: the next
  // context has a new caller token, if identity still gives one. False when that would not help,
  // because there is no session to exchange.
  bool ForgetToken() const;

  // Nobody in particular, for a public call whose answer is for all.
  UpstreamCaller AsStranger() const {
    return {what_->upstreams, what_->sessions, {}, what_->trace, true};
  }

  // The same, when nobody acts any more: its session ends as if it were not used.
  UpstreamCaller InBackground() const;

  // The stub of a service by its full name.
  grpc::GenericStub& StubOf(const std::string& service) const;
  const Credentials& credentials() const { return what_->credentials; }
  const rpc::Trace& trace() const { return what_->trace; }

 private:
  struct What {
    Upstreams& upstreams;
    SessionTokens& sessions;
    Credentials credentials;
    rpc::Trace trace;
    bool is_public;
  };

  std::unique_ptr<grpc::ClientContext> Context(const std::string& authorization) const;

  std::shared_ptr<const What> what_;
};

}  // namespace qianmo::gateway

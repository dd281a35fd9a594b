#include "gateway/upstream/caller.h"

namespace qianmo::gateway {

UpstreamCaller::UpstreamCaller(Upstreams& upstreams, SessionTokens& sessions,
                               Credentials credentials, const rpc::Trace& trace,
                               bool method_is_public)
    : what_(std::make_shared<const What>(
          What{upstreams, sessions, std::move(credentials), trace, method_is_public})) {}

void UpstreamCaller::NewContext(Ready ready) const {
  const Credentials& from = what_->credentials;
  switch (from.kind) {
    case Credentials::Kind::kNone:
      return ready(grpc::Status::OK, Context(""));
    case Credentials::Kind::kCallerToken:
      return ready(grpc::Status::OK, Context("Bearer " + from.token));
    case Credentials::Kind::kSession:
      break;
  }
  const TokenRequest request{from.token,  from.on_behalf_of,          from.client_address,
                             from.is_web, what_->trace.Traceparent(), from.in_background};
  what_->sessions.Exchange(
      request, [self = *this, ready = std::move(ready)](
                   const grpc::Status& status, const SessionTokens::Authorization& authorization) {
        if (status.ok()) return ready(status, self.Context(*authorization));
        // A cookie that is over, or identity away for a moment: strangers may still come in.
        const bool go_on = self.what_->is_public && self.what_->credentials.from_cookie;
        if (go_on) return ready(grpc::Status::OK, self.Context(""));
        ready(status, nullptr);
      });
}

bool UpstreamCaller::ForgetToken() const {
  const Credentials& from = what_->credentials;
  if (from.kind != Credentials::Kind::kSession) return false;
  what_->sessions.Forget(from.token, from.on_behalf_of);
  return true;
}

UpstreamCaller UpstreamCaller::InBackground() const {
  Credentials credentials = what_->credentials;
  credentials.in_background = true;
  return {what_->upstreams, what_->sessions, std::move(credentials), what_->trace,
          what_->is_public};
}

grpc::GenericStub& UpstreamCaller::StubOf(const std::string& service) const {
  return what_->upstreams.StubOf(service);
}

std::unique_ptr<grpc::ClientContext> UpstreamCaller::Context(
    const std::string& authorization) const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!authorization.empty()) context->AddMetadata("authorization", authorization);
  context->AddMetadata("x-client-address", what_->credentials.client_address);
  context->AddMetadata("x-client-channel", what_->credentials.is_web ? "web" : "program");
  context->AddMetadata("traceparent", what_->trace.Traceparent());
  return context;
}

}  // namespace qianmo::gateway

#include "gateway/upstream/identity.h"

#include <google/protobuf/util/time_util.h>

#include "qianmo/identity/v1/identity.grpc.pb.h"

namespace qianmo::gateway {
namespace {

using identity::v1::IdentityService;

constexpr int kPatienceInSeconds = 3;

struct Asking {
  std::unique_ptr<IdentityService::Stub> stub;
  std::unique_ptr<grpc::ClientContext> context = std::make_unique<grpc::ClientContext>();
  identity::v1::IssueTokenRequest request;
  identity::v1::IssueTokenResponse reply;
};

IssuedToken Issued(const identity::v1::IssueTokenResponse& reply) {
  using google::protobuf::util::TimeUtil;
  return {reply.caller_token(),
          Time(Duration(TimeUtil::TimestampToMicroseconds(reply.expire_time())))};
}

}  // namespace

IssueToken IssueAtIdentity(const Upstreams& upstreams) {
  return [&upstreams](const TokenRequest& wanted, auto done) {
    auto asking = std::make_shared<Asking>();
    asking->stub =
        IdentityService::NewStub(upstreams.ChannelTo("qianmo.identity.v1.IdentityService"));
    asking->request.set_session_token(wanted.session_token);
    asking->request.set_on_behalf_of(wanted.on_behalf_of);
    asking->context->AddMetadata("x-client-address", wanted.client_address);
    asking->context->AddMetadata("x-client-channel", wanted.is_web ? "web" : "program");
    asking->context->AddMetadata("traceparent", wanted.traceparent);
    // A service that restarts is back within moments, and asking twice changes nothing.
    asking->context->set_wait_for_ready(true);
    asking->context->set_deadline(gpr_time_add(
        gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_seconds(kPatienceInSeconds, GPR_TIMESPAN)));
    asking->stub->async()->IssueToken(
        asking->context.get(), &asking->request, &asking->reply,
        [asking, done](const grpc::Status& status) {
          // They hold the channel, which the caller may let go of as soon as it has its answer;
          // gRPC 1.51 aborts when one of its own threads is the last to do so.
          asking->context.reset();
          asking->stub.reset();
          // Nobody was there: to the caller that is no matter of its own deadline.
          const bool away = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
          done(away ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "") : status,
               Issued(asking->reply));
        });
  };
}

}  // namespace qianmo::gateway

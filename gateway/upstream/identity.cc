#include "gateway/upstream/identity.h"

#include <functional>
#include <memory>
#include <utility>

#include <google/protobuf/util/time_util.h>
#include <grpcpp/alarm.h>

#include "qianmo/identity/v1/identity.grpc.pb.h"

namespace qianmo::gateway {
namespace {

using identity::v1::IdentityService;

using Done = std::function<void(const grpc::Status&, const IssuedToken&)>;

constexpr int kPatienceInSeconds = 3;
constexpr int kPauseInMillis = 100;

gpr_timespec After(gpr_timespec wait) { return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), wait); }

struct Asking {
  TokenRequest wanted;
  Done done;
  gpr_timespec deadline = After(gpr_time_from_seconds(kPatienceInSeconds, GPR_TIMESPAN));
  std::unique_ptr<grpc::Alarm> pause;
  std::unique_ptr<IdentityService::Stub> stub;
  std::unique_ptr<grpc::ClientContext> context;
  identity::v1::IssueTokenRequest request;
  identity::v1::IssueTokenResponse reply;
};

IssuedToken Issued(const identity::v1::IssueTokenResponse& reply) {
  using google::protobuf::util::TimeUtil;
  return {reply.caller_token(),
          Time(Duration(TimeUtil::TimestampToMicroseconds(reply.expire_time())))};
}

void Ask(const std::shared_ptr<Asking>& asking);

// They hold the channel, which the caller may let go of as soon as it has its answer; gRPC 1.51
// aborts when one of its own threads is the last to do so.
void Tell(Asking& asking, const grpc::Status& status) {
  asking.context.reset();
  asking.stub.reset();
  // Nobody was there: to the caller that is no matter of its own deadline.
  const bool away = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
  const Done done = std::exchange(asking.done, nullptr);
  done(away ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "") : status, Issued(asking.reply));
}

// A service that restarts is back within moments, and asking twice changes nothing.
void Finish(const std::shared_ptr<Asking>& asking, const grpc::Status& status) {
  const auto next = After(gpr_time_from_millis(kPauseInMillis, GPR_TIMESPAN));
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE ||
      gpr_time_cmp(next, asking->deadline) >= 0) {
    return Tell(*asking, status);
  }
  asking->pause = std::make_unique<grpc::Alarm>();
  asking->pause->Set(next, [asking](bool) {
    asking->pause.reset();  // it holds us
    Ask(asking);
  });
}

void Ask(const std::shared_ptr<Asking>& asking) {
  const TokenRequest& wanted = asking->wanted;
  asking->context = std::make_unique<grpc::ClientContext>();
  asking->context->AddMetadata("x-client-address", wanted.client_address);
  asking->context->AddMetadata("x-client-channel", wanted.is_web ? "web" : "program");
  asking->context->AddMetadata("traceparent", wanted.traceparent);
  asking->context->set_wait_for_ready(true);
  asking->context->set_deadline(asking->deadline);
  asking->stub->async()->IssueToken(
      asking->context.get(), &asking->request, &asking->reply,
      [asking](const grpc::Status& status) { Finish(asking, status); });
}

}  // namespace

IssueToken IssueAtIdentity(const Upstreams& upstreams) {
  return [&upstreams](const TokenRequest& wanted, Done done) {
    auto asking = std::make_shared<Asking>();
    asking->wanted = wanted;
    asking->done = std::move(done);
    asking->stub =
        IdentityService::NewStub(upstreams.ChannelTo("qianmo.identity.v1.IdentityService"));
    asking->request.set_session_token(wanted.session_token);
    asking->request.set_on_behalf_of(wanted.on_behalf_of);
    asking->request.set_background(wanted.background);
    Ask(asking);
  };
}

}  // namespace qianmo::gateway

#include "gateway/transcode/unary.h"

#include <algorithm>
#include <utility>

#include <grpcpp/support/proto_buffer_reader.h>

#include "rpc/status.h"

namespace qianmo::gateway {
namespace {

using std::chrono::steady_clock;

gpr_timespec After(steady_clock::duration wait) {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(wait).count();
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(micros, GPR_TIMESPAN));
}

// A change that names itself is done once, however often it is sent: services keep a journal.
bool MayRepeat(const Route& route, const google::protobuf::Message& request) {
  if (route.reads_only) return true;
  using google::protobuf::FieldDescriptor;
  const auto* id = request.GetDescriptor()->FindFieldByName("request_id");
  return id != nullptr && id->type() == FieldDescriptor::TYPE_STRING && !id->is_repeated() &&
         !request.GetReflection()->GetString(request, id).empty();
}

grpc::ByteBuffer Serialized(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace

UnaryCall::UnaryCall(const Route& route, const std::string& service, UpstreamCaller caller,
                     const google::protobuf::Message& request, Limits limits, Done done)
    : route_(route),
      caller_(std::move(caller)),
      stub_(caller_.StubOf(service)),
      limits_(limits),
      done_(std::move(done)),
      request_(Serialized(request)),
      retries_left_(MayRepeat(route, request) ? limits.retries : 0) {}

void UnaryCall::Start() {
  caller_.NewContext([self = shared_from_this()](const grpc::Status& status,
                                                 std::unique_ptr<grpc::ClientContext> context) {
    if (!status.ok()) return self->Tell(status, /*refused_at_door=*/true);
    self->Launch(std::move(context));
  });
}

void UnaryCall::Launch(std::unique_ptr<grpc::ClientContext> context) {
  auto wait = limits_.deadline - steady_clock::now();
  if (is_retry_) {
    context->set_wait_for_ready(true);
    wait = std::min<steady_clock::duration>(wait, limits_.patience);
  }
  context->set_deadline(After(wait));
  grpc::ClientContext* started = context.get();
  {
    std::lock_guard lock(mutex_);
    if (!cancelled_) context_ = std::move(context);
  }
  if (context != nullptr) return Tell(grpc::Status::CANCELLED, false);
  reply_.Clear();
  stub_.UnaryCall(started, route_.grpc_path, {}, &request_, &reply_,
                  [self = shared_from_this()](grpc::Status status) { self->Finish(status); });
}

void UnaryCall::Finish(const grpc::Status& status) {
  if (!status.ok() && TryAgain(status)) {
    is_retry_ = true;
    return Start();
  }
  // The patience of a retry is not the caller's deadline.
  const bool away = is_retry_ && status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED &&
                    steady_clock::now() < limits_.deadline;
  Tell(away ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "") : status, false);
}

// Whoever waits may own this call: letting go of it first leaves no ring. The context goes first
// too: it holds the channel, and gRPC 1.51 aborts when one of its own threads lets the last one go.
void UnaryCall::Tell(const grpc::Status& status, bool refused_at_door) {
  {
    std::lock_guard lock(mutex_);
    context_.reset();
  }
  const Done done = std::exchange(done_, nullptr);
  done(status, &reply_, refused_at_door);
}

bool UnaryCall::TryAgain(const grpc::Status& status) {
  {
    std::lock_guard lock(mutex_);
    if (cancelled_) return false;
  }
  if (steady_clock::now() >= limits_.deadline) return false;
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE) return retries_left_-- > 0;
  if (status.error_code() != grpc::StatusCode::UNAUTHENTICATED || token_renewed_) return false;
  // Only what concerns the token: a wrong password is UNAUTHENTICATED as well.
  if (!rpc::ReasonOf(status).starts_with("TOKEN_")) return false;
  token_renewed_ = true;
  return caller_.ForgetToken();
}

void UnaryCall::Cancel() {
  std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (context_ != nullptr) context_->TryCancel();
}

bool ParseReply(grpc::ByteBuffer* reply, google::protobuf::Message* message) {
  if (!reply->Valid()) return false;
  grpc::ProtoBufferReader reader(reply);
  return reader.status().ok() && message->ParseFromZeroCopyStream(&reader);
}

}  // namespace qianmo::gateway

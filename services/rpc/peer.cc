#include "rpc/peer.h"

#include <chrono>
#include <future>

#include <grpc/support/time.h>
#include <grpcpp/generic/generic_stub.h>

#include "rpc/status.h"
#include "rpc/token.h"

namespace qianmo::rpc {
namespace {

constexpr std::chrono::seconds kAskAgainAfter{5};

Refusal PeerSilent() {
  return {.kind = Refusal::Kind::kExhausted,
          .reason = "PEER_SILENT",
          .message = "Another service, which is needed for this, does not answer.",
          .retry_after = kAskAgainAfter};
}

// What the other side refuses; anything else is its trouble.
Refusal RefusalIn(const grpc::Status& status) {
  const std::string reason = ReasonOf(status);
  const auto said = [&](Refusal::Kind kind) {
    return Refusal{kind, reason.empty() ? "PEER_REFUSES" : reason, status.error_message()};
  };
  switch (status.error_code()) {
    case grpc::StatusCode::INVALID_ARGUMENT:
      return said(Refusal::Kind::kInvalid);
    case grpc::StatusCode::NOT_FOUND:
      return said(Refusal::Kind::kNotFound);
    case grpc::StatusCode::ALREADY_EXISTS:
      return said(Refusal::Kind::kExists);
    case grpc::StatusCode::FAILED_PRECONDITION:
      return said(Refusal::Kind::kPrecondition);
    case grpc::StatusCode::PERMISSION_DENIED:
      return said(Refusal::Kind::kDenied);
    default:
      return PeerSilent();
  }
}

std::string ServiceIn(const std::string& method) {
  return method.substr(1, method.find('/', 1) - 1);
}

grpc::ByteBuffer BufferOf(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

bool ReadBuffer(const grpc::ByteBuffer& buffer, google::protobuf::Message* message) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return false;
  std::string bytes;
  for (const auto& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return message->ParseFromString(bytes);
}

}  // namespace

Result<Done> AskPeer(const Call& call, const Channels& channels, const std::string& method,
                     const google::protobuf::Message& request, google::protobuf::Message* reply) {
  const auto channel = channels.To(ServiceIn(method));
  if (channel == nullptr) return PeerSilent();
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      call.deadline() - std::chrono::steady_clock::now());
  grpc::ClientContext context;
  context.set_deadline(gpr_time_from_millis(left.count(), GPR_TIMESPAN));
  context.AddMetadata("authorization",
                      "Bearer " + SignToken(*call.keyring(), call.caller(), call.now()));
  context.AddMetadata("traceparent", call.trace().Traceparent());
  const grpc::ByteBuffer asked = BufferOf(request);
  grpc::ByteBuffer answered;
  std::promise<grpc::Status> ended;
  grpc::GenericStub(channel).UnaryCall(
      &context, method, {}, &asked, &answered,
      [&ended](grpc::Status status) { ended.set_value(std::move(status)); });
  const grpc::Status status = ended.get_future().get();
  if (!status.ok()) return RefusalIn(status);
  if (!ReadBuffer(answered, reply)) return PeerSilent();
  return Done{};
}

}  // namespace qianmo::rpc

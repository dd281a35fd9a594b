#include "gateway/live/upstream_stream.h"

#include <utility>

#include "rpc/status.h"

namespace qianmo::gateway {

std::shared_ptr<UpstreamStream> UpstreamStream::Start(grpc::GenericStub& stub,
                                                      const std::string& path,
                                                      std::unique_ptr<grpc::ClientContext> context,
                                                      const std::string& request,
                                                      StreamEvents events) {
  const std::shared_ptr<UpstreamStream> stream(
      new UpstreamStream(std::move(context), request, std::move(events)));
  stream->self_ = stream;
  stub.PrepareBidiStreamingCall(stream->context_.get(), path, {}, stream.get());
  stream->AddHold();  // between two reads nothing else would keep the call from being done
  stream->StartWriteLast(&stream->request_, grpc::WriteOptions());
  stream->reading_ = true;
  stream->StartRead(&stream->message_);
  stream->StartCall();
  return stream;
}

UpstreamStream::UpstreamStream(std::unique_ptr<grpc::ClientContext> context,
                               const std::string& request, StreamEvents events)
    : context_(std::move(context)),
      slice_(request),
      request_(&slice_, 1),
      events_(std::move(events)) {}

void UpstreamStream::ReadNext() {
  std::lock_guard lock(mutex_);
  if (reading_ || over_) return;
  reading_ = true;
  StartRead(&message_);
}

void UpstreamStream::Cancel() {
  std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (over_) return;
  context_->TryCancel();
  if (reading_) return;
  reading_ = true;  // fails, and so ends the call
  StartRead(&message_);
}

void UpstreamStream::OnReadInitialMetadataDone(bool ok) {
  // A refusal at once has initial metadata too, but an empty one.
  if (ok && context_->GetServerInitialMetadata().count(rpc::kAdmittedKey) > 0) events_.admitted();
}

void UpstreamStream::OnReadDone(bool ok) {
  grpc::ByteBuffer message;
  {
    std::lock_guard lock(mutex_);
    reading_ = false;
    if (ok && cancelled_) {
      reading_ = true;
      return StartRead(&message_);
    }
    over_ = !ok;
    message.Swap(&message_);
  }
  if (ok) return events_.message(std::move(message));
  RemoveHold();
}

void UpstreamStream::OnDone(const grpc::Status& status) {
  const auto self = std::exchange(self_, nullptr);
  events_.ended(status);
}

}  // namespace qianmo::gateway

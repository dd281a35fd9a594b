#include "gateway/live/finite.h"

#include <grpcpp/support/proto_buffer_reader.h>

#include "gateway/transcode/error.h"
#include "gateway/transcode/json_write.h"

namespace qianmo::gateway {

void Finite::Run() {
  client_->Begin(
      [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->Cancel();
      },
      [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->ReadNext();
      });
  BeatLater();
  caller_.NewContext([self = shared_from_this()](const grpc::Status& status,
                                                 std::unique_ptr<grpc::ClientContext> context) {
    if (!status.ok()) return self->Ended(status);
    self->Begin(std::move(context));
  });
}

void Finite::Begin(std::unique_ptr<grpc::ClientContext> context) {
  std::lock_guard lock(mutex_);
  if (cancelled_) return;
  const auto self = shared_from_this();
  const std::uint64_t entry = watches_->Enter([weak = weak_from_this()] {
    if (const auto finite = weak.lock()) finite->Cancel();
  });
  stream_ =
      UpstreamStream::Start(caller_.StubOf(route_.method->service()->full_name()), route_.grpc_path,
                            std::move(context), request_,
                            {[self] { self->client_->Admit(); },
                             [self](grpc::ByteBuffer bytes) { self->Received(std::move(bytes)); },
                             [self, entry](const grpc::Status& status) {
                               {
                                 std::lock_guard ending(self->mutex_);
                                 self->stream_ = nullptr;
                               }
                               self->Ended(status);
                               self->watches_->Left(entry);
                             }});
}

void Finite::Received(grpc::ByteBuffer bytes) {
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(route_.method->output_type())
          ->New());
  grpc::ProtoBufferReader reader(&bytes);
  if (!message->ParseFromZeroCopyStream(&reader)) return Cancel();
  std::string json;
  WriteJson(*message, &json);
  client_->Offer(std::make_shared<const Frame>(++serial_, "", std::move(json)));
}

void Finite::Ended(const grpc::Status& status) {
  if (status.ok()) return client_->End();
  client_->Fail(ForOutside(status, route_));
}

void Finite::ReadNext() {
  std::lock_guard lock(mutex_);
  if (stream_) stream_->ReadNext();
}

// While the service is slow, be it with its first message, the client hears that we are there.
void Finite::BeatLater() {
  const auto heartbeat = watches_->options().heartbeat;
  watches_->After(heartbeat / 3, [weak = weak_from_this(), heartbeat] {
    const auto self = weak.lock();
    if (!self) return;
    self->client_->Beat(std::chrono::steady_clock::now() - heartbeat * 2 / 3);
    self->BeatLater();
  });
}

void Finite::Cancel() {
  std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (stream_) stream_->Cancel();
}

}  // namespace qianmo::gateway

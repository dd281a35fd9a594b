// One server stream of a service, read at the pace of its receiver.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/client_callback.h>

namespace qianmo::gateway {

// Called one at a time, never from within Start, ReadNext or Cancel.
struct StreamEvents {
  std::function<void()> admitted;  // the service has let the call in
  std::function<void(grpc::ByteBuffer)> message;
  std::function<void(const grpc::Status&)> ended;  // the last; once
};

class UpstreamStream final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // Keeps itself alive until it has ended. `stub` must outlive it.
  static std::shared_ptr<UpstreamStream> Start(grpc::GenericStub& stub, const std::string& path,
                                               std::unique_ptr<grpc::ClientContext> context,
                                               const std::string& request, StreamEvents events);

  // Asks for the next message. The first is asked for at the start; then once after each.
  void ReadNext();
  // The service is told that nobody listens any more.
  void Cancel();

 private:
  UpstreamStream(std::unique_ptr<grpc::ClientContext> context, const std::string& request,
                 StreamEvents events);

  void OnReadInitialMetadataDone(bool ok) override;
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  const std::unique_ptr<grpc::ClientContext> context_;
  const grpc::Slice slice_;
  const grpc::ByteBuffer request_;
  const StreamEvents events_;
  std::shared_ptr<UpstreamStream> self_;
  std::mutex mutex_;
  grpc::ByteBuffer message_;
  bool reading_ = false;
  bool cancelled_ = false;
  bool over_ = false;
};

}  // namespace qianmo::gateway

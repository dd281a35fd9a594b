// A stream that comes to an end: one client, every message, at the client's pace up to the service.
#pragma once

#include <memory>
#include <mutex>

#include "gateway/live/stream_client.h"
#include "gateway/live/upstream_stream.h"
#include "gateway/live/watches.h"

namespace qianmo::gateway {

class Finite : public std::enable_shared_from_this<Finite> {
 public:
  Finite(std::shared_ptr<Watches> watches, const Route& route, std::string request,
         UpstreamCaller caller, std::shared_ptr<StreamClient> client)
      : watches_(std::move(watches)),
        route_(route),
        request_(std::move(request)),
        caller_(std::move(caller)),
        client_(std::move(client)) {}

  void Run();

 private:
  void Begin(std::unique_ptr<grpc::ClientContext> context);
  void Received(grpc::ByteBuffer bytes);
  void Ended(const grpc::Status& status);
  void ReadNext();
  void BeatLater();
  void Cancel();

  const std::shared_ptr<Watches> watches_;
  const Route& route_;
  const std::string request_;
  const UpstreamCaller caller_;
  const std::shared_ptr<StreamClient> client_;
  std::mutex mutex_;
  std::shared_ptr<UpstreamStream> stream_;
  bool cancelled_ = false;
  std::uint64_t serial_ = 0;
};

}  // namespace qianmo::gateway

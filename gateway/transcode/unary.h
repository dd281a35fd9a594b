// One unary call upstream on behalf of an HTTP request.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include "gateway/transcode/route.h"
#include "gateway/upstream/caller.h"

namespace qianmo::gateway {

// Asks for a new caller token once when upstream does not take the old one. Reads and changes with
// a request_id that find nobody there are tried again, as often as `retries` says; a change without
// one never is.
class UnaryCall final : public std::enable_shared_from_this<UnaryCall> {
 public:
  struct Limits {
    std::chrono::steady_clock::time_point deadline;
    int retries = 1;
    std::chrono::milliseconds patience{3'000};  // for a service that is away, before each retry
  };
  // `refused_at_door`: the session itself was not accepted; the method was never called.
  using Done =
      std::function<void(const grpc::Status&, grpc::ByteBuffer* reply, bool refused_at_door)>;

  // `service` is the full name of the service whose process is called: mostly the route's own.
  UnaryCall(const Route& route, const std::string& service, UpstreamCaller caller,
            const google::protobuf::Message& request, Limits limits, Done done);

  // `done` is called once, on any thread, also when cancelled.
  void Start();
  // From any thread; too late does no harm.
  void Cancel();

 private:
  void Launch(std::unique_ptr<grpc::ClientContext> context);
  void Finish(const grpc::Status& status);
  void Tell(const grpc::Status& status, bool refused_at_door);
  bool TryAgain(const grpc::Status& status);

  const Route& route_;
  const UpstreamCaller caller_;
  grpc::GenericStub& stub_;
  const Limits limits_;
  Done done_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer reply_;
  int retries_left_;
  bool is_retry_ = false;
  bool token_renewed_ = false;

  std::mutex mutex_;  // context_ against Cancel
  std::unique_ptr<grpc::ClientContext> context_;
  bool cancelled_ = false;
};

// Parses a reply; false for what is not such a message.
bool ParseReply(grpc::ByteBuffer* reply, google::protobuf::Message* message);

}  // namespace qianmo::gateway

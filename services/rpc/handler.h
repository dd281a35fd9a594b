// The one handler that every method runs through, in this order: deadline, caller and role, field
// rules, then the service (which journals and checks the object's scope), then the status.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <grpcpp/support/status.h>

#include "rpc/batcher.h"
#include "rpc/call.h"
#include "rpc/metrics.h"
#include "rpc/token.h"
#include "rpc/workers.h"

namespace qianmo::rpc {

// What came with a request, besides the message.
struct Envelope {
  std::string authorization;   // "Bearer …", or empty
  std::string traceparent;     // or empty
  std::string client_address;  // "x-client-address", set by the gateway, or the peer's
  v1::Channel client_channel = v1::CHANNEL_PROGRAM;  // WEB only when the gateway says so
  pg::Deadline deadline;
  std::chrono::steady_clock::time_point arrived;  // before any waiting
};

// Runs the service's method; fills the reply when it answers with Done.
using Invoke = std::function<Result<Done>(Call&)>;

class Handler {
 public:
  Handler(const Room& room, TokenVerifier& tokens, Metrics& metrics)
      : room_(room), tokens_(tokens), metrics_(metrics) {}

  // Blocks while the database works.
  grpc::Status Serve(const MethodPolicy& policy, const Envelope& envelope,
                     const google::protobuf::Message& request, const Invoke& invoke);
  // Lets the call in like Serve, and leaves the work to the batcher. `finish` is called once, with
  // the status; `reply` is filled by then.
  using Finish = std::function<void(const grpc::Status&)>;
  void Gather(const MethodPolicy& policy, const Envelope& envelope,
              const google::protobuf::Message& request, google::protobuf::Message* reply,
              Batcher& batcher, const Finish& finish);
  // The answer to work that no worker could take.
  grpc::Status TurnAway(const MethodPolicy& policy);
  Metrics& metrics() { return metrics_; }
  const Room& room() const { return room_; }

 private:
  // What is told of a call at its end.
  struct Visit {
    const MethodPolicy& policy;
    const google::protobuf::Message& request;
    std::chrono::steady_clock::time_point arrived;
    Trace trace;
    std::shared_ptr<const v1::Caller> caller;  // never null; an empty one until it is known
  };
  struct Identified {
    std::shared_ptr<const v1::Caller> caller;  // an empty one for a stranger
    std::optional<Time> expires;
  };

  static Visit Begin(const MethodPolicy& policy, const Envelope& envelope,
                     const google::protobuf::Message& request);
  // Fills `call`, or says why not.
  grpc::Status Admit(const Envelope& envelope, Visit* visit, std::unique_ptr<Call>* call);
  Result<Identified> Identify(const MethodPolicy& policy, const Envelope& envelope);
  grpc::Status StatusOf(const Call& call, const Result<Done>& outcome);
  void RequireDeclared(const MethodPolicy& policy, const Refusal& refusal);
  // Runs the rest of the call's work, counts it and logs it.
  grpc::Status Conclude(const Visit& visit, const std::function<grpc::Status()>& work);

  const Room& room_;
  TokenVerifier& tokens_;
  Metrics& metrics_;
};

}  // namespace qianmo::rpc

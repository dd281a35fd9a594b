// Binds the methods of one gRPC service to plain C++: a class with one member function a method,
// `Result<Reply> Method(Call&, const Request&)`, that knows nothing of gRPC.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/service_type.h>
#include <grpcpp/support/server_callback.h>

#include "rpc/feed.h"
#include "rpc/handler.h"

namespace qianmo::rpc {

// Who runs a method. A flood of slow calls (password hashing) must not hold up the quick ones.
enum class Crew { kQuick, kSlow };

struct Crews {
  Workers quick;
  Workers slow;
  // Calls whose answers are not yet sent. Shared with them: they may end after the crews.
  std::shared_ptr<std::atomic<int>> under_way = std::make_shared<std::atomic<int>>(0);
};

template <class Request>
struct CallWith {
  Call& call;
  const Request& request;
};

// gRPC's own service base, filled from a descriptor instead of from generated code, so that a
// method is bound in one line.
class Endpoint final : public grpc::Service {
 public:
  Endpoint(const google::protobuf::ServiceDescriptor* service, Handler& handler, Crews& crews)
      : service_(service), handler_(handler), crews_(crews) {}

  // endpoint.On("SignIn", &service, &IdentityService::SignIn)
  template <class S, class Request, class Reply>
  void On(const std::string& method, S* target, Result<Reply> (S::*function)(Call&, const Request&),
          Crew crew = Crew::kQuick) {
    const MethodPolicy& policy =
        Declare(method, Kind::kUnary, Request::descriptor(), Reply::descriptor());
    auto react = [this, &policy, target, function, crew](grpc::CallbackServerContext* context,
                                                         const Request* request, Reply* reply) {
      return React(context, policy, crew, *request, [=](Call& call) -> Result<Done> {
        QM_ASSIGN(*reply, (target->*function)(call, *request));
        return Done{};
      });
    };
    Register(policy, Kind::kUnary, new grpc::internal::CallbackUnaryHandler<Request, Reply>(react));
  }

  // For commands that all want the same few rows: `function` decides those that wait, each with a
  // result of its own, in one transaction, as if Call::Write ran for each (see batcher.h).
  template <class S, class Request, class Reply>
  void OnBatch(const std::string& method, S* target,
               std::vector<Result<Reply>> (S::*function)(pg::Transaction&,
                                                         const std::vector<CallWith<Request>>&)) {
    const MethodPolicy& policy =
        Declare(method, Kind::kUnary, Request::descriptor(), Reply::descriptor());
    auto decide = [target, function](pg::Transaction& tx, CountyId, const Batch& batch) {
      std::vector<CallWith<Request>> calls;
      for (const Gathered* one : batch) {
        calls.push_back({*one->call, static_cast<const Request&>(one->call->request())});
      }
      std::vector<Result<Done>> outcomes;
      for (Result<Reply>& result : (target->*function)(tx, calls)) {
        auto* reply = static_cast<Reply*>(batch[outcomes.size()]->reply);
        if (result) *reply = *std::move(result);
        outcomes.push_back(result ? Result<Done>(Done{}) : Result<Done>(result.refusal()));
      }
      return outcomes;
    };
    Batcher& batcher =
        *batchers_.emplace_back(std::make_unique<Batcher>(handler_.room(), std::move(decide)));
    auto react = [this, &policy, &batcher](grpc::CallbackServerContext* context,
                                           const Request* request, Reply* reply) {
      return ReactInBatch(context, policy, *request, reply, batcher);
    };
    Register(policy, Kind::kUnary, new grpc::internal::CallbackUnaryHandler<Request, Reply>(react));
  }

  // For a server stream of states: `function` answers, like any other method, whether the caller
  // may watch what the request asks for, and gives its topic in the feed. The request has `string
  // after_version`: the state that the caller knows already. The watch ends with OK when the
  // caller's token does, or when the process drains.
  template <class S, class Request, class State>
  void OnWatch(const std::string& method, S* target,
               Result<std::string> (S::*function)(Call&, const Request&), Feed<State>& feed,
               Crew crew = Crew::kQuick) {
    const MethodPolicy& policy =
        Declare(method, Kind::kWatch, Request::descriptor(), State::descriptor());
    auto react = [this, &policy, target, function, &feed, crew](
                     grpc::CallbackServerContext* context,
                     const Request* request) -> grpc::ServerWriteReactor<grpc::ByteBuffer>* {
      return ReactToWatch(context, policy, crew, feed, *request, request->after_version(),
                          [=](Call& call) { return (target->*function)(call, *request); });
    };
    Register(policy, Kind::kWatch,
             new grpc::internal::CallbackServerStreamingHandler<Request, grpc::ByteBuffer>(react));
    Follow(policy, feed);
  }

  // Ends all watches with OK; new ones end at once. Waits for the polls.
  void EndWatches();

  // Methods that are declared in the proto but bound to nothing.
  std::vector<std::string> Unbound() const;
  const google::protobuf::ServiceDescriptor& descriptor() const { return *service_; }

 private:
  enum class Kind { kUnary, kWatch };
  using TopicOf = std::function<Result<std::string>(Call&)>;

  const MethodPolicy& Declare(const std::string& method, Kind kind,
                              const google::protobuf::Descriptor* request,
                              const google::protobuf::Descriptor* reply);
  void Register(const MethodPolicy& policy, Kind kind, grpc::internal::MethodHandler* handler);
  void Follow(const MethodPolicy& policy, FeedBase& feed);
  grpc::ServerUnaryReactor* React(grpc::CallbackServerContext* context, const MethodPolicy& policy,
                                  Crew crew, const google::protobuf::Message& request,
                                  Invoke invoke);
  grpc::ServerUnaryReactor* ReactInBatch(grpc::CallbackServerContext* context,
                                         const MethodPolicy& policy,
                                         const google::protobuf::Message& request,
                                         google::protobuf::Message* reply, Batcher& batcher);
  Watcher* ReactToWatch(grpc::CallbackServerContext* context, const MethodPolicy& policy, Crew crew,
                        FeedBase& feed, const google::protobuf::Message& request,
                        std::string after_version, TopicOf topic_of);

  const google::protobuf::ServiceDescriptor* service_;
  Handler& handler_;
  Crews& crews_;
  std::deque<MethodPolicy> policies_;  // addresses must not move
  std::vector<FeedBase*> feeds_;
  std::vector<std::unique_ptr<Batcher>> batchers_;
};

}  // namespace qianmo::rpc

#include "rpc/endpoint.h"

#include <algorithm>
#include <stdexcept>

#include <grpc/support/time.h>

#include "rpc/transport.h"

namespace qianmo::rpc {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kLongestCall{30};  // also for callers that set no deadline
constexpr std::chrono::minutes kLongestWatchOfStrangers{5};

std::string Metadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  return found == context.client_metadata().end()
             ? ""
             : std::string(found->second.data(), found->second.size());
}

pg::Deadline DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto now = steady_clock::now();
  const gpr_timespec left =
      gpr_time_sub(gpr_convert_clock_type(context.raw_deadline(), GPR_CLOCK_MONOTONIC),
                   gpr_now(GPR_CLOCK_MONOTONIC));
  const auto given = std::chrono::milliseconds(gpr_time_to_millis(left));
  return now + std::min<steady_clock::duration>(given, kLongestCall);
}

// Counts its call until the answer is sent.
class CountedReactor final : public grpc::ServerUnaryReactor {
 public:
  explicit CountedReactor(std::shared_ptr<std::atomic<int>> under_way)
      : under_way_(std::move(under_way)) {
    ++*under_way_;
  }
  void OnDone() override {
    --*under_way_;
    delete this;
  }

 private:
  const std::shared_ptr<std::atomic<int>> under_way_;
};

Envelope Open(const grpc::CallbackServerContext& context) {
  Envelope envelope;
  envelope.authorization = Metadata(context, "authorization");
  envelope.traceparent = Metadata(context, "traceparent");
  const PeerOfCall peer = PeerOfCall::Of(context);
  if (peer.is_gateway) {
    envelope.client_address = Metadata(context, "x-client-address");
    const bool web = Metadata(context, "x-client-channel") == "web";
    envelope.client_channel = web ? v1::CHANNEL_WEB : v1::CHANNEL_PROGRAM;
  }
  if (envelope.client_address.empty()) envelope.client_address = peer.address;
  envelope.deadline = DeadlineOf(context);
  envelope.arrived = steady_clock::now();
  return envelope;
}

}  // namespace

std::vector<std::string> Endpoint::Unbound() const {
  std::vector<std::string> unbound;
  for (int i = 0; i < service_->method_count(); ++i) {
    const std::string& name = service_->method(i)->full_name();
    const auto bound = std::any_of(policies_.begin(), policies_.end(),
                                   [&](const auto& policy) { return policy.full_name == name; });
    if (!bound) unbound.push_back(name);
  }
  return unbound;
}

const MethodPolicy& Endpoint::Declare(const std::string& method, Kind kind,
                                      const google::protobuf::Descriptor* request,
                                      const google::protobuf::Descriptor* reply) {
  const auto* descriptor = service_->FindMethodByName(method);
  if (descriptor == nullptr) {
    throw std::logic_error(service_->full_name() + " has no method " + method);
  }
  if (descriptor->input_type() != request || descriptor->output_type() != reply) {
    throw std::logic_error(descriptor->full_name() + " takes or gives other messages");
  }
  if (descriptor->server_streaming() != (kind == Kind::kWatch)) {
    throw std::logic_error(descriptor->full_name() + " must be bound with " +
                           (descriptor->server_streaming() ? "OnWatch" : "On"));
  }
  auto policy = PolicyOf(*descriptor);
  if (!policy) throw std::logic_error(policy.refusal().message);
  return policies_.emplace_back(*std::move(policy));
}

void Endpoint::Register(const MethodPolicy& policy, Kind kind,
                        grpc::internal::MethodHandler* handler) {
  const auto type = kind == Kind::kWatch ? grpc::internal::RpcMethod::SERVER_STREAMING
                                         : grpc::internal::RpcMethod::NORMAL_RPC;
  AddMethod(new grpc::internal::RpcServiceMethod(policy.path.c_str(), type, nullptr));
  MarkMethodCallback(static_cast<int>(policies_.size()) - 1, handler);
}

grpc::ServerUnaryReactor* Endpoint::React(grpc::CallbackServerContext* context,
                                          const MethodPolicy& policy, Crew crew,
                                          const google::protobuf::Message& request, Invoke invoke) {
  grpc::ServerUnaryReactor* reactor = new CountedReactor(crews_.under_way);
  Workers& workers = crew == Crew::kSlow ? crews_.slow : crews_.quick;
  const bool taken = workers.Submit(
      [=, this, &policy, &request, envelope = Open(*context), invoke = std::move(invoke)] {
        if (context->IsCancelled()) return reactor->Finish(grpc::Status::CANCELLED);
        reactor->Finish(handler_.Serve(policy, envelope, request, invoke));
      });
  if (!taken) reactor->Finish(handler_.TurnAway(policy));
  return reactor;
}

// Nothing of it waits for anything, so that it needs no worker.
grpc::ServerUnaryReactor* Endpoint::ReactInBatch(grpc::CallbackServerContext* context,
                                                 const MethodPolicy& policy,
                                                 const google::protobuf::Message& request,
                                                 google::protobuf::Message* reply,
                                                 Batcher& batcher) {
  grpc::ServerUnaryReactor* reactor = new CountedReactor(crews_.under_way);
  handler_.Gather(policy, Open(*context), request, reply, batcher,
                  [reactor](const grpc::Status& status) { reactor->Finish(status); });
  return reactor;
}

// The stream is only joined to the feed once the handler has let the whole call pass.
Watcher* Endpoint::ReactToWatch(grpc::CallbackServerContext* context, const MethodPolicy& policy,
                                Crew crew, FeedBase& feed, const google::protobuf::Message& request,
                                std::string after_version, TopicOf topic_of) {
  auto* watcher = new Watcher(feed, context);
  Workers& workers = crew == Crew::kSlow ? crews_.slow : crews_.quick;
  const bool taken = workers.Submit([=, this, &policy, &feed, &request, envelope = Open(*context)] {
    if (context->IsCancelled()) return watcher->Refuse(grpc::Status::CANCELLED);
    CountyId county{};
    std::string topic;
    Time until = feed.clock().Now() + kLongestWatchOfStrangers;
    const grpc::Status status =
        handler_.Serve(policy, envelope, request, [&](Call& call) -> Result<Done> {
          QM_ASSIGN(topic, topic_of(call));
          county = call.county();
          until = call.caller_expires().value_or(until);
          return watcher->Reserve(call.caller().account_id());
        });
    if (!status.ok()) return watcher->Refuse(status);
    watcher->Start(county, topic, after_version, until);
  });
  if (!taken) watcher->Refuse(handler_.TurnAway(policy));
  return watcher;
}

void Endpoint::Follow(const MethodPolicy& policy, FeedBase& feed) {
  feeds_.push_back(&feed);
  handler_.metrics().WatchFeed(policy.full_name, [&feed] { return feed.stats(); });
}

void Endpoint::EndWatches() {
  for (FeedBase* feed : feeds_) feed->Close();
}

}  // namespace qianmo::rpc

#include "rpc/endpoint.h"

#include <algorithm>
#include <stdexcept>

#include <grpc/support/time.h>

namespace qianmo::rpc {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kLongestCall{30};  // also for callers that set no deadline

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

// "ipv4:127.0.0.1:4711" -> "127.0.0.1", "ipv6:%5B::1%5D:4711" -> "::1"; anything else stays whole.
std::string AddressOf(const std::string& peer) {
  static constexpr std::string_view kOpen = "ipv6:%5B";
  if (peer.starts_with(kOpen)) return peer.substr(kOpen.size(), peer.find("%5D") - kOpen.size());
  const std::size_t from = peer.find(':');
  const std::size_t to = peer.rfind(':');
  return from == peer.npos || from == to ? peer : peer.substr(from + 1, to - from - 1);
}

Envelope Open(const grpc::CallbackServerContext& context) {
  Envelope envelope;
  envelope.authorization = Metadata(context, "authorization");
  envelope.traceparent = Metadata(context, "traceparent");
  envelope.client_address = Metadata(context, "x-client-address");
  if (envelope.client_address.empty()) envelope.client_address = AddressOf(context.peer());
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

const MethodPolicy& Endpoint::Declare(const std::string& method,
                                      const google::protobuf::Descriptor* request,
                                      const google::protobuf::Descriptor* reply) {
  const auto* descriptor = service_->FindMethodByName(method);
  if (descriptor == nullptr) {
    throw std::logic_error(service_->full_name() + " has no method " + method);
  }
  if (descriptor->input_type() != request || descriptor->output_type() != reply) {
    throw std::logic_error(descriptor->full_name() + " takes or gives other messages");
  }
  auto policy = PolicyOf(*descriptor);
  if (!policy) throw std::logic_error(policy.refusal().message);
  return policies_.emplace_back(*std::move(policy));
}

void Endpoint::Register(const MethodPolicy& policy, grpc::internal::MethodHandler* handler) {
  AddMethod(new grpc::internal::RpcServiceMethod(policy.path.c_str(),
                                                 grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
  MarkMethodCallback(static_cast<int>(policies_.size()) - 1, handler);
}

grpc::ServerUnaryReactor* Endpoint::React(grpc::CallbackServerContext* context,
                                          const MethodPolicy& policy, Crew crew,
                                          const google::protobuf::Message& request, Invoke invoke) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Workers& workers = crew == Crew::kSlow ? crews_.slow : crews_.quick;
  const bool taken = workers.Submit(
      [=, this, &policy, &request, envelope = Open(*context), invoke = std::move(invoke)] {
        if (context->IsCancelled()) return reactor->Finish(grpc::Status::CANCELLED);
        reactor->Finish(handler_.Serve(policy, envelope, request, invoke));
      });
  if (!taken) reactor->Finish(handler_.TurnAway(policy));
  return reactor;
}

}  // namespace qianmo::rpc

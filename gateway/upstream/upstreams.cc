#include "gateway/upstream/upstreams.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>

#include "grpc/health/v1/health.grpc.pb.h"
#include "rpc/transport.h"

namespace qianmo::gateway {
namespace {

constexpr std::chrono::milliseconds kBetweenAsking{1'000};
constexpr std::chrono::milliseconds kPatience{500};
constexpr std::chrono::milliseconds kPatienceAtEnd{2'000};
constexpr int kLargestMessage = 32 << 20;

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  arguments.SetMaxReceiveMessageSize(kLargestMessage);
  arguments.SetMaxSendMessageSize(kLargestMessage);
  return arguments;
}

// One question to one service, under way together with those to the others.
struct Question {
  using Health = grpc::health::v1::Health;
  using Reply = grpc::health::v1::HealthCheckResponse;

  std::string service;
  std::unique_ptr<Health::Stub> stub;
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientAsyncResponseReader<Reply>> call;
  Reply reply;
  grpc::Status status;

  Question(std::string asked, const std::shared_ptr<grpc::Channel>& channel,
           grpc::CompletionQueue* answers)
      : service(std::move(asked)), stub(Health::NewStub(channel)) {
    context.set_wait_for_ready(true);
    context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                      gpr_time_from_millis(kPatience.count(), GPR_TIMESPAN)));
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    call = stub->AsyncCheck(&context, request, answers);
    call->Finish(&reply, &status, this);
  }
  bool is_serving() const { return status.ok() && reply.status() == Reply::SERVING; }
};

}  // namespace

Upstreams::Upstreams(const UpstreamOptions& options, const std::vector<std::string>& services,
                     const Connect& connect)
    : services_(services), not_serving_(services), never_served_(services.begin(), services.end()) {
  for (const std::string& service : services) {
    auto peer = options.peers.find(service);
    if (peer == options.peers.end()) peer = options.peers.find(rpc::MeshNameOfService(service));
    const std::string& target = peer == options.peers.end() ? options.target : peer->second;
    if (target.empty()) throw std::runtime_error("nobody says where " + service + " lives");
    auto channel = connect(target, service, Arguments());
    auto stub = std::make_unique<grpc::GenericStub>(channel);
    upstreams_[service] = {std::move(channel), std::move(stub)};
  }
  for (const auto& [peer, target] : options.peers) {
    const bool known = std::any_of(services.begin(), services.end(), [&](const auto& service) {
      return service == peer || rpc::MeshNameOfService(service) == peer;
    });
    if (!known) throw std::runtime_error("there is no service " + peer + " to be a peer");
  }
}

Upstreams::~Upstreams() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  if (asker_.joinable()) asker_.join();
  LetGo();
}

// Calls that are just ending hold their channel for another moment, on threads of gRPC. The last to
// let go must be us: gRPC 1.51 aborts the process when it is one of those threads.
void Upstreams::LetGo() {
  const auto patience = std::chrono::steady_clock::now() + kPatienceAtEnd;
  for (auto& [service, upstream] : upstreams_) {
    upstream.stub.reset();
    while (upstream.channel.use_count() > 1 && std::chrono::steady_clock::now() < patience) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
}

grpc::GenericStub& Upstreams::StubOf(const std::string& service) const {
  return *upstreams_.at(service).stub;
}

std::shared_ptr<grpc::Channel> Upstreams::ChannelTo(const std::string& service) const {
  return upstreams_.at(service).channel;
}

void Upstreams::WatchHealth() {
  asker_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      AskAll();
      lock.lock();
      stop_.wait_for(lock, kBetweenAsking, [this] { return stopping_; });
    }
  });
}

void Upstreams::AskAll() {
  grpc::CompletionQueue answers;
  std::vector<std::unique_ptr<Question>> questions;
  for (const auto& [service, upstream] : upstreams_) {
    questions.push_back(std::make_unique<Question>(service, upstream.channel, &answers));
  }
  answers.Shutdown();  // ends once the last has answered
  void* tag = nullptr;
  for (bool ok = false; answers.Next(&tag, &ok);) continue;
  std::vector<std::string> not_serving;
  std::lock_guard lock(mutex_);
  for (const auto& question : questions) {
    if (question->is_serving()) {
      never_served_.erase(question->service);
    } else {
      not_serving.push_back(question->service);
    }
  }
  not_serving_ = std::move(not_serving);
}

std::vector<std::string> Upstreams::NotServing() const {
  std::lock_guard lock(mutex_);
  return not_serving_;
}

bool Upstreams::AllHaveServed() const {
  std::lock_guard lock(mutex_);
  return never_served_.empty();
}

}  // namespace qianmo::gateway

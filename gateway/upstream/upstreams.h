// The services behind the gateway: where each lives, channels to them, and whether they take calls.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/channel_arguments.h>

namespace qianmo::gateway {

struct UpstreamOptions {
  std::string target;  // host:port of every service that is not in `peers`
  // "qianmo.messages.v1.MessagesService", or "messages" for all of its package -> host:port
  std::map<std::string, std::string> peers;
};

// Opens the channel to `target` for `service` with these arguments.
using Connect = std::function<std::shared_ptr<grpc::Channel>(
    const std::string& target, const std::string& service, const grpc::ChannelArguments&)>;

// Thread-safe once made. Channels connect when first used and come back by themselves.
class Upstreams {
 public:
  // `services` are the full names of all that will be asked for.
  Upstreams(const UpstreamOptions& options, const std::vector<std::string>& services,
            const Connect& connect);
  // Waits a moment for calls that are just ending.
  ~Upstreams();
  Upstreams(const Upstreams&) = delete;
  Upstreams& operator=(const Upstreams&) = delete;

  // Throws std::out_of_range for a service that was not named at the start.
  grpc::GenericStub& StubOf(const std::string& service) const;
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& service) const;

  // The full names of all, in order.
  const std::vector<std::string>& services() const { return services_; }

  // Asks grpc.health.v1 of every service once a second from now on, all at once.
  void WatchHealth();
  // The services that did not say SERVING when they were last asked; all of them before that.
  std::vector<std::string> NotServing() const;
  // Whether every service has said SERVING at least once.
  bool AllHaveServed() const;

 private:
  struct Upstream {
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<grpc::GenericStub> stub;
  };

  void AskAll();
  void LetGo();

  const std::vector<std::string> services_;
  std::map<std::string, Upstream> upstreams_;
  mutable std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::vector<std::string> not_serving_;
  std::set<std::string> never_served_;
  std::thread asker_;
};

}  // namespace qianmo::gateway

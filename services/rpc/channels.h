// Where other services are: in this process, elsewhere, or nowhere.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <grpcpp/channel.h>

#include "rpc/transport.h"

namespace qianmo::rpc {

// Set up once at start, then read by all threads.
class Channels {
 public:
  // `service` is a full name such as "qianmo.messages.v1.MessagesService", or "messages" for all
  // that its package has.
  void Add(const std::string& service, std::shared_ptr<grpc::Channel> channel) {
    channels_[service] = std::move(channel);
  }
  // Null when nobody serves it.
  std::shared_ptr<grpc::Channel> To(const std::string& service) const {
    auto found = channels_.find(service);
    if (found == channels_.end()) found = channels_.find(MeshNameOfService(service));
    return found == channels_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace qianmo::rpc

// grpc.health.v1: orchestrators and ./qianmo up ask it whether calls may come.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "grpc/health/v1/health.grpc.pb.h"

namespace qianmo::rpc {

class Health final : public grpc::health::v1::Health::CallbackService {
 public:
  using Status = grpc::health::v1::HealthCheckResponse::ServingStatus;

  // Tells all watchers of `service` ("" is the whole server).
  void Set(const std::string& service, Status status);
  // Everything stops serving, and every Watch ends.
  void Close();

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* reply) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;

  std::mutex mutex_;
  std::map<std::string, Status> states_;
  std::set<Watcher*> watchers_;
  bool closed_ = false;
};

}  // namespace qianmo::rpc

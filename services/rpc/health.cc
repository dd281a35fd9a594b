#include "rpc/health.h"

namespace qianmo::rpc {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// Lives until its stream is done; guarded by the mutex of its Health.
class Health::Watcher final : public grpc::ServerWriteReactor<HealthCheckResponse> {
 public:
  Watcher(Health* health, std::string service) : health_(health), service_(std::move(service)) {}

  const std::string& service() const { return service_; }

  // Mutex held.
  void Tell(Status status) {
    wanted_ = status;
    WriteNext();
  }
  void End() {
    ending_ = true;
    WriteNext();
  }

  void OnWriteDone(bool ok) override {
    std::lock_guard lock(health_->mutex_);
    writing_ = false;
    if (!ok) gone_ = true;
    WriteNext();
  }
  void OnCancel() override {
    std::lock_guard lock(health_->mutex_);
    gone_ = true;
    WriteNext();
  }
  void OnDone() override {
    {
      std::lock_guard lock(health_->mutex_);
      health_->watchers_.erase(this);
    }
    delete this;
  }

 private:
  void WriteNext() {
    if (writing_ || finished_) return;
    if (wanted_ != told_ && !gone_) {  // also as the last word
      told_ = wanted_;
      response_.set_status(told_);
      writing_ = true;
      StartWrite(&response_);
    } else if (ending_ || gone_) {
      finished_ = true;
      Finish(grpc::Status::OK);
    }
  }

  Health* health_;
  const std::string service_;
  HealthCheckResponse response_;
  Status wanted_ = HealthCheckResponse::UNKNOWN;
  Status told_ = HealthCheckResponse::UNKNOWN;
  bool writing_ = false;
  bool ending_ = false;
  bool gone_ = false;  // the client
  bool finished_ = false;
};

void Health::Set(const std::string& service, Status status) {
  std::lock_guard lock(mutex_);
  if (closed_) return;
  states_[service] = status;
  for (Watcher* watcher : watchers_) {
    if (watcher->service() == service) watcher->Tell(status);
  }
}

void Health::Close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  for (auto& [service, status] : states_) status = HealthCheckResponse::NOT_SERVING;
  for (Watcher* watcher : watchers_) {
    if (states_.count(watcher->service())) watcher->Tell(HealthCheckResponse::NOT_SERVING);
    watcher->End();
  }
}

grpc::ServerUnaryReactor* Health::Check(grpc::CallbackServerContext* context,
                                        const HealthCheckRequest* request,
                                        HealthCheckResponse* reply) {
  auto* reactor = context->DefaultReactor();
  std::lock_guard lock(mutex_);
  const auto found = states_.find(request->service());
  if (found == states_.end()) {
    reactor->Finish({grpc::StatusCode::NOT_FOUND, "no such service here"});
  } else {
    reply->set_status(found->second);
    reactor->Finish(grpc::Status::OK);
  }
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* Health::Watch(grpc::CallbackServerContext*,
                                                             const HealthCheckRequest* request) {
  auto* watcher = new Watcher(this, request->service());
  std::lock_guard lock(mutex_);
  watchers_.insert(watcher);
  const auto found = states_.find(request->service());
  watcher->Tell(found == states_.end() ? HealthCheckResponse::SERVICE_UNKNOWN : found->second);
  if (closed_) watcher->End();
  return watcher;
}

}  // namespace qianmo::rpc

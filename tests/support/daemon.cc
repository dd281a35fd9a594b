#include "support/daemon.h"

#include <stdexcept>
#include <thread>

#include <grpc/support/time.h>
#include <signal.h>

#include "crypto/keyring.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "support/becomes.h"

namespace qianmo::support {

Daemon::Daemon(const Database& database)
    : database_url_(database.Url()),
      keys_(folder_.path() / "keys"),
      log_(folder_.path() / "log"),
      port_(FreePort()) {
  const auto created = crypto::Keyring::Create(keys_, SystemClock().Now());
  if (!created) throw std::runtime_error(created.refusal().message);
}

void Daemon::Start(const std::vector<std::string>& more_arguments) {
  std::vector<std::string> command = {BuiltProgram("qianmod"), "--listen", address(), "--keys",
                                      keys_};
  command.insert(command.end(), more_arguments.begin(), more_arguments.end());
  process_.emplace(
      command, std::map<std::string, std::string>{{"QIANMO_DATABASE_URL", database_url_}}, log_);
  // A channel of its own for each life: the old one would wait before it connects again.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  for (const char* backoff :
       {GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, GRPC_ARG_MIN_RECONNECT_BACKOFF_MS,
        GRPC_ARG_MAX_RECONNECT_BACKOFF_MS}) {
    arguments.SetInt(backoff, 100);
  }
  channel_ = grpc::CreateCustomChannel(address(), grpc::InsecureChannelCredentials(), arguments);
  bool healthy = false;
  Becomes([&] { return (healthy = IsHealthy()) || !process_->IsRunning(); });
  if (!healthy) throw std::runtime_error("qianmod did not become healthy:\n" + Log());
}

void Daemon::Kill() {
  process_->Signal(SIGKILL);
  process_->Wait();
}

int Daemon::Stop() {
  channel_.reset();  // an idle client of gRPC 1.51 hears a goodbye only at its next call
  process_->Signal(SIGTERM);
  return process_->Wait();
}

bool Daemon::IsHealthy() const {
  grpc::ClientContext context;
  context.set_deadline(gpr_time_from_seconds(1, GPR_TIMESPAN));
  context.set_wait_for_ready(true);
  grpc::health::v1::HealthCheckResponse reply;
  const auto status = grpc::health::v1::Health::NewStub(channel_)->Check(&context, {}, &reply);
  return status.ok() && reply.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

}  // namespace qianmo::support

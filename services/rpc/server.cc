#include "rpc/server.h"

#include <algorithm>
#include <stdexcept>

#include <google/protobuf/stubs/logging.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "rpc/log.h"

namespace qianmo::rpc {
namespace {

// A body of 4 MiB, the most that the gateway takes, and what the request says around it.
constexpr int kMostReceived = (4 << 20) + (64 << 10);
constexpr int kMostSent = 16 << 20;
constexpr std::size_t kMostMemory = 256 << 20;  // of messages not yet handled
constexpr int kMostMetadata = 16 << 10;
constexpr int kMostStreams = 10'000;  // of one connection: watches, and calls beside them
constexpr std::size_t kMostQueued = 512;
constexpr int kSlowWorkers = 4;
constexpr std::size_t kMostQueuedSlow = 64;
constexpr std::chrono::seconds kKeyringPoll{1};
// Requests that are still on their way in, and streams that are just told their end.
constexpr std::chrono::milliseconds kQuiet{200};

// A rotation adds the key and then changes the role, so whoever connects looks at the folder first.
std::string PasswordNow(crypto::LiveKeyring& keyring, const std::string& role) {
  (void)keyring.ReloadIfChanged();  // FollowKeyring tells what is wrong with it
  return DatabasePassword(*keyring.Current(), role);
}

pg::PoolOptions PoolFor(const std::string& service, const ServerOptions& options,
                        crypto::LiveKeyring& keyring) {
  const std::string role = DatabaseRole(service);
  return {.url = options.database_url,
          .role = role,
          .password = [&keyring, role] { return PasswordNow(keyring, role); },
          .application_name = "qianmo " + service,
          .size = options.pool_size,
          .statement_timeout = options.statement_timeout};
}

// Protobuf complains of what strangers send; its lines must be ours, and need not name the sender.
void LogProtobuf(google::protobuf::LogLevel level, const char*, int, const std::string& message) {
  if (level >= google::protobuf::LOGLEVEL_ERROR) {
    Log(Level::kWarning, "protobuf", {{"message", message}});
  }
}

void Limit(grpc::ServerBuilder* builder) {
  builder->SetResourceQuota(grpc::ResourceQuota("calls").Resize(kMostMemory));
  builder->SetMaxReceiveMessageSize(kMostReceived);
  builder->SetMaxSendMessageSize(kMostSent);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMostMetadata);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreams);
  // Peers look every 20 s, while they wait for an answer, whether we are still there.
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  // A taken port is a mistake to be told, not to be shared.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

}  // namespace

std::string DatabaseRole(const std::string& service) { return "qianmo_" + service; }

std::string DatabasePassword(const crypto::Keyring& keyring, const std::string& role) {
  const auto& key = keyring.newest(crypto::KeyPurpose::kDatabase);
  return ToHex(crypto::HkdfSha256(key.bytes(), "role " + role, 32));
}

Hosted::Hosted(const std::string& name, const ServerOptions& options, crypto::LiveKeyring& keyring,
               const Clock& clock, TokenVerifier& tokens, Metrics& metrics,
               const Channels& channels)
    : channels_(channels),
      pool_(PoolFor(name, options, keyring)),
      room_{.service = name,
            .pool = pool_,
            .keyring = keyring,
            .clock = clock,
            .wake =
                [this] {
                  courier_.Wake();
                  operations_.Wake();
                }},
      handler_(room_, tokens, metrics),
      courier_(room_, channels),
      operations_(room_),
      chores_(room_),
      crews_{{options.pool_size, kMostQueued}, {kSlowWorkers, kMostQueuedSlow}} {
  metrics.Watch(name, pool_, courier_,
                [this] { return crews_.quick.queued() + crews_.slow.queued(); });
}

Endpoint& Hosted::Offer(const google::protobuf::ServiceDescriptor* service) {
  return *endpoints_.emplace_back(std::make_unique<Endpoint>(service, handler_, crews_));
}

Server::Server(ServerOptions options, crypto::LiveKeyring& keyring, const Clock& clock)
    : options_(std::move(options)), keyring_(keyring), clock_(clock), tokens_(keyring) {
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  google::protobuf::SetLogHandler(LogProtobuf);
}

Server::~Server() {
  if (server_) Drain(std::chrono::seconds(5));
}

Hosted& Server::Host(const std::string& name) {
  auto& hosted = *hosted_.emplace_back(
      std::make_unique<Hosted>(name, options_, keyring_, clock_, tokens_, *metrics_, channels_));
  operations_.Add(hosted.room());
  return hosted;
}

void Server::Peer(const std::string& service, const std::string& target) {
  channels_.Add(service, options_.transport.Connect(target, MeshNameOfService(service)));
}

void Server::Start() {
  if (hosted_.empty()) throw std::runtime_error("no service is to be hosted");
  Endpoint& operations =
      hosted_.front()->Offer(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          "qianmo.rpc.v1.OperationsService"));
  operations.On("GetOperation", &operations_, &OperationsService::GetOperation);
  operations.On("ListOperations", &operations_, &OperationsService::ListOperations);
  operations.On("CancelOperation", &operations_, &OperationsService::CancelOperation);
  RequireAllBound();

  grpc::ServerBuilder builder;
  Limit(&builder);
  options_.transport.BoundConnections(&builder);
  builder.AddListeningPort(options_.listen, options_.transport.ForServer(), &port_);
  builder.RegisterService(&health_);
  for (const auto& hosted : hosted_) {
    for (const auto& endpoint : hosted->endpoints_) builder.RegisterService(endpoint.get());
  }
  server_ = builder.BuildAndStart();
  if (!server_ || port_ == 0) {
    throw std::runtime_error("cannot listen on " + options_.listen + ": is it in use already?");
  }
  if (!options_.admin.empty()) {
    page_ = std::make_unique<MetricsPage>(options_.admin, metrics_);
  }
  for (const auto& hosted : hosted_) {
    for (const auto& endpoint : hosted->endpoints_) {
      channels_.Add(endpoint->descriptor().full_name(), InProcess());
    }
  }
  for (const auto& hosted : hosted_) {
    hosted->courier_.WhenReachable([this, &hosted](bool there) { TellHealth(*hosted, there); });
    TellHealth(*hosted, false);  // until its database answers
    hosted->courier_.Start();
    hosted->operations_.Start();
    hosted->chores_.Start();
    for (const auto& start : hosted->starts_) start();
  }
  keyring_follower_ = std::thread([this] { FollowKeyring(); });
}

void Server::TellHealth(const Hosted& hosted, bool serving) {
  using Reply = grpc::health::v1::HealthCheckResponse;
  const auto status = serving ? Reply::SERVING : Reply::NOT_SERVING;
  for (const auto& endpoint : hosted.endpoints_) {
    health_.Set(endpoint->descriptor().full_name(), status);
  }
  std::lock_guard lock(mutex_);
  reachable_[&hosted] = serving;
  const bool all =
      std::all_of(reachable_.begin(), reachable_.end(), [](const auto& one) { return one.second; });
  health_.Set("", all ? Reply::SERVING : Reply::NOT_SERVING);
}

std::shared_ptr<grpc::Channel> Server::InProcess() {
  return server_->InProcessChannel(grpc::ChannelArguments());
}

void Server::Drain(std::chrono::seconds grace) {
  health_.Close();
  for (const auto& hosted : hosted_) {
    for (const auto& endpoint : hosted->endpoints_) endpoint->EndWatches();
  }
  // The couriers go first: a shutdown lets calls over the network finish, but cuts those in
  // process.
  const auto until = std::chrono::steady_clock::now() + grace;
  for (const auto& hosted : hosted_) hosted->courier_.Stop();
  ShutDown(until);
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  closing_changed_.notify_all();
  if (keyring_follower_.joinable()) keyring_follower_.join();
  page_.reset();
  hosted_.clear();
  server_.reset();
}

// gRPC waits for its clients to close their connections, and an idle client of 1.51 hears only at
// its next call that it should. We wait for answers alone.
void Server::ShutDown(std::chrono::steady_clock::time_point until) {
  using std::chrono::steady_clock;
  std::thread shutting([this] { server_->Shutdown(gpr_inf_future(GPR_CLOCK_MONOTONIC)); });
  auto idle_since = steady_clock::now();
  for (auto now = idle_since; now < until && now - idle_since < kQuiet; now = steady_clock::now()) {
    if (!IsIdle()) idle_since = now;
    std::this_thread::sleep_for(kQuiet / 10);
  }
  grpc_server_cancel_all_calls(server_->c_server());
  shutting.join();
}

bool Server::IsIdle() const {
  return std::all_of(hosted_.begin(), hosted_.end(),
                     [](const auto& hosted) { return *hosted->crews_.under_way == 0; });
}

void Server::RequireAllBound() const {
  for (const auto& hosted : hosted_) {
    for (const auto& endpoint : hosted->endpoints_) {
      for (const std::string& method : endpoint->Unbound()) {
        throw std::runtime_error(method + " is declared but bound to nothing");
      }
    }
  }
}

void Server::FollowKeyring() {
  bool well = true;  // told when it changes, not at every poll
  std::unique_lock lock(mutex_);
  while (!closing_changed_.wait_for(lock, kKeyringPoll, [this] { return closing_; })) {
    const auto reloaded = keyring_.ReloadIfChanged();
    if (!reloaded && well) {
      Log(Level::kError, "keyring_unreadable", {{"error", reloaded.refusal().message}});
    } else if (reloaded && *reloaded) {
      Log(Level::kInfo, "keyring_reloaded", {});
    }
    well = reloaded.ok();
  }
}

}  // namespace qianmo::rpc

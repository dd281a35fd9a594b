#include "gateway/transcode/stage.h"

#include <thread>

#include <google/protobuf/util/time_util.h>

#include "google/rpc/error_details.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "qianmo/test/v1/transcode.grpc.pb.h"
#include "rpc/status.h"
#include "rpc/transport.h"

namespace qianmo::gateway {
namespace {

using google::api::HttpBody;
using grpc::ServerContext;
using grpc::Status;
using grpc::StatusCode;

const google::protobuf::ServiceDescriptor* Find(const std::string& service) {
  return google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
}

// Byte i of every content is a letter that depends on i, so that a shifted part is seen.
std::string Bytes(std::int64_t from, std::int64_t size) {
  std::string bytes;
  for (std::int64_t i = from; i < from + size; ++i) bytes += static_cast<char>('a' + i * 7 % 26);
  return bytes;
}

// "files/plain/1000/报告.pdf"
struct FileName {
  std::string kind;
  std::int64_t size = 0;
  std::string name;

  explicit FileName(const std::string& text) {
    const std::size_t first = text.find('/') + 1;
    const std::size_t second = text.find('/', first);
    const std::size_t third = text.find('/', second + 1);
    if (third == text.npos) return;
    kind = text.substr(first, second - first);
    size = std::stoll(text.substr(second + 1, third - second - 1));
    name = text.substr(third + 1);
  }
};

std::string TypeOf(const std::string& name) {
  if (name.ends_with(".pdf")) return "application/pdf";
  return name.ends_with(".html") ? "text/html" : "text/plain; charset=utf-8";
}

Status StaleToken() {
  return rpc::ToStatus(
      Refusal{Refusal::Kind::kUnauthenticated, "TOKEN_EXPIRED", "the caller token is over"});
}

bool IsStale(const ServerContext& context) {
  const auto found = context.client_metadata().find("authorization");
  return found != context.client_metadata().end() && found->second == "Bearer qmt1.stale";
}

Status Detailed(int code, const std::string& message) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason("STAGE_FAILED");
  info.set_domain(rpc::kErrorDomain);
  (*info.mutable_metadata())["article"] = "7";
  status.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field("with_details");
  violation->set_description("is too long");
  status.add_details()->PackFrom(bad);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  status.add_details()->PackFrom(retry);
  google::rpc::DebugInfo debug;
  debug.set_detail("stack at 10.0.0.7");
  status.add_details()->PackFrom(debug);
  return rpc::ToStatus(status);
}

}  // namespace

class Stage::Service final : public test::v1::StageService::Service {
 public:
  explicit Service(Stage& stage) : stage_(stage) {}

  Status Echo(ServerContext*, const test::v1::EveryKind* request,
              test::v1::EveryKind* reply) override {
    if (Count("Echo") == 1 && request->string_field() == "away once") {
      return {StatusCode::UNAVAILABLE, "connection to 10.0.0.7 lost"};
    }
    *reply = *request;
    return Status::OK;
  }
  Status Change(ServerContext*, const test::v1::ChangeRequest* request,
                test::v1::ChangeRequest* reply) override {
    if (Count("Change") == 1 && request->request_id() == "away once")
      return {StatusCode::UNAVAILABLE, ""};
    *reply = *request;
    return Status::OK;
  }
  Status Update(ServerContext*, const test::v1::UpdateRequest* request,
                test::v1::UpdateRequest* reply) override {
    if (request->etag() == "stale") {
      return rpc::ToStatus(Refusal{Refusal::Kind::kConflict, "ETAG_STALE", "it was changed"});
    }
    *reply = *request;
    return Status::OK;
  }
  Status ReadFile(ServerContext*, const test::v1::ReadFileRequest* request,
                  HttpBody* reply) override {
    const int call = Count("ReadFile");
    const FileName file(request->name());
    const std::int64_t offset = request->window().offset();
    if (file.kind == "missing") {
      return rpc::ToStatus(Refusal{Refusal::Kind::kNotFound, "FILE_NOT_FOUND", "no such file"});
    }
    if (file.kind == "failing" && offset > 0) return {StatusCode::INTERNAL, "at 10.0.0.7"};
    if (file.kind == "wavering" && call == 2) return {StatusCode::UNAVAILABLE, ""};
    const std::int64_t limit = request->window().limit() == 0 ? 1 << 20 : request->window().limit();
    reply->set_data(Bytes(offset, std::min(limit, file.size - std::min(offset, file.size))));
    reply->set_content_type(TypeOf(file.name));
    rpc::v1::ContentInfo info;
    info.set_file_name(file.name);
    info.set_etag(file.kind == "changing" ? "v" + std::to_string(call) : "v1");
    info.set_total_size(file.size);
    info.set_offset(offset);
    info.set_shown(true);
    reply->add_extensions()->PackFrom(info);
    return Status::OK;
  }
  Status ReadWhole(ServerContext*, const test::v1::ReadWholeRequest* request,
                   HttpBody* reply) override {
    const FileName file(request->name());
    reply->set_data(Bytes(0, file.size));
    reply->set_content_type(TypeOf(file.name));
    return Status::OK;
  }
  Status PutFile(ServerContext*, const test::v1::PutFileRequest* request,
                 test::v1::PutFileResponse* reply) override {
    reply->set_name(request->name());
    reply->set_content_type(request->content().content_type());
    reply->set_size(static_cast<std::int64_t>(request->content().data().size()));
    reply->set_keep(request->keep());
    return Status::OK;
  }
  Status Fail(ServerContext*, const test::v1::FailRequest* request, test::v1::EveryKind*) override {
    Count("Fail");
    if (request->with_details()) return Detailed(request->code(), request->message());
    return {static_cast<StatusCode>(request->code()), request->message()};
  }
  Status Slow(ServerContext* context, const test::v1::SlowRequest* request,
              test::v1::SlowResponse* reply) override {
    Count("Slow");
    for (int i = 0; i < request->millis(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (!context->IsCancelled()) continue;
      ++stage_.cancelled;
      return {StatusCode::CANCELLED, ""};
    }
    reply->set_millis(request->millis());
    return Status::OK;
  }
  Status ShowCall(ServerContext* context, const test::v1::ShowCallRequest* request,
                  test::v1::ShowCallResponse* reply) override {
    Count("ShowCall");
    if (IsStale(*context)) return StaleToken();
    return Show(*context, *request, reply);
  }
  Status ShowOpenCall(ServerContext* context, const test::v1::ShowCallRequest* request,
                      test::v1::ShowCallResponse* reply) override {
    return Show(*context, *request, reply);
  }

  int Count(const std::string& method) {
    std::lock_guard lock(mutex_);
    return ++calls_[method];
  }
  int calls(const std::string& method) {
    std::lock_guard lock(mutex_);
    return calls_[method];
  }

 private:
  static Status Show(const ServerContext& context, const test::v1::ShowCallRequest& request,
                     test::v1::ShowCallResponse* reply) {
    for (const auto& [name, value] : context.client_metadata()) {
      (*reply->mutable_metadata())[std::string(name.data(), name.size())] =
          std::string(value.data(), value.size());
    }
    reply->set_session_token(request.session_token());
    reply->set_device_token(request.session_token().empty() ? "" : "new-device");
    reply->set_sent_device_token(request.device_token());
    return Status::OK;
  }

  Stage& stage_;
  std::mutex mutex_;
  std::map<std::string, int> calls_;
};

class Stage::Identity final : public identity::v1::IdentityService::Service {
 public:
  explicit Identity(Stage& stage) : stage_(stage) {}

  Status IssueToken(ServerContext*, const identity::v1::IssueTokenRequest* request,
                    identity::v1::IssueTokenResponse* reply) override {
    const int count = ++stage_.issued;
    if (request->session_token() != "qs1.good") {
      return rpc::ToStatus(
          Refusal{Refusal::Kind::kUnauthenticated, "SESSION_OVER", "the session is over"});
    }
    const bool stale = stage_.issue_stale_tokens && count == 1;
    reply->set_caller_token(stale ? "qmt1.stale" : "qmt1.for." + request->on_behalf_of());
    *reply->mutable_expire_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
        (SystemClock().Now() + std::chrono::seconds(60)).time_since_epoch().count());
    return Status::OK;
  }
  Status SignOut(ServerContext*, const identity::v1::SignOutRequest*,
                 identity::v1::Session*) override {
    return Status::OK;
  }

 private:
  Stage& stage_;
};

class Stage::Health final : public grpc::health::v1::Health::Service {
 public:
  Status Check(ServerContext*, const grpc::health::v1::HealthCheckRequest*,
               grpc::health::v1::HealthCheckResponse* reply) override {
    reply->set_status(grpc::health::v1::HealthCheckResponse::SERVING);
    return Status::OK;
  }
};

Stage::Stage()
    : service_(std::make_unique<Service>(*this)),
      identity_(std::make_unique<Identity>(*this)),
      health_(std::make_unique<Health>()) {
  Start();
}

Stage::~Stage() { Stop(); }

void Stage::Start() {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:" + std::to_string(port_), grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(service_.get());
  builder.RegisterService(identity_.get());
  builder.RegisterService(health_.get());
  server_ = builder.BuildAndStart();
  port_ = port;
}

void Stage::Stop() {
  if (server_ == nullptr) return;
  server_->Shutdown(gpr_now(GPR_CLOCK_MONOTONIC));
  server_->Wait();
  server_.reset();
}

int Stage::calls(const std::string& method) const { return service_->calls(method); }

House::House(Stage& stage)
    : routes({Find("qianmo.test.v1.StageService"), Find("qianmo.identity.v1.IdentityService")}),
      upstreams(
          {"127.0.0.1:" + std::to_string(stage.port()), {}},
          {"qianmo.test.v1.StageService", "qianmo.identity.v1.IdentityService"},
          [](const std::string& target, const std::string&, grpc::ChannelArguments arguments) {
            arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
            return rpc::Transport::Plain().Connect(target, "stage", std::move(arguments));
          }),
      sessions(IssueAtIdentity(upstreams), clock),
      transcoder(routes, upstreams, sessions,
                 [this](const std::shared_ptr<Exchange>& exchange, const Route& route,
                        const std::string& request, const UpstreamCaller& caller) {
                   test::v1::SlowRequest parsed;
                   parsed.ParseFromString(request);
                   streamed = route.method->name() + " " + std::to_string(parsed.millis()) + " " +
                              caller.credentials().token;
                   exchange->Respond({});
                 }) {}

}  // namespace qianmo::gateway

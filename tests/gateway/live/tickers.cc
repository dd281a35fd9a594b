#include "gateway/live/tickers.h"

#include <thread>

#include <google/protobuf/util/time_util.h>

#include "base/clock.h"
#include "support/becomes.h"
#include "support/process.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::util::TimeUtil;
using std::chrono::milliseconds;

google::protobuf::Timestamp Now() {
  return TimeUtil::MicrosecondsToTimestamp(SystemClock().Now().time_since_epoch().count());
}

std::string AuthorizationOf(const grpc::ServerContext& context) {
  const auto found = context.client_metadata().find("authorization");
  return found == context.client_metadata().end()
             ? ""
             : std::string(found->second.data(), found->second.size());
}

}  // namespace

void Tickers::Set(const std::string& name, int position, const std::string& padding) {
  std::lock_guard lock(mutex_);
  auto& state = states_["tickers/" + name];
  state.set_name("tickers/" + name + padding);
  state.set_position(position);
  state.set_version("v" + std::to_string(position));
  changed_.notify_all();
}

void Tickers::EndAll(const grpc::Status& status) {
  std::lock_guard lock(mutex_);
  ++ends_;
  end_status_ = status;
  changed_.notify_all();
}

void Tickers::Refuse(const grpc::Status& status) {
  std::lock_guard lock(mutex_);
  refusal_ = status;
}

std::vector<std::string> Tickers::known_versions() {
  std::lock_guard lock(mutex_);
  return known_versions_;
}

std::vector<std::string> Tickers::authorizations() {
  std::lock_guard lock(mutex_);
  return authorizations_;
}

bool Tickers::OpenBecomes(int wanted) const {
  return support::Becomes([&] { return open_ == wanted; });
}

bool Tickers::WasOpened(std::size_t times) {
  return support::Becomes([&] {
    std::lock_guard lock(mutex_);
    return known_versions_.size() >= times;
  });
}

grpc::Status Tickers::GetTicker(grpc::ServerContext*, const proto::WatchTickerRequest* request,
                                proto::TickerState* reply) {
  std::lock_guard lock(mutex_);
  *reply = states_[request->name()];
  return grpc::Status::OK;
}

grpc::Status Tickers::WatchTicker(grpc::ServerContext* context,
                                  const proto::WatchTickerRequest* request, Writer* writer) {
  return Watch(context, *request, writer);
}

grpc::Status Tickers::WatchOwnTicker(grpc::ServerContext* context,
                                     const proto::WatchTickerRequest* request, Writer* writer) {
  if (AuthorizationOf(*context).empty()) return {grpc::StatusCode::UNAUTHENTICATED, "sign in"};
  return Watch(context, *request, writer);
}

grpc::Status Tickers::Watch(grpc::ServerContext* context, const proto::WatchTickerRequest& request,
                            Writer* writer) {
  std::unique_lock lock(mutex_);
  known_versions_.push_back(request.after_version());
  authorizations_.push_back(AuthorizationOf(*context));
  if (!refusal_.ok()) return refusal_;
  ++open_;
  const int ends = ends_;
  std::string known = request.after_version();
  while (!context->IsCancelled() && ends == ends_) {
    proto::TickerState state = states_[request.name()];
    if (state.version().empty() || state.version() == known) {
      changed_.wait_for(lock, milliseconds(20));
      continue;
    }
    known = state.version();
    *state.mutable_server_time() = Now();
    lock.unlock();
    writer->Write(state);
    lock.lock();
  }
  --open_;
  return ends == ends_ ? grpc::Status::CANCELLED : end_status_;
}

grpc::Status Counter::Count(grpc::ServerContext* context, const proto::CountRequest* request,
                            grpc::ServerWriter<proto::Number>* writer) {
  ++open;
  proto::Number number;
  number.set_padding(std::string(static_cast<std::size_t>(request->padding()), '.'));
  for (int i = 1; i <= request->limit() && !context->IsCancelled(); ++i) {
    number.set_value(i);
    std::this_thread::sleep_for(milliseconds(pause_in_millis));
    if (!writer->Write(number)) break;
    ++written;
    if (i == request->fail_after()) break;
  }
  --open;
  if (request->fail_after() == 0) return grpc::Status::OK;
  return {grpc::StatusCode::FAILED_PRECONDITION, "the counter is tired"};
}

grpc::Status Sessions::IssueToken(grpc::ServerContext*,
                                  const identity::v1::IssueTokenRequest* request,
                                  identity::v1::IssueTokenResponse* reply) {
  if (over || request->session_token() != "qs1.good") {
    return {grpc::StatusCode::UNAUTHENTICATED, "the session is over"};
  }
  if (request->background()) ++issued_in_background;
  reply->set_caller_token("qmt1.token-" + std::to_string(++issued));
  *reply->mutable_expire_time() = Now() + TimeUtil::SecondsToDuration(60);
  return grpc::Status::OK;
}

Backstage::Backstage() : port_(support::FreePort()) { Start(); }

void Backstage::Start() {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:" + std::to_string(port_), grpc::InsecureServerCredentials());
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(&tickers);
  builder.RegisterService(&counter);
  builder.RegisterService(&sessions);
  server_ = builder.BuildAndStart();
  if (!server_) throw std::runtime_error("the test's services cannot listen");
}

void Backstage::Stop() {
  if (!server_) return;
  server_->Shutdown(std::chrono::system_clock::time_point());  // long past: calls are cut
  server_.reset();
}

}  // namespace qianmo::gateway

#include "gateway/live/watch.h"

#include <algorithm>

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/time_util.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include "gateway/transcode/error.h"
#include "gateway/transcode/json_write.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A stream that lived at least so long has ended in good order, and is opened again at once.
constexpr std::chrono::seconds kLongLife{1};
// Upstream that says nothing for so long, not even no, has let the call in.
constexpr std::chrono::seconds kSilenceIsYes{1};
// What a latecomer is told may be so old before its server_time is brought up to date.
constexpr milliseconds kFresh{250};

const FieldDescriptor* TextField(const google::protobuf::Descriptor* message, const char* name) {
  const auto* field = message->FindFieldByName(name);
  const bool fits =
      field != nullptr && !field->is_repeated() && field->type() == FieldDescriptor::TYPE_STRING;
  return fits ? field : nullptr;
}

// Trouble on the way rather than an answer to the request.
bool IsPassing(grpc::StatusCode code, bool admitted) {
  switch (code) {
    case grpc::StatusCode::UNAVAILABLE:
      return true;
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::UNKNOWN:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::ABORTED:
    case grpc::StatusCode::INTERNAL:
      return admitted;
    default:
      return false;
  }
}

void Advance(Message* state, const FieldDescriptor* server_time, steady_clock::duration by) {
  using google::protobuf::util::TimeUtil;
  if (server_time == nullptr || !state->GetReflection()->HasField(*state, server_time)) return;
  auto* stamp = google::protobuf::DynamicCastToGenerated<google::protobuf::Timestamp>(
      state->GetReflection()->MutableMessage(state, server_time));
  if (stamp == nullptr) return;
  *stamp += TimeUtil::MicrosecondsToDuration(
      std::chrono::duration_cast<std::chrono::microseconds>(by).count());
}

}  // namespace

std::optional<WatchFields> WatchFields::Of(const google::protobuf::MethodDescriptor& method) {
  WatchFields fields;
  fields.after_version = TextField(method.input_type(), "after_version");
  fields.version = TextField(method.output_type(), "version");
  const auto* time = method.output_type()->FindFieldByName("server_time");
  if (time != nullptr && !time->is_repeated() &&
      time->message_type() == google::protobuf::Timestamp::descriptor()) {
    fields.server_time = time;
  }
  if (fields.after_version == nullptr || fields.version == nullptr) return std::nullopt;
  return fields;
}

Watch::Watch(std::shared_ptr<Watches> watches, std::string key, const Route& route,
             WatchFields fields, std::unique_ptr<Message> request, UpstreamCaller caller)
    : watches_(std::move(watches)),
      key_(std::move(key)),
      route_(route),
      fields_(fields),
      request_(std::move(request)),
      caller_(std::move(caller)) {}

std::size_t Watch::clients() const {
  std::lock_guard lock(mutex_);
  return clients_.size();
}

void Watch::Add(const std::shared_ptr<StreamClient>& client) {
  std::lock_guard lock(mutex_);
  clients_.insert(client);
}

bool Watch::Remove(const std::shared_ptr<StreamClient>& client) {
  std::lock_guard lock(mutex_);
  clients_.erase(client);
  return clients_.empty();
}

std::vector<std::shared_ptr<StreamClient>> Watch::Stop() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  std::vector<std::shared_ptr<StreamClient>> everybody(clients_.begin(), clients_.end());
  clients_.clear();
  if (const auto stream = std::exchange(stream_, nullptr)) stream->Cancel();
  return everybody;
}

void Watch::Greet(const std::shared_ptr<StreamClient>& client) {
  std::unique_lock lock(mutex_);
  const bool first = !std::exchange(opened_, true);
  const bool admitted = admitted_;
  const auto frame = FrameNow();
  lock.unlock();
  if (admitted) client->Admit();
  if (frame) client->Offer(frame);
  if (first) Open(caller_);
}

void Watch::Beat() {
  {
    std::lock_guard lock(mutex_);
    if (!admitted_) return;
  }
  const Instant before = steady_clock::now() - watches_->options().heartbeat * 2 / 3;
  for (const auto& client : Everybody()) client->Beat(before);
}

std::vector<std::shared_ptr<StreamClient>> Watch::Everybody() const {
  std::lock_guard lock(mutex_);
  return {clients_.begin(), clients_.end()};
}

void Watch::Open(const UpstreamCaller& caller) {
  caller.NewContext([self = shared_from_this()](const grpc::Status& status,
                                                std::unique_ptr<grpc::ClientContext> context) {
    if (!status.ok()) return self->Ended(status);
    self->Begin(std::move(context));
  });
}

void Watch::Begin(std::unique_ptr<grpc::ClientContext> context) {
  std::lock_guard lock(mutex_);
  if (closed_) return;
  request_->GetReflection()->SetString(request_.get(), fields_.after_version, version_);
  stream_began_ = steady_clock::now();
  const auto self = shared_from_this();
  const std::uint64_t entry = watches_->Enter([weak = weak_from_this()] {
    if (const auto watch = weak.lock()) watch->Stop();
  });
  stream_ =
      UpstreamStream::Start(caller_.StubOf(route_.method->service()->full_name()), route_.grpc_path,
                            std::move(context), request_->SerializeAsString(),
                            {[self] { self->Admitted(); },
                             [self](grpc::ByteBuffer bytes) { self->Received(std::move(bytes)); },
                             [self, entry](const grpc::Status& status) {
                               {
                                 std::lock_guard ending(self->mutex_);
                                 self->stream_ = nullptr;
                               }
                               self->Ended(status);
                               self->watches_->Left(entry);
                             }});
  if (admitted_) return;
  watches_->After(kSilenceIsYes, [weak = weak_from_this(), stream = std::weak_ptr(stream_)] {
    if (const auto watch = weak.lock(); watch && !stream.expired()) watch->Admitted();
  });
}

void Watch::Admitted() {
  {
    std::lock_guard lock(mutex_);
    failing_since_.reset();
    attempts_ = 0;
    token_retried_ = false;
    if (std::exchange(admitted_, true)) return;
  }
  for (const auto& client : Everybody()) client->Admit();
}

void Watch::Received(grpc::ByteBuffer bytes) {
  State state(google::protobuf::MessageFactory::generated_factory()
                  ->GetPrototype(route_.method->output_type())
                  ->New());
  grpc::ProtoBufferReader reader(&bytes);
  if (state->ParseFromZeroCopyStream(&reader)) {
    std::string version = state->GetReflection()->GetString(*state, fields_.version);
    watches_->CountFrame();
    Publish(std::move(state), std::move(version));
  }
  std::lock_guard lock(mutex_);
  if (stream_) stream_->ReadNext();
}

void Watch::Publish(State state, std::string version) {
  std::shared_ptr<const Frame> frame;
  std::vector<std::shared_ptr<StreamClient>> everybody;
  {
    std::lock_guard lock(mutex_);
    failing_since_.reset();
    attempts_ = 0;
    token_retried_ = false;
    admitted_ = true;
    if (state_ && version == version_) return;
    state_ = std::move(state);
    version_ = std::move(version);
    received_ = steady_clock::now();
    frame_ = nullptr;
    frame = FrameNow();
    everybody.assign(clients_.begin(), clients_.end());
  }
  for (const auto& client : everybody) client->Offer(frame);
}

// The newest state as of now; null when there is none yet.
std::shared_ptr<const Frame> Watch::FrameNow() {
  if (!state_) return nullptr;
  const Instant now = steady_clock::now();
  if (frame_ && now - frame_made_ < kFresh) return frame_;
  const std::unique_ptr<Message> current(state_->New());
  current->CopyFrom(*state_);
  Advance(current.get(), fields_.server_time, now - received_);
  std::string json;
  WriteJson(*current, &json);
  frame_made_ = now;
  frame_ = std::make_shared<const Frame>(++serial_, version_, std::move(json));
  return frame_;
}

void Watch::Ended(const grpc::Status& status) {
  std::optional<milliseconds> wait;
  {
    std::lock_guard lock(mutex_);
    if (closed_) return;
    wait = RetryAfter(status);
  }
  if (wait) {
    return watches_->After(*wait, [weak = weak_from_this()] {
      const auto watch = weak.lock();
      if (watch) watch->Open(watch->caller_.InBackground());
    });
  }
  watches_->Forget(*this);
  const google::rpc::Status told = ForOutside(status, route_);
  for (const auto& client : Stop()) client->Fail(told);
}

std::optional<milliseconds> Watch::RetryAfter(const grpc::Status& status) {
  const Instant now = steady_clock::now();
  if (status.ok()) return now - stream_began_ >= kLongLife ? milliseconds(0) : Backoff();
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) {
    const bool again = !std::exchange(token_retried_, true) && caller_.ForgetToken();
    return again ? std::optional(milliseconds(0)) : std::nullopt;
  }
  if (!IsPassing(status.error_code(), admitted_)) return std::nullopt;
  if (!failing_since_) failing_since_ = now;
  const auto& options = watches_->options();
  const auto patience = admitted_ ? options.long_patience : options.patience;
  if (now - *failing_since_ >= patience) return std::nullopt;
  return Backoff();
}

// Twice as long each time, and a little different for each watch, so that after a restart of a
// service not all come at once.
milliseconds Watch::Backoff() {
  const auto& options = watches_->options();
  const auto step =
      std::min(options.first_retry * (1 << std::min(attempts_++, 10)), options.longest_retry);
  return step / 2 + step * (std::hash<std::string>()(key_) % 512) / 1024;
}

}  // namespace qianmo::gateway

#include "rpc/courier.h"

#include <algorithm>
#include <optional>

#include <grpc/support/time.h>
#include <grpcpp/generic/generic_stub.h>

#include "rpc/log.h"
#include "rpc/token.h"
#include "rpc/trace.h"

namespace qianmo::rpc {
namespace {

constexpr int kMostUnderWay = 64;
constexpr int kMostPerService = 16;  // a service that hangs must not hold up the calls to others
constexpr int kMostFaults = 12;
constexpr std::chrono::seconds kCallTime{10};
constexpr std::chrono::seconds kLastWords{3};  // for calls under way when we stop
constexpr std::chrono::milliseconds kPoll{200};

std::string ServiceOf(const std::string& method) {
  const std::size_t end = method.find('/', 1);
  return end == method.npos ? "" : method.substr(1, end - 1);
}

// The house itself, acting for the recorded person.
v1::Caller AsService(const OutboxRow& row) {
  v1::Caller caller = row.actor;
  caller.set_county_id(row.county.number);
  caller.clear_roles();
  auto* held = caller.add_roles();
  held->set_role(v1::ROLE_SERVICE);
  held->set_org_path("/" + std::to_string(row.county.number) + "/");
  caller.set_channel(v1::CHANNEL_PROGRAM);
  return caller;
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const auto& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace

struct Courier::Delivery {
  OutboxRow row;
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer reply;
  grpc::Status status;
};

Duration Backoff(int attempts) {
  const Duration first = std::chrono::milliseconds(200);
  const Duration most = std::chrono::minutes(1);
  const int doublings = std::clamp(attempts - 1, 0, 20);
  return std::min(first * (1 << doublings), most);
}

bool IsSilence(int grpc_code) {
  switch (grpc_code) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::CANCELLED:
      return true;
    default:
      return false;
  }
}

bool IsPoison(int grpc_code, int faults) {
  switch (grpc_code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::OUT_OF_RANGE:
      return true;
    default:  // silence, or a state that may still change, a conflict, a bug
      return !IsSilence(grpc_code) && faults + 1 >= kMostFaults;
  }
}

Courier::Courier(const Room& room, const Channels& channels) : room_(room), channels_(channels) {}

void Courier::Stop() {
  {
    std::lock_guard lock(mutex_);
    if (!closing_) cut_time_ = std::chrono::steady_clock::now() + kLastWords;
    closing_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Courier::WhenAnswered(const std::string& method, OnAnswer on_answer) {
  on_answer_[method] = std::move(on_answer);
}

void Courier::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Courier::Wake() {
  {
    std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

CourierStats Courier::stats() const {
  std::lock_guard lock(mutex_);
  return stats_;
}

void Courier::Run() {
  std::optional<bool> well;  // told when it changes, not at every poll
  for (;;) {
    bool more = false;
    try {
      more = Claim();
      if (well != true) tell_reachable_(true);
      if (well == false) Log(Level::kInfo, "database_is_back", {{"service", room_.service}});
      well = true;
    } catch (const std::exception& trouble) {  // the database is away; the next poll tries again
      if (well != false) {
        tell_reachable_(false);
        Log(Level::kWarning, "database_is_away",
            {{"service", room_.service}, {"error", std::string(trouble.what())}});
      }
      well = false;
    }
    std::vector<std::shared_ptr<Delivery>> ended;
    {
      std::unique_lock lock(mutex_);
      const auto ready = [this] { return woken_ || !ended_.empty() || closing_; };
      if (!more) changed_.wait_for(lock, kPoll, ready);
      woken_ = false;
      ended.swap(ended_);
      if (closing_ && total_under_way_ == 0) return;
      if (closing_ && std::chrono::steady_clock::now() >= cut_time_) {
        for (const auto& delivery : deliveries_) delivery->context.TryCancel();
      }
    }
    for (const auto& delivery : ended) {
      deliveries_.erase(delivery);
      Finish(*delivery);
    }
  }
}

// True when there may be more to claim at once.
bool Courier::Claim() {
  {
    std::lock_guard lock(mutex_);
    if (closing_) return false;
  }
  bool more = false;
  for (const CountyId county : CountiesOf(room_)) {
    const int room_left = kMostUnderWay - total_under_way_;
    if (room_left <= 0) return false;
    const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() + kCallTime};
    using Claimed = Result<std::vector<OutboxRow>>;
    auto claimed = pg::Transact(room_.pool, options, [&](pg::Transaction& tx) -> Claimed {
      return ClaimDue(tx, room_, county, BusyServices(), std::min(room_left, kMostPerService),
                      room_.clock.Now());
    });
    more = more || !claimed->empty();
    for (auto& row : *claimed) Dispatch(std::move(row));
  }
  return more;
}

std::vector<std::string> Courier::BusyServices() const {
  std::vector<std::string> busy;
  for (const auto& [service, count] : under_way_) {
    if (count >= kMostPerService) busy.push_back(service);
  }
  return busy;
}

void Courier::Dispatch(OutboxRow row) {
  auto delivery = std::make_shared<Delivery>();
  delivery->row = std::move(row);
  const OutboxRow& sent = delivery->row;
  const std::string service = ServiceOf(sent.method);
  ++under_way_[service];
  ++total_under_way_;
  deliveries_.insert(delivery);
  const auto end = [this, delivery](grpc::Status status) {
    delivery->status = std::move(status);
    {
      std::lock_guard lock(mutex_);
      ended_.push_back(delivery);
    }
    changed_.notify_all();
  };
  // A key ring that lags behind the one that sealed it: soon, or after a repair, it opens.
  if (!sent.request) return end({grpc::StatusCode::UNAVAILABLE, "no key at hand opens this row"});
  const auto channel = channels_.To(service);
  if (channel == nullptr) return end({grpc::StatusCode::UNAVAILABLE, "nobody serves " + service});

  delivery->context.set_deadline(gpr_time_from_seconds(kCallTime.count(), GPR_TIMESPAN));
  delivery->context.AddMetadata(
      "authorization",
      "Bearer " + SignToken(*room_.keyring.Current(), AsService(sent), room_.clock.Now()));
  delivery->context.AddMetadata("traceparent", Trace::Continue(sent.traceparent).Traceparent());
  delivery->request = ToBuffer(*sent.request);
  grpc::GenericStub(channel).UnaryCall(&delivery->context, sent.method, {}, &delivery->request,
                                       &delivery->reply, end);
}

void Courier::Finish(Delivery& delivery) {
  --under_way_[ServiceOf(delivery.row.method)];
  --total_under_way_;
  try {
    Record(delivery);
  } catch (const std::exception& trouble) {  // the lease runs out and the call is made again
    Log(Level::kWarning, "outbox_record_failed",
        {{"service", room_.service},
         {"outbox_id", delivery.row.outbox_id.ToString()},
         {"error", std::string(trouble.what())}});
  }
}

void Courier::Record(const Delivery& delivery) {
  const OutboxRow& row = delivery.row;
  const grpc::Status& status = delivery.status;
  const bool poison = !status.ok() && IsPoison(status.error_code(), row.faults);
  const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() + kCallTime};
  const std::string error =
      std::to_string(status.error_code()) + " " + status.error_message().substr(0, 500);
  const auto done = pg::Transact(room_.pool, options, [&](pg::Transaction& tx) -> Result<Done> {
    if (poison) {
      Bury(tx, room_, row, error);
    } else if (!status.ok()) {
      TryLater(tx, room_, row, room_.clock.Now() + Backoff(row.attempts),
               !IsSilence(status.error_code()), error);
    } else {
      const auto on_answer = on_answer_.find(row.method);
      if (on_answer != on_answer_.end()) on_answer->second(tx, row, ToBytes(delivery.reply));
      Delivered(tx, room_, row);
    }
    return Done{};
  });
  std::lock_guard lock(mutex_);
  if (done) ++(poison ? stats_.buried : status.ok() ? stats_.delivered : stats_.retried);
  if (poison) {
    Log(Level::kError, "outbox_call_dead",
        {{"service", room_.service},
         {"method", row.method},
         {"error", error},
         {"outbox_id", row.outbox_id.ToString()},
         {"ordering_key", row.ordering_key}});
  }
}

}  // namespace qianmo::rpc

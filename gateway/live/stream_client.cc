#include "gateway/live/stream_client.h"

#include <utility>

#include "gateway/transcode/error.h"

namespace qianmo::gateway {
namespace {

using std::chrono::steady_clock;

HttpResponse HeadOf(Form form) {
  HttpResponse head;
  head.headers.Add("Content-Type", ContentTypeOf(form));
  head.headers.Add("Cache-Control", "no-store");
  head.headers.Add("X-Accel-Buffering", "no");  // proxies must pass each piece on as it comes
  return head;
}

}  // namespace

StreamClient::StreamClient(std::shared_ptr<Exchange> exchange, Form form, std::string known,
                           std::chrono::milliseconds retry)
    : form_(form),
      retry_(retry),
      exchange_(std::move(exchange)),
      known_(std::move(known)),
      last_sent_(steady_clock::now()) {}

void StreamClient::Begin(std::function<void()> gone, std::function<void()> idle) {
  std::shared_ptr<Exchange> exchange;
  {
    std::lock_guard lock(mutex_);
    gone_ = std::move(gone);
    idle_ = std::move(idle);
    exchange = exchange_;
  }
  exchange->WhenGone([client = weak_from_this()] {
    if (const auto self = client.lock()) self->Gone();
  });
}

void StreamClient::Admit() {
  std::unique_lock lock(mutex_);
  if (!exchange_) return;
  OpenOnce();
  Pump(std::move(lock));
}

void StreamClient::Offer(std::shared_ptr<const Frame> frame) {
  std::unique_lock lock(mutex_);
  if (!exchange_ || end_ || frame->serial() <= serial_) return;
  serial_ = frame->serial();
  OpenOnce();
  const bool known = !frame->version().empty() && frame->version() == known_;
  frame_ = known ? nullptr : std::move(frame);
  Pump(std::move(lock));
}

void StreamClient::Beat(Instant before) {
  std::unique_lock lock(mutex_);
  if (!exchange_ || end_ || busy_ || last_sent_ > before) return;
  OpenOnce();
  beat_ = true;
  Pump(std::move(lock));
}

void StreamClient::Fail(const google::rpc::Status& status) {
  std::unique_lock lock(mutex_);
  if (!exchange_ || end_) return;
  const std::string& trace_id = exchange_->request().trace.trace_id;
  if (!open_) {
    const auto exchange = std::exchange(exchange_, nullptr);
    lock.unlock();
    return exchange->Respond(ErrorResponse(status, trace_id));
  }
  end_ = ErrorPiece(form_, first_ && !frame_, ErrorJson(status, trace_id));
  Pump(std::move(lock));
}

void StreamClient::End() {
  std::unique_lock lock(mutex_);
  if (!exchange_ || end_) return;
  OpenOnce();
  end_ = EndPiece(form_, first_ && !frame_);
  Pump(std::move(lock));
}

void StreamClient::OpenOnce() {
  if (open_) return;
  open_ = true;
  greet_ = form_ == Form::kEvents;
  exchange_->Open(HeadOf(form_), std::nullopt);
}

// Null when there is nothing to send.
SharedBytes StreamClient::NextPiece() {
  busy_with_frame_ = false;
  if (std::exchange(greet_, false)) {
    return std::make_shared<const std::string>("retry: " + std::to_string(retry_.count()) + "\n\n");
  }
  if (const auto frame = std::exchange(frame_, nullptr)) {
    known_ = frame->version();
    busy_with_frame_ = true;
    return frame->In(form_, std::exchange(first_, false));
  }
  if (std::exchange(beat_, false)) return std::make_shared<const std::string>(Heartbeat(form_));
  if (end_ && !end_->empty()) return std::make_shared<const std::string>(std::exchange(*end_, ""));
  return nullptr;
}

// Whoever sets busy_ is the only writer, so nothing is written under the lock: a write to a client
// that is gone calls back at once.
void StreamClient::Pump(std::unique_lock<std::mutex> lock) {
  if (busy_ || !exchange_ || !open_) return;
  if (SharedBytes bytes = NextPiece()) {
    busy_ = true;
    last_sent_ = steady_clock::now();
    const auto exchange = exchange_;
    lock.unlock();
    return exchange->Write(std::move(bytes),
                           [self = shared_from_this()](bool alive) { self->Written(alive); });
  }
  if (!end_) return;
  const auto exchange = std::exchange(exchange_, nullptr);
  lock.unlock();
  exchange->Close(true);
}

void StreamClient::Written(bool alive) {
  if (!alive) return Gone();
  std::unique_lock lock(mutex_);
  busy_ = false;
  const auto idle = busy_with_frame_ && !frame_ ? idle_ : nullptr;
  Pump(std::move(lock));
  if (idle) idle();
}

void StreamClient::Gone() {
  std::unique_lock lock(mutex_);
  const auto exchange = std::exchange(exchange_, nullptr);  // its end may call back
  const auto gone = std::exchange(gone_, nullptr);
  frame_ = nullptr;
  idle_ = nullptr;
  lock.unlock();
  if (gone) gone();
}

}  // namespace qianmo::gateway

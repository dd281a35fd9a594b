#include "gateway/http/access_log.h"
#include "gateway/http/connection.h"

namespace qianmo::gateway {
namespace {

boost::asio::const_buffer Buffer(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

std::string ChunkHead(std::size_t size) {
  char digits[2 * sizeof size];
  char* at = digits + sizeof digits;
  for (; size > 0; size /= 16) *--at = "0123456789abcdef"[size % 16];
  return std::string(at, digits + sizeof digits) + "\r\n";
}

}  // namespace

using std::chrono::steady_clock;

bool Connection::IsDue(std::uint64_t serial) const {
  return serial == serial_ && (phase_ == Phase::kServing || phase_ == Phase::kStreaming);
}

void Connection::Called(std::uint64_t serial, std::string name) {
  if (IsDue(serial)) called_ = std::move(name);
}

void Connection::Respond(std::uint64_t serial, HttpResponse response) {
  if (!IsDue(serial)) return;
  keep_alive_ = keep_alive_ && !read_ended_ && !site_->draining;
  status_ = response.status;
  if (status_ / 100 == 2 && site_->proves_caller && site_->proves_caller(called_)) {
    site_->known_callers.Add(caller_, steady_clock::now());
  }
  Piece piece;
  const std::uint64_t length =
      response.common_body ? response.common_body->size() : response.body.size();
  piece.head = ResponseHead(response, *request_, {Framing::kLength, length, http10_, keep_alive_});
  if (request_->method != "HEAD" && HasBody(response.status)) {
    piece.body = std::move(response.body);
    piece.bytes = std::move(response.common_body);
  }
  piece.last = true;
  Enqueue(std::move(piece));
}

void Connection::Open(std::uint64_t serial, HttpResponse head,
                      std::optional<std::uint64_t> length) {
  if (!IsDue(serial)) return;
  framing_ = length ? Framing::kLength : http10_ ? Framing::kUntilEnd : Framing::kChunked;
  length_left_ = length.value_or(0);
  keep_alive_ = keep_alive_ && framing_ != Framing::kUntilEnd && !read_ended_ && !site_->draining;
  status_ = head.status;
  phase_ = Phase::kStreaming;
  if (!length) ++site_->metrics->open_streams;
  Piece piece;
  piece.head = ResponseHead(head, *request_, {framing_, length_left_, http10_, keep_alive_});
  piece.last = request_->method == "HEAD" || !HasBody(head.status);
  Enqueue(std::move(piece));
}

void Connection::Write(std::uint64_t serial, std::shared_ptr<const std::string> bytes,
                       std::function<void(bool)> written) {
  const bool headless = request_ && request_->method == "HEAD";
  if (!IsDue(serial) || headless) return written(false);
  if (framing_ == Framing::kLength && bytes->size() > length_left_) {
    LoseClient();
    return written(false);
  }
  Piece piece;
  if (framing_ == Framing::kChunked && !bytes->empty()) {
    piece.head = ChunkHead(bytes->size());
    piece.tail = "\r\n";
  }
  length_left_ -= framing_ == Framing::kLength ? bytes->size() : 0;
  piece.bytes = std::move(bytes);
  piece.written = std::move(written);
  Enqueue(std::move(piece));
}

void Connection::Close(std::uint64_t serial, bool complete) {
  if (!IsDue(serial) || request_->method == "HEAD") return;
  if (!complete || (framing_ == Framing::kLength && length_left_ > 0)) return LoseClient();
  Piece piece;
  if (framing_ == Framing::kChunked) piece.tail = "0\r\n\r\n";
  piece.last = true;
  Enqueue(std::move(piece));
}

void Connection::WhenGone(std::uint64_t serial, std::function<void()> gone) {
  if (!IsDue(serial)) return gone();
  gone_ = std::move(gone);
}

void Connection::Enqueue(Piece piece) {
  if (sending_) {
    waiting_.push_back(std::move(piece));
    return;
  }
  piece_ = std::move(piece);
  SendPiece();
}

void Connection::SendPiece() {
  sending_ = true;
  progress_ = steady_clock::now();
  const std::string_view bytes = piece_.bytes ? std::string_view(*piece_.bytes) : "";
  sent_bytes_ += piece_.body.size() + bytes.size();
  site_->metrics->bytes_out +=
      piece_.head.size() + piece_.body.size() + bytes.size() + piece_.tail.size();
  wire_->Send({Buffer(piece_.head), Buffer(piece_.body), Buffer(bytes), Buffer(piece_.tail)});
}

void Connection::OnProgress() { progress_ = steady_clock::now(); }

void Connection::OnSent(bool ok) {
  sending_ = false;
  Piece sent = std::exchange(piece_, {});
  if (!ok || phase_ == Phase::kClosed) {
    if (sent.written) sent.written(false);
    return LoseClient();
  }
  if (!waiting_.empty()) {
    piece_ = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    SendPiece();
  }
  if (sent.written) sent.written(true);
  if (sent.last) FinishExchange();
}

void Connection::FinishExchange() {
  Conclude(status_);
  ++serial_;
  gone_ = nullptr;
  request_ = nullptr;
  answer_.reset();
  finder_.Reset();
  called_.clear();
  reason_ = {};
  sent_bytes_ = 0;
  since_ = steady_clock::now();
  if (!keep_alive_) return Linger();
  phase_ = Phase::kIdle;
  ConsumeAhead();
  ReadMore();
}

// The one place where a request ends, for those who count: 0 when the client left before.
void Connection::Conclude(int status) {
  if (phase_ == Phase::kStreaming && framing_ != Framing::kLength) --site_->metrics->open_streams;
  const std::string called = called_.empty() ? "unknown" : called_;
  const auto took = steady_clock::now() - request_->arrived;
  auto [answered, fresh] = worker_->answered.try_emplace(called);
  if (fresh) answered->second = site_->metrics->Find(called);
  answered->second.by_class[static_cast<std::size_t>(status / 100)]->Increment();
  answered->second.seconds->Observe(std::chrono::duration<double>(took).count());
  LogServed({*request_, called, reason_, status, sent_bytes_,
             std::chrono::duration_cast<std::chrono::microseconds>(took)});
}

// Closing at once with bytes unread would reset the connection, and with it the answer on its way.
void Connection::Linger() {
  phase_ = Phase::kLingering;
  ahead_ = {};
  taken_ = 0;
  if (read_ended_) return Cut();
  wire_->EndSending();
  ReadMore();
}

}  // namespace qianmo::gateway

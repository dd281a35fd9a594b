#include "gateway/http/connection.h"

#include <boost/asio/dispatch.hpp>

#include "gateway/http/answer.h"

namespace qianmo::gateway {
namespace {

using std::chrono::steady_clock;

boost::asio::const_buffer Buffer(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

std::string ChunkHead(std::size_t size) {
  char digits[2 * sizeof size];
  char* at = digits + sizeof digits;
  for (; size > 0; size /= 16) *--at = "0123456789abcdef"[size % 16];
  return std::string(at, digits + sizeof digits) + "\r\n";
}

}  // namespace

std::shared_ptr<Connection> Connection::Make(std::shared_ptr<Worker> worker, Site& site,
                                             std::string peer) {
  const auto end = [worker](Connection* connection) {
    if (worker->stopped) return delete connection;
    boost::asio::dispatch(worker->io, [connection] { delete connection; });
  };
  return {new Connection(worker, site, std::move(peer)), end};
}

Connection::Connection(std::shared_ptr<Worker> worker, Site& site, std::string peer)
    : worker_(std::move(worker)), site_(site), peer_(std::move(peer)) {
  worker_->connections.insert(this);
  ++worker_->count;
}

Connection::~Connection() {
  if (!worker_->stopped) worker_->connections.erase(this);
  --worker_->count;
}

void Connection::Start(std::unique_ptr<Wire> wire) {
  wire_ = std::move(wire);
  since_ = steady_clock::now();
  wire_->Begin();
}

void Connection::OnReady() { ReadMore(); }

void Connection::ReadMore() {
  if (reading_ || read_ended_ || phase_ == Phase::kClosed) return;
  if (ahead_.size() - taken_ >= site_.limits.ahead_bytes && !IsReading()) return;
  reading_ = true;
  wire_->Read();
}

void Connection::OnBytes(std::string_view bytes) {
  reading_ = false;
  if (phase_ == Phase::kClosed) return;
  if (phase_ == Phase::kLingering) return ReadMore();
  if (IsReading() && ahead_.empty()) Consume(&bytes);
  if (phase_ != Phase::kLingering && phase_ != Phase::kClosed) {
    ahead_.append(bytes);
    if (IsReading()) ConsumeAhead();
  }
  ReadMore();
}

void Connection::ConsumeAhead() {
  while (IsReading() && taken_ < ahead_.size()) {
    std::string_view rest = std::string_view(ahead_).substr(taken_);
    const std::size_t before = rest.size();
    Consume(&rest);
    taken_ += before - rest.size();
    if (before == rest.size()) break;
  }
  if (taken_ == ahead_.size()) {
    ahead_ = {};
    taken_ = 0;
  }
}

// Moves on until a request is complete or the bytes do not suffice.
void Connection::Consume(std::string_view* bytes) {
  if (phase_ == Phase::kIdle) {
    if (bytes->starts_with("\r\n")) bytes->remove_prefix(2);  // some clients end a body with it
    if (bytes->empty() || *bytes == "\r") return;
    phase_ = Phase::kHead;
    since_ = steady_clock::now();
  }
  if (phase_ == Phase::kHead && !TakeHead(bytes)) return;
  if (phase_ != Phase::kBody) return;
  if (const auto fault = body_.Take(bytes, &request_->body)) return RefuseAndClose(*fault);
  if (body_.done()) ServeRequest();
}

bool Connection::TakeHead(std::string_view* bytes) {
  std::optional<Fault> fault;
  const std::size_t size = finder_.Find(*bytes, site_.limits, &fault);
  if (fault) {
    RefuseAndClose(*fault);
    return false;
  }
  if (size == 0) return false;
  Head head;
  fault = ParseHead(bytes->substr(0, size), site_.limits, &head);
  bytes->remove_prefix(size);
  if (fault) {
    RefuseAndClose(*fault);
    return false;
  }
  BeginRequest(std::move(head));
  return true;
}

void Connection::BeginRequest(Head head) {
  phase_ = Phase::kBody;
  http10_ = head.http10;
  keep_alive_ = head.keep_alive;
  request_ = std::make_shared<HttpRequest>(std::move(head.request));
  request_->arrived = since_;
  request_->client_address = peer_;
  request_->trace = rpc::Trace::Continue(request_->headers.Get("traceparent"));
  if (const auto fault = body_.Begin(head, site_.limits.body_bytes)) return RefuseAndClose(*fault);
  if (head.expects_continue && !body_.done()) {
    Piece piece;
    piece.tail = "HTTP/1.1 100 Continue\r\n\r\n";
    Enqueue(std::move(piece));
  }
}

void Connection::ServeRequest() {
  phase_ = Phase::kServing;
  finder_.Reset();
  const auto self = std::static_pointer_cast<Connection>(shared_from_this());
  site_.serve(std::make_shared<Answer>(self, serial_, request_));
}

void Connection::RefuseAndClose(const Fault& fault) {
  if (!request_) request_ = std::make_shared<HttpRequest>();
  phase_ = Phase::kServing;
  keep_alive_ = false;
  Respond(serial_, Refuse(fault));
}

bool Connection::IsDue(std::uint64_t serial) const {
  return serial == serial_ && (phase_ == Phase::kServing || phase_ == Phase::kStreaming);
}

void Connection::Called(std::uint64_t serial, std::string name) {
  if (IsDue(serial)) called_ = std::move(name);
}

void Connection::Respond(std::uint64_t serial, HttpResponse response) {
  if (!IsDue(serial)) return;
  keep_alive_ = keep_alive_ && !read_ended_ && !site_.draining;
  status_ = response.status;
  Piece piece;
  piece.head = ResponseHead(response, *request_,
                            {Framing::kLength, response.body.size(), http10_, keep_alive_});
  if (request_->method != "HEAD" && HasBody(response.status)) piece.body = std::move(response.body);
  piece.last = true;
  Enqueue(std::move(piece));
}

void Connection::Open(std::uint64_t serial, HttpResponse head,
                      std::optional<std::uint64_t> length) {
  if (!IsDue(serial)) return;
  framing_ = length ? Framing::kLength : http10_ ? Framing::kUntilEnd : Framing::kChunked;
  length_left_ = length.value_or(0);
  keep_alive_ = keep_alive_ && framing_ != Framing::kUntilEnd && !read_ended_ && !site_.draining;
  status_ = head.status;
  phase_ = Phase::kStreaming;
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
  ++serial_;
  gone_ = nullptr;
  request_ = nullptr;
  called_.clear();
  status_ = 0;
  sent_bytes_ = 0;
  since_ = steady_clock::now();
  if (!keep_alive_) return Linger();
  phase_ = Phase::kIdle;
  ConsumeAhead();
  ReadMore();
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

void Connection::OnEnd(bool clean) {
  reading_ = false;
  read_ended_ = true;
  if (phase_ == Phase::kServing && clean) return;  // it may still wait for its answer
  if (phase_ == Phase::kStreaming && clean && framing_ == Framing::kLength) return;
  LoseClient();
}

// The client has gone, or must go.
void Connection::LoseClient() {
  const bool midway = phase_ == Phase::kServing || phase_ == Phase::kStreaming;
  if (phase_ != Phase::kClosed) {
    phase_ = Phase::kClosed;
    wire_->Cut(midway);
  }
  for (Piece& piece : std::exchange(waiting_, {})) {
    if (piece.written) piece.written(false);
  }
  if (const auto gone = std::exchange(gone_, nullptr)) gone();
}

void Connection::Cut() { LoseClient(); }

void Connection::Drain() {
  if (phase_ == Phase::kIdle && ahead_.empty()) LoseClient();
}

void Connection::CheckTime(Instant now) {
  const Limits& limits = site_.limits;
  const auto age = now - since_;
  if (sending_ && now - progress_ > limits.stall) return LoseClient();
  switch (phase_) {
    case Phase::kIdle:
      if (age > limits.idle) LoseClient();
      break;
    case Phase::kHead:
      if (age > limits.head) {
        RefuseAndClose({408, "HEADERS_TOO_SLOW", "The headers took too long to arrive."});
      }
      break;
    case Phase::kBody: {
      const auto seconds = std::chrono::duration_cast<std::chrono::milliseconds>(age).count();
      const auto due = limits.body_bytes_a_second * static_cast<std::size_t>(seconds) / 1000;
      if (age > limits.head && request_->body.size() < due) {
        RefuseAndClose({408, "BODY_TOO_SLOW", "The body took too long to arrive."});
      }
      break;
    }
    case Phase::kLingering:
      if (age > limits.linger) LoseClient();
      break;
    case Phase::kServing:
    case Phase::kStreaming:
    case Phase::kClosed:
      break;
  }
}

}  // namespace qianmo::gateway

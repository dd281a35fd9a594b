#include "gateway/http/connection.h"

#include <boost/asio/dispatch.hpp>

#include "gateway/http/answer.h"

namespace qianmo::gateway {

using std::chrono::steady_clock;

std::shared_ptr<Connection> Connection::Make(std::shared_ptr<Worker> worker,
                                             std::shared_ptr<Site> site, Peer peer) {
  const auto end = [worker](Connection* connection) {
    if (worker->stopped) return delete connection;
    boost::asio::dispatch(worker->io, [connection] { delete connection; });
  };
  return {new Connection(worker, std::move(site), std::move(peer)), end};
}

Connection::Connection(std::shared_ptr<Worker> worker, std::shared_ptr<Site> site, Peer peer)
    : worker_(std::move(worker)), site_(std::move(site)), peer_(std::move(peer)) {
  worker_->connections.insert(this);
  ++worker_->count;
  ++site_->metrics->connections;
}

Connection::~Connection() {
  if (!worker_->stopped) worker_->connections.erase(this);
  --worker_->count;
  --site_->metrics->connections;
}

void Connection::Start(std::unique_ptr<Wire> wire) {
  wire_ = std::move(wire);
  since_ = steady_clock::now();
  wire_->Begin();
}

void Connection::OnReady() {
  if (peer_.seat.refused()) return RefuseAndClose(*peer_.seat.refused());
  ready_ = true;
  ReadMore();
}

void Connection::ReadMore() {
  if (reading_ || read_ended_ || phase_ == Phase::kClosed) return;
  if (ahead_.size() - taken_ >= site_->limits.ahead_bytes && !IsReading()) return;
  reading_ = true;
  wire_->Read();
}

void Connection::OnBytes(std::string_view bytes) {
  reading_ = false;
  site_->metrics->bytes_in += bytes.size();
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
  // Also when a part of the next request is left, as it may be each time.
  if (taken_ < ahead_.size()) {
    ahead_.erase(0, taken_);
  } else {
    ahead_ = {};  // an idle connection holds no memory
  }
  taken_ = 0;
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
  if (!bytes->empty()) body_moved_ = steady_clock::now();
  if (const auto fault = body_.Take(bytes, &request_->body)) return RefuseAndClose(*fault);
  if (const auto fault = share_->Hold(request_->body)) {
    request_->body = {};
    return RefuseAndClose(*fault);
  }
  if (body_.done()) ServeRequest();
}

bool Connection::TakeHead(std::string_view* bytes) {
  std::optional<Fault> fault;
  const std::size_t size = finder_.Find(*bytes, site_->limits, &fault);
  if (fault) {
    RefuseAndClose(*fault);
    return false;
  }
  if (size == 0) return false;
  Head head;
  fault = ParseHead(bytes->substr(0, size), site_->limits, &head);
  bytes->remove_prefix(size);
  if (fault) {
    RefuseAndClose(*fault);
    return false;
  }
  BeginRequest(std::move(head));
  return true;
}

// The share of the memory lasts as long as the request, whoever holds it.
void Connection::Keep(HttpRequest request) {
  struct Kept {
    Kept(std::shared_ptr<Site> at, HttpRequest of)
        : site(std::move(at)),
          request(std::move(of)),
          share(site->bodies, request.client_address) {}
    const std::shared_ptr<Site> site;
    HttpRequest request;
    BodyBudget::Share share;
  };
  const auto kept = std::make_shared<Kept>(site_, std::move(request));
  request_ = {kept, &kept->request};
  share_ = &kept->share;
}

void Connection::BeginRequest(Head head) {
  phase_ = Phase::kBody;
  body_moved_ = steady_clock::now();
  http10_ = head.http10;
  keep_alive_ = head.keep_alive;
  head.request.arrived = since_;
  head.request.secure = peer_.secure;
  site_->proxies.Tell(peer_.address, &head.request);
  Keep(std::move(head.request));
  request_->trace = rpc::Trace::Continue(request_->headers.Get("traceparent"));
  if (const auto fault = body_.Begin(head, site_->limits.body_bytes)) return RefuseAndClose(*fault);
  if (const auto fault = CheckRate()) return RefuseRequest(*fault, keep_alive_ && body_.done());
  if (head.expects_continue && !body_.done()) {
    Piece piece;
    piece.tail = "HTTP/1.1 100 Continue\r\n\r\n";
    Enqueue(std::move(piece));
  }
}

std::optional<Fault> Connection::CheckRate() {
  const std::string stranger = AddressKey(request_->client_address);
  caller_ = CallerKey(*request_);
  auto wait = site_->callers.Take(caller_, since_);
  if (!wait && caller_ != stranger && !site_->known_callers.Has(caller_)) {
    wait = site_->callers.Take(stranger, since_);
  }
  if (!wait) wait = site_->addresses.Take("address " + request_->client_address, since_);
  if (!wait) return {};
  return Fault{429, "TOO_MANY_REQUESTS", "There are too many requests; slow down.",
               std::chrono::ceil<std::chrono::seconds>(*wait)};
}

void Connection::ServeRequest() {
  phase_ = Phase::kServing;
  const auto self = std::static_pointer_cast<Connection>(shared_from_this());
  const auto answer = std::make_shared<Answer>(self, serial_, request_);
  answer_ = answer;
  site_->serve(answer);
}

void Connection::RefuseRequest(const Fault& fault, bool keep_alive) {
  if (!request_) {
    request_ = std::make_shared<HttpRequest>();
    request_->client_address = peer_.address;
    request_->arrived = since_;
  }
  phase_ = Phase::kServing;
  keep_alive_ = keep_alive;
  reason_ = fault.reason;
  site_->metrics->CountRefusal(fault.reason);
  Respond(serial_, Refuse(fault));
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
    if (midway) Conclude(0);
    phase_ = Phase::kClosed;
    wire_->Cut(midway);
  }
  for (Piece& piece : std::exchange(waiting_, {})) {
    if (piece.written) piece.written(false);
  }
  if (const auto gone = std::exchange(gone_, nullptr)) gone();
}

void Connection::Cut() { LoseClient(); }

void Connection::EndIdle() {
  if (phase_ == Phase::kIdle && ahead_.empty() && !wire_->HasUnread()) LoseClient();
}

void Connection::CheckTime(Instant now) {
  const Limits& limits = site_->limits;
  const auto age = now - since_;
  if (sending_ && now - progress_ > limits.stall) return LoseClient();
  switch (phase_) {
    case Phase::kIdle:
      if (!ready_ && age > limits.head) LoseClient();
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
      const bool stalled = now - body_moved_ > limits.body_stall;
      if (stalled || (age > limits.head && request_->body.size() < due)) {
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

#include "gateway/http/answer.h"

#include <boost/asio/dispatch.hpp>

#include "gateway/http/fault.h"

namespace qianmo::gateway {
namespace {

constexpr std::size_t kWorthCompressing = 1024;
constexpr int kLevel = 4;

// A strong etag promises the very bytes, which the zipped form does not have.
void WeakenTag(HttpResponse* response) {
  const std::string_view etag = response->headers.Get("ETag");
  if (etag.starts_with('"')) response->headers.Replace("ETag", "W/" + std::string(etag));
}

// Whether to compress; the answer says in either case what decides.
bool Negotiate(const HttpRequest& request, HttpResponse* response) {
  if (!MayCompress(*response)) return false;
  response->headers.Add("Vary", "Accept-Encoding");
  if (!AcceptsGzip(request.headers.Get("Accept-Encoding"))) return false;
  response->headers.Add("Content-Encoding", "gzip");
  WeakenTag(response);
  return true;
}

// Says of a content that the client has what was said with it, in the form that it has.
void MatchForm(const HttpRequest& request, HttpResponse* response) {
  if (!MayCompress(*response) || !response->headers.Get("Vary").empty()) return;
  response->headers.Add("Vary", "Accept-Encoding");
  const std::string weak = "W/" + std::string(response->headers.Get("ETag"));
  const bool has_zipped = request.headers.Get("If-None-Match").find(weak) != std::string::npos;
  if (has_zipped) WeakenTag(response);
}

}  // namespace

Answer::Answer(std::shared_ptr<Connection> connection, std::uint64_t serial,
               std::shared_ptr<const HttpRequest> request)
    : connection_(std::move(connection)), serial_(serial), request_(std::move(request)) {}

Answer::~Answer() {
  const Phase phase = phase_.exchange(Phase::kDone);
  if (phase == Phase::kFresh) {
    OnItsThread([serial = serial_](Connection& connection) {
      connection.Respond(serial,
                         Refuse({500, "UNANSWERED", "The server failed to answer the request."}));
    });
  } else if (phase == Phase::kOpen) {
    OnItsThread([serial = serial_](Connection& connection) { connection.Close(serial, false); });
  }
}

template <class Work>
void Answer::OnItsThread(Work work) {
  if (connection_->worker().stopped) return;
  boost::asio::dispatch(
      connection_->worker().io,
      [connection = connection_, work = std::move(work)]() mutable { work(*connection); });
}

void Answer::Called(std::string name) {
  OnItsThread([serial = serial_, name = std::move(name)](Connection& connection) mutable {
    connection.Called(serial, std::move(name));
  });
}

void Answer::Respond(HttpResponse response) {
  Phase expected = Phase::kFresh;
  if (!phase_.compare_exchange_strong(expected, Phase::kDone)) return;
  if (response.body.size() >= kWorthCompressing && Negotiate(*request_, &response)) {
    response.body = Gzip(response.body, kLevel);
  } else if (response.status == 304) {
    MatchForm(*request_, &response);
  }
  OnItsThread([serial = serial_, response = std::move(response)](Connection& connection) mutable {
    connection.Respond(serial, std::move(response));
  });
}

void Answer::Open(HttpResponse head, std::optional<std::uint64_t> length) {
  if (phase_ != Phase::kFresh) return;
  if (!length && Negotiate(*request_, &head)) {
    const bool live = head.headers.Get("Content-Type").starts_with("text/event-stream");
    gzip_ = std::make_unique<GzipStream>(live);
  }
  phase_ = Phase::kOpen;
  OnItsThread([serial = serial_, head = std::move(head), length](Connection& connection) mutable {
    connection.Open(serial, std::move(head), length);
  });
}

void Answer::Write(std::shared_ptr<const std::string> bytes,
                   std::function<void(bool alive)> written) {
  {
    const std::lock_guard lock(zipping_);
    if (phase_ != Phase::kOpen || connection_->worker().stopped) {
      bytes = nullptr;
    } else if (gzip_) {
      bytes = std::make_shared<const std::string>(gzip_->Add(*bytes));
    }
  }
  if (!bytes) return written(false);
  OnItsThread([serial = serial_, bytes = std::move(bytes),
               written = std::move(written)](Connection& connection) mutable {
    connection.Write(serial, std::move(bytes), std::move(written));
  });
}

void Answer::Close(bool complete) {
  std::shared_ptr<const std::string> rest;
  {
    const std::lock_guard lock(zipping_);
    Phase expected = Phase::kOpen;
    if (!phase_.compare_exchange_strong(expected, Phase::kDone)) return;
    if (gzip_) rest = std::make_shared<const std::string>(gzip_->Finish());
  }
  OnItsThread([serial = serial_, complete, rest](Connection& connection) {
    if (rest && complete) connection.Write(serial, rest, [](bool) {});
    connection.Close(serial, complete);
  });
}

void Answer::WhenGone(std::function<void()> gone) {
  OnItsThread([serial = serial_, gone = std::move(gone)](Connection& connection) mutable {
    connection.WhenGone(serial, std::move(gone));
  });
}

}  // namespace qianmo::gateway

#include "gateway/http/answer.h"

#include <boost/asio/dispatch.hpp>

#include "gateway/http/fault.h"

namespace qianmo::gateway {

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
  OnItsThread([serial = serial_, response = std::move(response)](Connection& connection) mutable {
    connection.Respond(serial, std::move(response));
  });
}

void Answer::Open(HttpResponse head, std::optional<std::uint64_t> length) {
  Phase expected = Phase::kFresh;
  if (!phase_.compare_exchange_strong(expected, Phase::kOpen)) return;
  OnItsThread([serial = serial_, head = std::move(head), length](Connection& connection) mutable {
    connection.Open(serial, std::move(head), length);
  });
}

void Answer::Write(std::shared_ptr<const std::string> bytes,
                   std::function<void(bool alive)> written) {
  if (phase_ != Phase::kOpen || connection_->worker().stopped) return written(false);
  OnItsThread([serial = serial_, bytes = std::move(bytes),
               written = std::move(written)](Connection& connection) mutable {
    connection.Write(serial, std::move(bytes), std::move(written));
  });
}

void Answer::Close(bool complete) {
  Phase expected = Phase::kOpen;
  if (!phase_.compare_exchange_strong(expected, Phase::kDone)) return;
  OnItsThread(
      [serial = serial_, complete](Connection& connection) { connection.Close(serial, complete); });
}

void Answer::WhenGone(std::function<void()> gone) {
  OnItsThread([serial = serial_, gone = std::move(gone)](Connection& connection) mutable {
    connection.WhenGone(serial, std::move(gone));
  });
}

}  // namespace qianmo::gateway

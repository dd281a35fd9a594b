// One client of a stream: the answer that grows, piece by piece, as fast as the client takes it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/http/exchange.h"
#include "gateway/live/frame.h"
#include "google/rpc/status.pb.h"

namespace qianmo::gateway {

// Thread-safe. To be held by a shared_ptr. Nothing is answered before Admit, Offer, Fail or End, so
// that a stream that is refused at once is refused with a proper HTTP status.
class StreamClient : public std::enable_shared_from_this<StreamClient> {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  // `known`: the version that the client has already. `retry`: after how long a client of events
  // should come back when the connection breaks.
  StreamClient(std::shared_ptr<Exchange> exchange, Form form, std::string known,
               std::chrono::milliseconds retry);

  // `gone` is called once the client has left before its end, `idle` whenever a frame has been
  // taken. Before anything else.
  void Begin(std::function<void()> gone, std::function<void()> idle);

  // The stream was let in: its head may be sent.
  void Admit();
  // The client gets this frame next, unless it has it already. While it is busy with another, only
  // the newest frame waits.
  void Offer(std::shared_ptr<const Frame> frame);
  // Sends a heartbeat when nothing was sent since `before`; whoever still waits is let in by it.
  void Beat(Instant before);
  // Ends the answer: with an HTTP status while nothing was sent, else with a last piece.
  void Fail(const google::rpc::Status& status);
  void End();

 private:
  void Pump(std::unique_lock<std::mutex> lock);
  SharedBytes NextPiece();
  void OpenOnce();
  void Written(bool alive);
  void Gone();

  const Form form_;
  const std::chrono::milliseconds retry_;
  std::mutex mutex_;
  std::shared_ptr<Exchange> exchange_;  // null once the answer is over
  std::function<void()> gone_;
  std::function<void()> idle_;
  std::string known_;
  std::uint64_t serial_ = 0;            // of the newest frame offered
  std::shared_ptr<const Frame> frame_;  // waits for the client
  std::optional<std::string> end_;      // the last piece, once there is one
  Instant last_sent_{};
  bool open_ = false;
  bool first_ = true;  // no frame was sent yet
  bool greet_ = false;
  bool beat_ = false;
  bool busy_ = false;
  bool busy_with_frame_ = false;
};

}  // namespace qianmo::gateway

// One client's connection: reads one request after the other, has it served, sends the answers in
// order, and ends what takes too long. All of it on one thread; only Answer crosses threads.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gateway/http/body.h"
#include "gateway/http/exchange.h"
#include "gateway/http/head.h"
#include "gateway/http/response_head.h"
#include "gateway/http/site.h"
#include "gateway/http/wire.h"

namespace qianmo::gateway {

// Who has connected.
struct Peer {
  std::string address;
  bool secure = false;  // through TLS that ends here
  Seats::Seat seat;
};

class Answer;

class Connection final : public Wire::Owner {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  // Dies on the worker's thread, whoever lets go of it last.
  static std::shared_ptr<Connection> Make(std::shared_ptr<Worker> worker,
                                          std::shared_ptr<Site> site, Peer peer);
  ~Connection() override;

  void Start(std::unique_ptr<Wire> wire);
  // Ends what has outlived its limit.
  void CheckTime(Instant now);
  // While draining: ends what nobody uses.
  void EndIdle();
  void Cut();

  // What Answer passes on. `serial` tells an answer that comes too late from the one that is due.
  void Called(std::uint64_t serial, std::string name);
  void Respond(std::uint64_t serial, HttpResponse response);
  void Open(std::uint64_t serial, HttpResponse head, std::optional<std::uint64_t> length);
  void Write(std::uint64_t serial, std::shared_ptr<const std::string> bytes,
             std::function<void(bool)> written);
  void Close(std::uint64_t serial, bool complete);
  void WhenGone(std::uint64_t serial, std::function<void()> gone);

  Worker& worker() { return *worker_; }

 private:
  Connection(std::shared_ptr<Worker> worker, std::shared_ptr<Site> site, Peer peer);

  enum class Phase { kIdle, kHead, kBody, kServing, kStreaming, kLingering, kClosed };

  // One piece to send; the bytes live here until they have left.
  struct Piece {
    std::string head;
    std::string body;
    std::shared_ptr<const std::string> bytes;
    std::string_view tail;  // a literal
    std::function<void(bool)> written;
    bool last = false;  // the answer ends with it
  };

  void OnReady() override;
  void OnBytes(std::string_view bytes) override;
  void OnEnd(bool clean) override;
  void OnProgress() override;
  void OnSent(bool ok) override;

  bool IsReading() const { return phase_ <= Phase::kBody; }
  bool IsDue(std::uint64_t serial) const;
  void ReadMore();
  void Consume(std::string_view* bytes);
  void ConsumeAhead();
  bool TakeHead(std::string_view* bytes);
  void Keep(HttpRequest request);
  void BeginRequest(Head head);
  void ServeRequest();
  std::optional<Fault> CheckRate();
  void RefuseRequest(const Fault& fault, bool keep_alive);
  void RefuseAndClose(const Fault& fault) { RefuseRequest(fault, false); }
  void Enqueue(Piece piece);
  void SendPiece();
  void FinishExchange();
  void Conclude(int status);
  void Linger();
  void LoseClient();

  const std::shared_ptr<Worker> worker_;
  const std::shared_ptr<Site> site_;
  const Peer peer_;
  std::unique_ptr<Wire> wire_;

  Phase phase_ = Phase::kIdle;
  Instant since_{};     // when the phase began
  bool ready_ = false;  // the wire is
  bool reading_ = false;
  bool read_ended_ = false;
  std::string ahead_;      // what has arrived and is not consumed
  std::size_t taken_ = 0;  // of ahead_

  HeadFinder finder_;
  BodyReader body_;
  std::shared_ptr<HttpRequest> request_;
  BodyBudget::Share* share_ = nullptr;  // of request_
  Instant body_moved_{};                // when bytes of it came last
  std::uint64_t serial_ = 0;
  bool http10_ = false;
  bool keep_alive_ = true;
  std::weak_ptr<Answer> answer_;
  std::function<void()> gone_;

  std::string caller_;  // in the books of the rates
  std::string called_;
  std::string_view reason_;  // of our own refusal; a literal
  int status_ = 0;
  std::uint64_t sent_bytes_ = 0;
  Framing framing_ = Framing::kLength;
  std::uint64_t length_left_ = 0;
  bool sending_ = false;
  Instant progress_{};
  Piece piece_;  // what is being sent
  std::vector<Piece> waiting_;
};

}  // namespace qianmo::gateway

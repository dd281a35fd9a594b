// The Exchange of a connection: carries what any thread says to the connection's own.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "gateway/http/compress.h"
#include "gateway/http/connection.h"
#include "gateway/http/exchange.h"

namespace qianmo::gateway {

class Answer final : public Exchange {
 public:
  Answer(std::shared_ptr<Connection> connection, std::uint64_t serial,
         std::shared_ptr<const HttpRequest> request);
  ~Answer() override;

  const HttpRequest& request() const override { return *request_; }
  void Called(std::string name) override;
  void Respond(HttpResponse response) override;
  void Open(HttpResponse head, std::optional<std::uint64_t> length) override;
  void Write(std::shared_ptr<const std::string> bytes,
             std::function<void(bool alive)> written) override;
  void Close(bool complete) override;
  void WhenGone(std::function<void()> gone) override;

 private:
  enum class Phase { kFresh, kOpen, kDone };

  template <class Work>
  void OnItsThread(Work work);

  const std::shared_ptr<Connection> connection_;
  const std::uint64_t serial_;
  const std::shared_ptr<const HttpRequest> request_;
  std::atomic<Phase> phase_ = Phase::kFresh;
  std::mutex zipping_;  // draining ends a stream while its owner may be writing
  std::unique_ptr<GzipStream> gzip_;
};

}  // namespace qianmo::gateway

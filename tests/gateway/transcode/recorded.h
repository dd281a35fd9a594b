// An exchange that keeps what it is answered, for tests that need no socket.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

class Recorded final : public Exchange {
 public:
  explicit Recorded(HttpRequest request) : request_(std::move(request)) {}

  const HttpRequest& request() const override { return request_; }
  void Called(std::string name) override { called = std::move(name); }
  void Respond(HttpResponse response) override { Finish(std::move(response), std::nullopt); }
  void Open(HttpResponse head, std::optional<std::uint64_t> size) override {
    std::lock_guard lock(mutex_);
    response_ = std::move(head);
    length = size;
    opened = true;
  }
  void Write(std::shared_ptr<const std::string> bytes,
             std::function<void(bool alive)> written) override {
    {
      std::lock_guard lock(mutex_);
      response_.body += *bytes;
      largest = std::max(largest, bytes->size());
      ++writes;
    }
    written(true);
  }
  void Close(bool complete) override { Finish(std::nullopt, complete); }
  void WhenGone(std::function<void()> gone) override {
    std::lock_guard lock(mutex_);
    gone_ = std::move(gone);
  }

  // The client goes.
  void Leave() {
    std::function<void()> gone;
    {
      std::lock_guard lock(mutex_);
      gone = gone_;
    }
    if (gone) gone();
  }
  // Waits for the end of the answer.
  HttpResponse Wait() {
    std::unique_lock lock(mutex_);
    const bool ended =
        ended_changed_.wait_for(lock, std::chrono::seconds(20), [this] { return ended_ > 0; });
    return ended ? response_ : HttpResponse{0, {}, "no answer"};
  }
  int answers() {
    std::lock_guard lock(mutex_);
    return ended_;
  }

  std::string called;
  bool opened = false;
  std::optional<std::uint64_t> length;
  std::optional<bool> closed_complete;
  std::size_t largest = 0;
  int writes = 0;

 private:
  void Finish(std::optional<HttpResponse> response, std::optional<bool> complete) {
    std::lock_guard lock(mutex_);
    if (response) response_ = *std::move(response);
    closed_complete = complete;
    ++ended_;
    ended_changed_.notify_all();
  }

  const HttpRequest request_;
  std::mutex mutex_;
  std::condition_variable ended_changed_;
  int ended_ = 0;
  HttpResponse response_;
  std::function<void()> gone_;
};

using HeaderList = std::vector<std::pair<std::string, std::string>>;

// "GET", "/t/x?a=b", …
inline HttpRequest MakeRequest(const std::string& method, const std::string& target,
                               const HeaderList& headers = {}, const std::string& body = "") {
  HttpRequest request;
  request.method = method;
  request.path = target.substr(0, target.find('?'));
  if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
  request.host = "qianmo.test";
  request.body = body;
  request.client_address = "192.0.2.7";
  request.trace = rpc::Trace::Continue("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  request.arrived = std::chrono::steady_clock::now();
  for (const auto& [name, value] : headers) request.headers.Add(name, value);
  if (request.headers.Get("Content-Type").empty() && !body.empty()) {
    request.headers.Add("Content-Type", "application/json");
  }
  return request;
}

}  // namespace qianmo::gateway

// A server on a free port with what the tests of its folder ask of it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "gateway/http/server.h"
#include "support/becomes.h"
#include "support/http_client.h"

namespace qianmo::gateway {

// No limit of rate; short times, so that a test sees them pass.
HttpOptions TestOptions();

// Answers 200 with "METHOD path?query body" as text.
void Echo(std::shared_ptr<Exchange> exchange);

// The same as a request on the wire, and the reason of a refusal.
std::string Get(const std::string& path, const std::string& more_headers = "");
std::string ReasonOf(const support::HttpReply& reply);

// What a test waits for that another thread tells it.
template <class T>
class Told {
 public:
  void Tell(T value) {
    const std::lock_guard lock(mutex_);
    value_ = std::move(value);
    told_.notify_all();
  }
  // The value; a default-constructed one when nobody told any.
  T Wait(std::chrono::milliseconds patience = support::kPatience) {
    std::unique_lock lock(mutex_);
    told_.wait_for(lock, patience, [this] { return value_.has_value(); });
    return value_.value_or(T{});
  }

 private:
  std::mutex mutex_;
  std::condition_variable told_;
  std::optional<T> value_;
};

}  // namespace qianmo::gateway

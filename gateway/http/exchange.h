// One HTTP request and the handle to answer it: what the HTTP side gives to everything above it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rpc/trace.h"

namespace qianmo::gateway {

// In the order of the wire; names in any case.
class Headers {
 public:
  void Add(std::string name, std::string value) {
    all_.emplace_back(std::move(name), std::move(value));
  }
  // The first value of that name, or "".
  std::string_view Get(std::string_view name) const;
  // In the place of the first value of that name, if there is one.
  void Replace(std::string_view name, std::string value);
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

struct HttpRequest {
  std::string method;
  std::string path;   // as sent, percent-encoded, without the query
  std::string query;  // as sent, without the "?"
  std::string host;   // as the outside knows it; "" only with HTTP/1.0
  Headers headers;
  std::string body;
  std::string client_address;  // the caller's, through the proxies that we trust
  bool secure = false;         // over TLS, here or at a trusted proxy
  rpc::Trace trace;
  std::chrono::steady_clock::time_point arrived;
};

// Content-Length, Date, Connection, security headers and compression are the HTTP side's affair.
struct HttpResponse {
  int status = 200;
  Headers headers;
  std::string body;
  // Instead of a body: bytes that many are sent, and that stay as they are.
  std::shared_ptr<const std::string> common_body = nullptr;
};

// Answer once: by Respond, or by Open, any number of Write, and Close. An exchange that is let go
// without an answer answers 500. All methods may be called from any thread.
class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual const HttpRequest& request() const = 0;
  // Who answers, for metrics and the access log: one of few names, such as a method's full name.
  // Before Respond or Open.
  virtual void Called(std::string name) = 0;
  virtual void Respond(HttpResponse response) = 0;

  // Begins an answer that is longer than one wants to hold, or without a known end. `length` is the
  // exact size where it is known.
  virtual void Open(HttpResponse head, std::optional<std::uint64_t> length) = 0;
  // Sends the bytes; `written` hears true once they have left, false once the client is gone. One
  // Write at a time: the next after `written`. The bytes are shared, because a thousand watchers
  // are sent the same.
  virtual void Write(std::shared_ptr<const std::string> bytes,
                     std::function<void(bool alive)> written) = 0;
  // Ends the answer. An incomplete one cuts the connection, so that nobody takes it for whole.
  virtual void Close(bool complete) = 0;
  // Told once when the client goes away before the end; at once if it is gone already.
  virtual void WhenGone(std::function<void()> gone) = 0;
};

using Serve = std::function<void(std::shared_ptr<Exchange>)>;

}  // namespace qianmo::gateway

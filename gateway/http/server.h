// The HTTP/1.1 server: accepts connections, hands them out to its threads, and drains.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gateway/http/exchange.h"
#include "gateway/http/limits.h"
#include "gateway/http/site.h"
#include "gateway/http/tls.h"

namespace qianmo::gateway {

struct HttpOptions {
  std::string listen = "127.0.0.1:7400";
  int threads = 2;
  std::vector<std::string> trusted_proxies;  // networks, whose X-Forwarded-* are believed
  // PEM files; both or none.
  std::string tls_certificate;
  std::string tls_key;
  Limits limits;
  // Whether who answers under this name (Exchange::Called) answers 2xx only to a caller whose token
  // upstream has accepted. Callers that were never answered so are limited as strangers.
  std::function<bool(const std::string& called)> proves_caller;
};

class HttpServer {
 public:
  // `serve` is called on the thread of the connection and must not wait for anything. Throws
  // std::runtime_error when the address cannot be had.
  HttpServer(HttpOptions options, Serve serve);
  // Cuts what is still under way.
  ~HttpServer();

  int port() const { return port_; }
  std::shared_ptr<Metrics> metrics() const { return site_->metrics; }
  // Takes no more connections, answers what is under way with "Connection: close", and returns
  // when nothing is left, or after `grace`.
  void Drain(std::chrono::milliseconds grace);

 private:
  void Accept();
  void Welcome(std::shared_ptr<Worker> worker, boost::asio::ip::tcp::socket socket);
  void Watch(Worker* worker);
  std::size_t CountConnections();
  void ForEach(void (*act)(Connection&));

  const HttpOptions options_;
  const std::shared_ptr<Site> site_;
  std::unique_ptr<Tls> tls_;  // null: in the clear
  std::vector<std::shared_ptr<Worker>> workers_;
  std::vector<std::thread> threads_;
  std::unique_ptr<boost::asio::ip::tcp::acceptor> acceptor_;  // on the first worker
  std::optional<boost::asio::steady_timer> pause_;            // after accepting has failed
  std::size_t next_ = 0;                                      // whose turn it is
  int port_ = 0;
};

}  // namespace qianmo::gateway

#include "gateway/http/server.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <future>
#include <stdexcept>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <linux/filter.h>
#include <sys/socket.h>

#include "gateway/http/connection.h"
#include "rpc/log.h"

namespace qianmo::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;

// For the handshakes that are under way when we stop to take new ones.
constexpr std::chrono::milliseconds kHandshake{50};

tcp::endpoint Endpoint(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  if (colon == listen.npos) throw std::runtime_error("must be address:port: " + listen);
  std::string address = listen.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  const int port = std::atoi(listen.c_str() + colon + 1);
  if (error || port < 0 || port > 65535) {
    throw std::runtime_error("must be address:port: " + listen);
  }
  return {parsed, static_cast<std::uint16_t>(port)};
}

std::unique_ptr<tcp::acceptor> Listen(asio::io_context& io, const std::string& listen) {
  const tcp::endpoint endpoint = Endpoint(listen);
  try {
    auto acceptor = std::make_unique<tcp::acceptor>(io);
    acceptor->open(endpoint.protocol());
    acceptor->set_option(tcp::acceptor::reuse_address(true));
    acceptor->bind(endpoint);
    acceptor->listen(4096);
    acceptor->non_blocking(true);
    return acceptor;
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot listen on " + listen + ": " + error.code().message());
  }
}

// From now on the kernel answers no new client, while those whose handshake is under way finish it:
// none may be in the queue when we close it, because it would believe that it was connected.
void Deafen(tcp::acceptor& acceptor) {
  std::array<sock_filter, 5> no_new_clients = {{
      {BPF_LD | BPF_B | BPF_ABS, 0, 0, 13},  // the flags of the TCP header
      {BPF_ALU | BPF_AND | BPF_K, 0, 0, 0x12},
      {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0x02},  // SYN without ACK
      {BPF_RET | BPF_K, 0, 0, 0},
      {BPF_RET | BPF_K, 0, 0, 0xffffffff},
  }};
  const sock_fprog program = {no_new_clients.size(), no_new_clients.data()};
  setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

// Those that may still be used: one whose last owner let go is only waiting for its end.
std::vector<std::shared_ptr<Connection>> Living(const Worker& worker) {
  std::vector<std::shared_ptr<Connection>> living;
  for (Connection* connection : worker.connections) {
    if (auto owner = connection->weak_from_this().lock()) {
      living.push_back(std::static_pointer_cast<Connection>(owner));
    }
  }
  return living;
}

}  // namespace

HttpServer::HttpServer(HttpOptions options, Serve serve)
    : options_(std::move(options)),
      site_(new Site{options_.limits, std::move(serve), Proxies(options_.trusted_proxies),
                     std::make_shared<Metrics>(), options_.proves_caller}) {
  if (options_.tls_certificate.empty() != options_.tls_key.empty()) {
    throw std::runtime_error("TLS needs a certificate and its key");
  }
  if (!options_.tls_key.empty()) {
    tls_ = std::make_unique<Tls>(options_.tls_certificate, options_.tls_key);
  }
  for (int i = 0; i < options_.threads; ++i) workers_.push_back(std::make_shared<Worker>());
  pause_.emplace(workers_.front()->io);
  acceptor_ = Listen(workers_.front()->io, options_.listen);
  port_ = acceptor_->local_endpoint().port();
  for (const auto& worker : workers_) {
    asio::post(worker->io, [this, worker = worker.get()] { Watch(worker); });
  }
  asio::post(workers_.front()->io, [this] { Accept(); });
  for (const auto& worker : workers_) {
    threads_.emplace_back([worker] {
      worker->io.run();
      worker->stopped = true;
    });
  }
}

HttpServer::~HttpServer() {
  Drain(std::chrono::milliseconds(0));
  for (const auto& worker : workers_) {
    asio::post(worker->io, [worker = worker.get()] {
      worker->watch.cancel();
      worker->closing = true;
      for (const auto& connection : Living(*worker)) connection->Cut();
      worker->open.reset();  // the thread ends when what the cuts have set off is over
    });
  }
  for (std::thread& thread : threads_) thread.join();
}

void HttpServer::Accept() {
  const auto& worker = workers_[next_++ % workers_.size()];
  acceptor_->async_accept(worker->io, [this, worker](error_code error, tcp::socket socket) {
    if (!acceptor_->is_open()) return;
    if (!error) {
      Welcome(worker, std::move(socket));
      return Accept();
    }
    rpc::Log(rpc::Level::kError, "cannot accept", {{"error", error.message()}});
    pause_->expires_after(std::chrono::milliseconds(50));
    pause_->async_wait([this](error_code) {
      if (acceptor_->is_open()) Accept();
    });
  });
}

void HttpServer::Welcome(std::shared_ptr<Worker> worker, tcp::socket socket) {
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;  // gone before it was welcome
  const std::string address = peer.address().to_string();
  auto seat = site_->seats.Take(address, site_->proxies.Trust(address));
  if (!seat) return;
  socket.set_option(tcp::no_delay(true), error);
  socket.set_option(asio::socket_base::keep_alive(true), error);  // finds those who have vanished
  asio::dispatch(worker->io, [this, worker, socket = std::move(socket),
                              who = Peer{address, tls_ != nullptr, std::move(*seat)}]() mutable {
    const auto connection = Connection::Make(worker, site_, std::move(who));
    connection->Start(tls_ ? tls_->Wrap(std::move(socket), *connection)
                           : PlainWire(std::move(socket), *connection));
  });
}

// Looks after the time limits of a thread's connections.
void HttpServer::Watch(Worker* worker) {
  const auto& limits = options_.limits;
  const auto shortest =
      std::min({limits.idle, limits.head, limits.stall, limits.body_stall, limits.linger});
  const auto pause =
      std::clamp(shortest / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
  worker->watch.expires_after(pause);
  worker->watch.async_wait([this, worker](error_code) {
    if (worker->closing) return;
    const auto now = steady_clock::now();
    for (const auto& connection : Living(*worker)) connection->CheckTime(now);
    if (tls_ && worker == workers_.front().get()) tls_->Renew();
    Watch(worker);
  });
}

std::size_t HttpServer::CountConnections() {
  std::size_t count = 0;
  for (const auto& worker : workers_) count += worker->count;
  return count;
}

void HttpServer::ForEach(void (*act)(Connection&)) {
  for (const auto& worker : workers_) {
    asio::post(worker->io, [worker = worker.get(), act] {
      for (const auto& connection : Living(*worker)) act(*connection);
    });
  }
}

void HttpServer::Drain(std::chrono::milliseconds grace) {
  if (site_->draining.exchange(true)) return;
  const auto deadline = steady_clock::now() + grace;
  Deafen(*acceptor_);
  std::this_thread::sleep_for(std::min(grace, kHandshake));
  std::promise<void> closed;
  asio::post(workers_.front()->io, [this, &closed] {
    error_code error;
    for (;;) {
      const auto& worker = workers_[next_++ % workers_.size()];
      tcp::socket socket(worker->io);
      acceptor_->accept(socket, error);
      if (error) break;
      Welcome(worker, std::move(socket));
    }
    acceptor_->close(error);
    pause_->cancel();
    closed.set_value();
  });
  closed.get_future().wait();
  // A client may be about to send its next request on a connection that it believes open.
  const auto patience = std::min(deadline, steady_clock::now() + options_.limits.last_request);
  while (CountConnections() > 0 && steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    if (steady_clock::now() < patience) continue;
    ForEach([](Connection& connection) { connection.EndIdle(); });
  }
}

}  // namespace qianmo::gateway

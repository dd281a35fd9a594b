#include "support/postgres_proxy.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "pg/connection.h"

namespace qianmo::support {
namespace {

constexpr const char* kSocketName = "/.s.PGSQL.5432";
constexpr int kTick = 50;  // milliseconds between looks at stopping_

int UnixSocket() {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) throw std::runtime_error("no unix socket for the proxy");
  return socket;
}

sockaddr_un Address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("socket path too long");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

bool Send(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Nothing once the other side is gone.
std::string Receive(int socket) {
  char buffer[16384];
  const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
  return got > 0 ? std::string(buffer, static_cast<std::size_t>(got)) : std::string();
}

// The server's message 'N' when it abandons a wait for its standby.
std::string AbandonedWait() {
  std::string body;
  const auto field = [&](char kind, const char* text) {
    body += kind;
    body.append(text, std::strlen(text) + 1);
  };
  field('S', "WARNING");
  field('V', "WARNING");
  field('C', "01000");
  field('M', "canceling wait for synchronous replication due to user request");
  field('D', "The transaction has already committed locally, but might not have been replicated.");
  body += '\0';
  const std::uint32_t length = htonl(static_cast<std::uint32_t>(body.size() + 4));
  return "N" + std::string(reinterpret_cast<const char*>(&length), 4) + body;
}

}  // namespace

// One client and its own connection to the server.
class PostgresProxy::Session {
 public:
  Session(PostgresProxy& proxy, int client) : proxy_(proxy), client_(client) {
    server_ = UnixSocket();
    const auto address = Address(proxy.server_path_);
    open_ = ::connect(server_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Session() {
    ::close(client_);
    ::close(server_);
  }

  void Run() {
    while (open_ && !proxy_.stopping_) {
      pollfd both[] = {{client_, POLLIN, 0}, {server_, POLLIN, 0}};
      if (::poll(both, 2, kTick) <= 0) continue;
      if (both[0].revents != 0) FromClient();
      if (open_ && both[1].revents != 0) FromServer();
    }
  }

 private:
  void FromClient() {
    const std::string bytes = Receive(client_);
    open_ = !bytes.empty();
    pending_ += bytes;
    while (open_ && TakeMessage()) {
    }
  }

  // Passes on one whole message of the client. The first has no type byte.
  bool TakeMessage() {
    const std::size_t head = started_ ? 1 : 0;
    if (pending_.size() < head + 4) return false;
    std::uint32_t length;
    std::memcpy(&length, pending_.data() + head, 4);
    const std::size_t size = head + ntohl(length);
    if (pending_.size() < size) return false;
    const std::string message = pending_.substr(0, size);
    pending_.erase(0, size);
    const bool commit =
        started_ && message[0] == 'Q' && std::string_view(message).substr(5, 6) == "COMMIT";
    started_ = true;
    open_ = commit ? PassCommit(message) : Send(server_, message);
    return true;
  }

  bool PassCommit(const std::string& message) {
    const AtCommit what = proxy_.NextCommit();
    if (what == AtCommit::kCutBefore || what == AtCommit::kCutBeforeTwice) return false;
    ++proxy_.commits_;
    if (!Send(server_, message) || what == AtCommit::kCutAtOnce) return false;
    if (what == AtCommit::kForward) return true;
    const std::string answer = Receive(server_);  // by now the server has decided
    if (what == AtCommit::kCutAfter) return false;
    Send(client_, AbandonedWait());
    return what == AtCommit::kWarn && Send(client_, answer);
  }

  void FromServer() {
    const std::string bytes = Receive(server_);
    open_ = !bytes.empty() && Send(client_, bytes);
  }

  PostgresProxy& proxy_;
  const int client_;
  int server_ = -1;
  bool open_ = false;
  bool started_ = false;
  std::string pending_;
};

PostgresProxy::PostgresProxy(const std::string& url) {
  pg::Connection probe(url);
  server_path_ =
      std::string(probe.raw().hostname()) + "/.s.PGSQL." + std::string(probe.raw().port());
  char folder[] = "/tmp/qianmo-proxy-XXXXXX";
  if (::mkdtemp(folder) == nullptr) throw std::runtime_error("no folder for the proxy");
  folder_ = folder;
  url_ = url + " host='" + folder_ + "' port=5432";
  listener_ = UnixSocket();
  const auto address = Address(folder_ + kSocketName);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 16) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  acceptor_ = std::thread([this] { Accept(); });
}

PostgresProxy::~PostgresProxy() {
  stopping_ = true;
  acceptor_.join();
  for (auto& session : sessions_) session.join();
  ::close(listener_);
  ::unlink((folder_ + kSocketName).c_str());
  ::rmdir(folder_.c_str());
}

void PostgresProxy::Accept() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, kTick) <= 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    sessions_.emplace_back([this, client] { Session(*this, client).Run(); });
  }
}

PostgresProxy::AtCommit PostgresProxy::NextCommit() {
  const AtCommit what = armed_;
  armed_ = what == AtCommit::kCutBeforeTwice ? AtCommit::kCutBefore : AtCommit::kForward;
  return what;
}

}  // namespace qianmo::support

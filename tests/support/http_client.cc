#include "support/http_client.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/becomes.h"

namespace qianmo::support {
namespace {

sockaddr_in Address(const std::string& address, int port) {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, address.c_str(), &where.sin_addr);
  return where;
}

}  // namespace

std::string HttpReply::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key.size() == name.size() && strncasecmp(key.data(), name.data(), name.size()) == 0) {
      return value;
    }
  }
  return "";
}

RawConnection::RawConnection(int port, const std::string& from) {
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const sockaddr_in here = Address(from, 0);
  const sockaddr_in there = Address("127.0.0.1", port);
  if (bind(socket_, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0 ||
      connect(socket_, reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0) {
    const int error = errno;
    close(socket_);
    throw std::runtime_error(std::string("cannot connect: ") + std::strerror(error));
  }
}

RawConnection::~RawConnection() {
  if (socket_ >= 0) close(socket_);
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)) {}

bool RawConnection::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawConnection::WaitForBytes(std::chrono::milliseconds patience) {
  pollfd waiting{socket_, POLLIN, 0};
  if (poll(&waiting, 1, static_cast<int>(patience.count())) != 1) {
    throw std::runtime_error("nothing came from the server");
  }
}

// False at the end of the stream.
bool RawConnection::ReadMore() {
  WaitForBytes(kPatience);
  char buffer[65536];
  const ssize_t size = recv(socket_, buffer, sizeof buffer, 0);
  if (size < 0) throw std::runtime_error("the server has reset the connection");
  unread_.append(buffer, static_cast<std::size_t>(size));
  return size > 0;
}

void RawConnection::Need(std::size_t size) {
  while (unread_.size() < size) {
    if (!ReadMore()) throw std::runtime_error("the answer is cut short: " + unread_);
  }
}

std::string RawConnection::Take(std::size_t size) {
  Need(size);
  std::string taken = unread_.substr(0, size);
  unread_.erase(0, size);
  return taken;
}

std::string RawConnection::ReadLine() {
  std::size_t end = 0;
  while ((end = unread_.find("\r\n")) == std::string::npos) {
    if (!ReadMore()) throw std::runtime_error("the answer is cut short: " + unread_);
  }
  std::string line = Take(end);
  Take(2);
  return line;
}

HttpReply RawConnection::ReadHead() {
  HttpReply reply;
  const std::string status_line = ReadLine();
  if (!status_line.starts_with("HTTP/1.1 ")) {
    throw std::runtime_error("no answer but: " + status_line);
  }
  reply.status = std::stoi(status_line.substr(9));
  for (std::string line = ReadLine(); !line.empty(); line = ReadLine()) {
    const std::size_t colon = line.find(": ");
    reply.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return reply;
}

std::string RawConnection::ReadChunk() {
  const std::size_t size = std::stoul(ReadLine(), nullptr, 16);
  std::string bytes = Take(size);
  Take(2);
  return bytes;
}

HttpReply RawConnection::ReadReply(const std::string& method) {
  HttpReply reply = ReadHead();
  if (method == "HEAD" || reply.status < 200 || reply.status == 204 || reply.status == 304) {
    return reply;
  }
  if (reply.Header("Transfer-Encoding") == "chunked") {
    for (std::string piece = ReadChunk(); !piece.empty(); piece = ReadChunk()) reply.body += piece;
  } else if (!reply.Header("Content-Length").empty()) {
    reply.body = Take(std::stoul(reply.Header("Content-Length")));
  } else {
    reply.body = ReadToEnd();
  }
  return reply;
}

std::string RawConnection::ReadToEnd() {
  while (ReadMore()) {
  }
  return std::exchange(unread_, {});
}

bool RawConnection::IsClosed(std::chrono::milliseconds patience) {
  pollfd waiting{socket_, POLLIN, 0};
  if (!unread_.empty() || poll(&waiting, 1, static_cast<int>(patience.count())) != 1) return false;
  char byte = 0;
  return recv(socket_, &byte, 1, MSG_PEEK) <= 0;
}

void RawConnection::EndSending() { shutdown(socket_, SHUT_WR); }

void RawConnection::Reset() {
  const linger now{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(std::exchange(socket_, -1));
}

HttpReply Fetch(int port, const std::string& method, const std::string& target,
                const std::vector<std::pair<std::string, std::string>>& headers,
                const std::string& body) {
  std::string request = method + " " + target +
                        " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                        "\r\nConnection: close\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  RawConnection connection(port);
  connection.Send(request + "\r\n" + body);
  return connection.ReadReply(method);
}

}  // namespace qianmo::support

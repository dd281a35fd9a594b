#include "bench/http_load.h"

#include <optional>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace qianmo::bench {
namespace {

using std::chrono::steady_clock;

int Connect(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
  const int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return fd;
}

void Send(int fd, const std::string& request) {
  if (send(fd, request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size())) {
    throw std::runtime_error("the gateway does not take requests");
  }
}

// The answer at the front of `bytes`, once it is whole; it is taken off.
std::optional<std::string> TakeAnswer(std::string* bytes) {
  const std::size_t head = bytes->find("\r\n\r\n");
  if (head == bytes->npos) return std::nullopt;
  const std::size_t length = bytes->find("Content-Length: ");
  if (length > head) throw std::runtime_error("an answer without Content-Length");
  const std::size_t whole = head + 4 + std::stoul(bytes->substr(length + 16, 20));
  if (bytes->size() < whole) return std::nullopt;
  std::string answer = bytes->substr(0, whole);
  bytes->erase(0, whole);
  return answer;
}

bool IsGood(const std::string& answer) { return answer.starts_with("HTTP/1.1 200 "); }

bool Receive(int fd, std::string* bytes) {
  char block[16'384];
  const ssize_t got = recv(fd, block, sizeof block, 0);
  if (got <= 0) return false;
  bytes->append(block, static_cast<std::size_t>(got));
  return true;
}

}  // namespace

std::string Ask(int port, const std::string& request) {
  const int fd = Connect(port);
  Send(fd, request);
  std::string bytes;
  std::optional<std::string> answer;
  while (!answer && Receive(fd, &bytes)) answer = TakeAnswer(&bytes);
  close(fd);
  if (!answer || !IsGood(*answer)) throw std::runtime_error("refused: " + answer.value_or("cut"));
  return answer->substr(answer->find("\r\n\r\n") + 4);
}

Load Hammer(int port, const std::string& request, const std::string& must_contain, int connections,
            std::chrono::milliseconds time) {
  struct Connection {
    int fd;
    std::string bytes;
  };
  std::vector<Connection> all;
  const int poll = epoll_create1(0);
  for (int i = 0; i < connections; ++i) all.push_back({Connect(port), ""});
  for (std::size_t i = 0; i < all.size(); ++i) {
    epoll_event event{EPOLLIN, {.u64 = i}};
    epoll_ctl(poll, EPOLL_CTL_ADD, all[i].fd, &event);
    Send(all[i].fd, request);
  }
  Load load;
  const auto began = steady_clock::now();
  const auto end = began + time;
  while (steady_clock::now() < end) {
    epoll_event events[64];
    const int ready = epoll_wait(poll, events, 64, 100);
    for (int i = 0; i < ready; ++i) {
      Connection& one = all[events[i].data.u64];
      if (!Receive(one.fd, &one.bytes)) throw std::runtime_error("a connection was cut");
      const auto answer = TakeAnswer(&one.bytes);
      if (!answer) continue;
      const bool good = IsGood(*answer) && answer->find(must_contain) != answer->npos;
      ++(good ? load.good : load.bad);
      Send(one.fd, request);
    }
  }
  load.seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
  for (const auto& one : all) close(one.fd);
  close(poll);
  return load;
}

}  // namespace qianmo::bench

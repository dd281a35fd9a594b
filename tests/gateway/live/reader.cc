#include "gateway/live/reader.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/becomes.h"

namespace qianmo::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

milliseconds LeftUntil(steady_clock::time_point end) {
  return std::max(milliseconds(0),
                  std::chrono::duration_cast<milliseconds>(end - steady_clock::now()));
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

Reader::Reader(int port, const std::string& target,
               const std::map<std::string, std::string>& headers, int window)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (window > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    close(socket_);
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
  std::string request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  request += "\r\n";
  if (send(socket_, request.data(), request.size(), MSG_NOSIGNAL) < 0) {
    throw std::runtime_error("cannot send");
  }
}

Reader::~Reader() { Leave(); }

Reader::Reader(Reader&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      raw_(std::move(other.raw_)),
      head_(std::move(other.head_)),
      body_(std::move(other.body_)),
      chunked_(other.chunked_),
      ended_(other.ended_),
      finished_(other.finished_) {}

void Reader::Leave() {
  if (socket_ >= 0) close(std::exchange(socket_, -1));
}

bool Reader::Receive(milliseconds patience) {
  if (finished_ || ended_) return false;
  pollfd waiting{socket_, POLLIN, 0};
  if (poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
  char bytes[16'384];
  const ssize_t got = recv(socket_, bytes, sizeof bytes, 0);
  if (got <= 0) {
    finished_ = true;
    return false;
  }
  raw_.append(bytes, static_cast<std::size_t>(got));
  Decode();
  return true;
}

void Reader::Decode() {
  if (head_.empty()) {
    const std::size_t end = raw_.find("\r\n\r\n");
    if (end == raw_.npos) return;
    head_ = raw_.substr(0, end + 4);
    raw_.erase(0, end + 4);
    chunked_ = Header("transfer-encoding") == "chunked";
  }
  if (!chunked_) {
    body_ += raw_;
    raw_.clear();
    const std::string length = Header("content-length");
    ended_ = !length.empty() && body_.size() >= std::stoul(length);
    return;
  }
  for (;;) {
    const std::size_t line = raw_.find("\r\n");
    if (line == raw_.npos) return;
    const std::size_t size = std::stoul(raw_.substr(0, line), nullptr, 16);
    if (raw_.size() < line + 2 + size + 2) return;
    body_ += raw_.substr(line + 2, size);
    raw_.erase(0, line + 2 + size + 2);
    if (size == 0) {
      ended_ = true;
      return;
    }
  }
}

int Reader::Status() {
  const auto end = steady_clock::now() + support::kPatience;
  while (head_.empty() && !finished_ && steady_clock::now() < end) Receive(LeftUntil(end));
  return head_.size() < 12 ? 0 : std::stoi(head_.substr(9, 3));
}

std::string Reader::Header(const std::string& name) {
  const std::string lower = Lower(head_);
  const std::size_t at = lower.find("\r\n" + name + ": ");
  if (at == lower.npos) return "";
  const std::size_t from = at + 2 + name.size() + 2;
  return head_.substr(from, head_.find("\r\n", from) - from);
}

std::string Reader::Until(const std::string& text, milliseconds patience) {
  const auto end = steady_clock::now() + patience;
  for (;;) {
    const std::size_t found = body_.find(text);
    if (found != body_.npos) {
      const std::string given = body_.substr(0, found + text.size());
      body_.erase(0, given.size());
      return given;
    }
    if (!Receive(LeftUntil(end)) && (finished_ || ended_ || steady_clock::now() >= end)) return "";
  }
}

std::string Reader::Line() {
  std::string line = "\n";
  while (line == "\n") line = Until("\n");
  return line;
}

std::string Reader::Rest(bool* complete) {
  const auto end = steady_clock::now() + support::kPatience;
  while (!finished_ && !ended_ && steady_clock::now() < end) Receive(LeftUntil(end));
  if (complete != nullptr) *complete = ended_;
  return std::exchange(body_, "");
}

bool Reader::IsSilentFor(milliseconds time) {
  const auto end = steady_clock::now() + time;
  const std::size_t before = body_.size();
  while (!finished_ && steady_clock::now() < end) {
    Receive(LeftUntil(end));
    if (body_.find_first_not_of('\n', before) != body_.npos) return false;
  }
  return !finished_;
}

}  // namespace qianmo::gateway

#include "bench/watcher_crowd.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace qianmo::bench {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

std::int64_t NowInMicroseconds() {
  return std::chrono::duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

WatcherCrowd::WatcherCrowd(int port, const std::string& target, int count)
    : clients_(static_cast<std::size_t>(count)), poll_(epoll_create1(0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const std::string request =
      "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n";
  thread_ = std::thread([this] { Listen(); });
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    Client& client = clients_[i];
    client.fd = socket(AF_INET, SOCK_STREAM, 0);
    if (client.fd < 0 ||
        connect(client.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        send(client.fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) {
      throw std::runtime_error("client " + std::to_string(i) + " cannot connect");
    }
    epoll_event event{EPOLLIN, {.u64 = i}};
    epoll_ctl(poll_, EPOLL_CTL_ADD, client.fd, &event);
  }
}

WatcherCrowd::~WatcherCrowd() {
  Stop();
  for (const Client& client : clients_) close(client.fd);
  close(poll_);
}

void WatcherCrowd::Stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void WatcherCrowd::Announce(std::uint64_t version) {
  announced_[version % std::size(announced_)] = NowInMicroseconds();
}

void WatcherCrowd::Listen() {
  std::vector<epoll_event> events(1'024);
  std::vector<char> block(64 * 1024);
  while (!stop_) {
    const int ready = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 50);
    for (int i = 0; i < ready; ++i) {
      Client& client = clients_[events[static_cast<std::size_t>(i)].data.u64];
      const ssize_t got = recv(client.fd, block.data(), block.size(), 0);
      if (got > 0) Take(client, {block.data(), static_cast<std::size_t>(got)});
      if (got <= 0) epoll_ctl(poll_, EPOLL_CTL_DEL, client.fd, nullptr);
    }
  }
}

// Events look like "id: 17\ndata: {…}\n\n".
void WatcherCrowd::Take(Client& client, std::string_view bytes) {
  static constexpr std::string_view kId = "id: ";
  client.rest.append(bytes);
  std::size_t from = 0;
  for (;;) {
    const std::size_t id = client.rest.find(kId, from);
    if (id == client.rest.npos) break;
    const std::size_t end = client.rest.find("\n\n", id);
    if (end == client.rest.npos) break;
    const std::uint64_t version = std::stoull(client.rest.substr(id + kId.size(), 20));
    client.in_order = client.in_order && version > client.last;
    client.last = version;
    ++arrived_;
    if (const auto since = announced_[version % std::size(announced_)].load()) {
      delays_.push_back(static_cast<std::uint32_t>((NowInMicroseconds() - since) / 100));
    }
    from = end + 2;
  }
  client.rest.erase(0, from);
}

bool WatcherCrowd::EachEndsWith(std::uint64_t version) const {
  return std::all_of(clients_.begin(), clients_.end(), [&](const Client& client) {
    return client.in_order && client.last == version;
  });
}

std::optional<std::chrono::milliseconds> WatcherCrowd::DelayOf(int per_mille,
                                                               std::uint64_t wanted) const {
  std::vector<std::uint32_t> sorted = delays_;
  std::sort(sorted.begin(), sorted.end());
  const std::uint64_t place = wanted * static_cast<std::uint64_t>(per_mille) / 1000;
  if (place >= sorted.size()) return std::nullopt;
  return std::chrono::milliseconds(sorted[place] / 10);
}

}  // namespace qianmo::bench

// Very many clients of one stream of events on one thread, which count what they get and when.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace qianmo::bench {

class WatcherCrowd {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  // Connects them all, one after the other.
  WatcherCrowd(int port, const std::string& target, int count);
  ~WatcherCrowd();

  // Before the state gets this version: the delay counts from now on.
  void Announce(std::uint64_t version);
  // Events with these versions that have come in, over all clients.
  std::uint64_t Arrived() const { return arrived_; }
  // Ends the counting.
  void Stop();
  // After Stop: whether every client ends with this version, and got none twice or out of order.
  bool EachEndsWith(std::uint64_t version) const;
  // After Stop: the delay that so many in a thousand of `wanted` events stay below. An event that a
  // slow client skipped counts as one that never came; nothing when so many have not come.
  std::optional<std::chrono::milliseconds> DelayOf(int per_mille, std::uint64_t wanted) const;

 private:
  struct Client {
    int fd = -1;
    std::string rest;  // the beginning of an event whose end is still to come
    std::uint64_t last = 0;
    bool in_order = true;
  };

  void Listen();
  void Take(Client& client, std::string_view bytes);

  std::vector<Client> clients_;
  int poll_ = -1;
  std::atomic<std::int64_t> announced_[4'096] = {};  // by version: microseconds of steady_clock
  std::vector<std::uint32_t> delays_;                // in tenths of a millisecond
  std::atomic<std::uint64_t> arrived_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace qianmo::bench

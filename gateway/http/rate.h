// Requests per second of one caller: a token bucket each, kept as the time at which it is full.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "gateway/http/exchange.h"
#include "gateway/http/fault.h"

namespace qianmo::gateway {

class Rate {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  // `a_second` requests in the long run, `burst` at once; 0 a second means no limit.
  Rate(std::uint32_t a_second, std::uint32_t burst);

  // Takes one token of the caller's bucket; or says how long until there is one.
  std::optional<std::chrono::nanoseconds> Take(const std::string& key, Instant now);

 private:
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Instant> full_at;
    std::size_t sweep_at = 1024;  // entries
  };

  const std::chrono::nanoseconds interval_;
  const std::chrono::nanoseconds depth_;
  std::array<Shard, 16> shards_;
};

// Callers that the API has let in lately. Anybody can invent a token; these are real.
class KnownCallers {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  // A caller who is let in no more is forgotten after one to two times as long.
  static constexpr std::chrono::minutes kHolds{15};

  void Add(const std::string& key, Instant now);
  bool Has(const std::string& key);

 private:
  std::mutex mutex_;
  Instant since_{};  // of recent_
  std::unordered_set<std::string> recent_;
  std::unordered_set<std::string> older_;
};

// Who a request is counted against: its session or token where it names one, else its address.
std::string CallerKey(const HttpRequest& request);

}  // namespace qianmo::gateway

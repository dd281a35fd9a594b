// How many connections there may be, in all and from one address, so that nobody takes them all.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "gateway/http/fault.h"
#include "gateway/http/limits.h"

namespace qianmo::gateway {

class Seats {
 public:
  explicit Seats(const Limits& limits) : limits_(limits) {}

  // One connection's place; given back with it.
  class Seat {
   public:
    Seat(Seat&& other) noexcept
        : seats_(std::exchange(other.seats_, nullptr)),
          key_(std::move(other.key_)),
          refused_(other.refused_) {}
    ~Seat() {
      if (seats_ != nullptr) seats_->Leave(*this);
    }
    // Why the connection may stay only to hear that it may not stay.
    const std::optional<Fault>& refused() const { return refused_; }

   private:
    friend class Seats;
    Seat(Seats* seats, std::string key, std::optional<Fault> refused)
        : seats_(seats), key_(std::move(key)), refused_(refused) {}

    Seats* seats_;
    std::string key_;  // "" where addresses are not counted
    std::optional<Fault> refused_;
  };

  // `known_proxy`: many callers share the address. Nothing when not even refusals fit any more.
  std::optional<Seat> Take(const std::string& address, bool known_proxy);

 private:
  void Leave(const Seat& seat);

  const Limits limits_;
  std::mutex mutex_;
  std::size_t taken_ = 0;
  std::size_t refused_ = 0;
  std::unordered_map<std::string, std::size_t> by_key_;
};

// The address itself; of IPv6 the /64 that one customer has.
std::string AddressKey(const std::string& address);

}  // namespace qianmo::gateway

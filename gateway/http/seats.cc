#include "gateway/http/seats.h"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace qianmo::gateway {
namespace {

constexpr std::size_t kRefusedAtOnce = 256;

}  // namespace

std::optional<Seats::Seat> Seats::Take(const std::string& address, bool known_proxy) {
  std::string key = known_proxy ? "" : AddressKey(address);
  const std::lock_guard lock(mutex_);
  std::optional<Fault> fault;
  if (taken_ >= limits_.connections) {
    fault = Fault{503, "TOO_MANY_CONNECTIONS", "All connections of this server are taken.",
                  std::chrono::seconds(5)};
  } else if (!key.empty() && by_key_[key] >= limits_.connections_per_address) {
    fault = Fault{429, "TOO_MANY_CONNECTIONS", "There are too many connections from this address.",
                  std::chrono::seconds(5)};
  }
  if (fault) {
    if (refused_ >= kRefusedAtOnce) return {};
    ++refused_;
    return Seat(this, std::move(key), fault);
  }
  ++taken_;
  if (!key.empty()) ++by_key_[key];
  return Seat(this, std::move(key), {});
}

void Seats::Leave(const Seat& seat) {
  const std::lock_guard lock(mutex_);
  if (seat.refused_) {
    --refused_;
    return;
  }
  --taken_;
  if (seat.key_.empty()) return;
  const auto found = by_key_.find(seat.key_);
  if (--found->second == 0) by_key_.erase(found);
}

std::string AddressKey(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  if (error || parsed.is_v4()) return address;
  auto bytes = parsed.to_v6().to_bytes();
  if (parsed.to_v6().is_v4_mapped()) return address;
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  return boost::asio::ip::make_address_v6(bytes).to_string();
}

}  // namespace qianmo::gateway

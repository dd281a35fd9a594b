#include "gateway/http/rate.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "gateway/http/seats.h"

namespace qianmo::gateway {
namespace {

constexpr std::string_view kSessionCookie = "__Host-qianmo-session=";

std::string_view SessionOf(std::string_view cookies) {
  const std::size_t begin = cookies.find(kSessionCookie);
  if (begin == cookies.npos) return {};
  const std::string_view value = cookies.substr(begin + kSessionCookie.size());
  return value.substr(0, value.find(';'));
}

}  // namespace

Rate::Rate(std::uint32_t a_second, std::uint32_t burst)
    : interval_(a_second == 0 ? 0 : 1'000'000'000 / a_second), depth_(interval_ * burst) {}

std::optional<std::chrono::nanoseconds> Rate::Take(const std::string& key, Instant now) {
  if (interval_.count() == 0) return {};
  Shard& shard = shards_[std::hash<std::string>()(key) % shards_.size()];
  const std::lock_guard lock(shard.mutex);
  if (shard.full_at.size() >= shard.sweep_at) {
    std::erase_if(shard.full_at, [now](const auto& entry) { return entry.second <= now; });
    shard.sweep_at = std::max<std::size_t>(1024, shard.full_at.size() * 2);
  }
  Instant& full_at = shard.full_at[key];
  const Instant after = std::max(full_at, now) + interval_;
  if (after - now > depth_) return after - now - depth_;
  full_at = after;
  return {};
}

void KnownCallers::Add(const std::string& key, Instant now) {
  const std::lock_guard lock(mutex_);
  if (now - since_ > kHolds) {
    older_ = std::exchange(recent_, {});
    since_ = now;
  }
  recent_.insert(key);
}

bool KnownCallers::Has(const std::string& key) {
  const std::lock_guard lock(mutex_);
  return recent_.contains(key) || older_.contains(key);
}

std::string CallerKey(const HttpRequest& request) {
  std::string_view secret = request.headers.Get("Authorization");
  if (secret.empty()) secret = SessionOf(request.headers.Get("Cookie"));
  if (secret.empty()) return AddressKey(request.client_address);
  return std::string(AsText(crypto::Sha256(secret)).substr(0, 16));
}

}  // namespace qianmo::gateway

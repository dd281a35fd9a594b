#include "gateway/upstream/session_tokens.h"

#include <utility>

#include "base/encoding.h"
#include "crypto/digest.h"

namespace qianmo::gateway {
namespace {

// The length first, so that no two pairs make the same text.
std::string KeyOf(std::string_view session_token, std::string_view on_behalf_of) {
  std::string text = std::to_string(session_token.size());
  text.append(":").append(session_token).append(on_behalf_of);
  return std::string(AsText(crypto::Sha256(text)));
}

// Answers of the rules, which will be the same in a moment; trouble may be over by then.
bool IsRefusal(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return true;
    default:
      return false;
  }
}

}  // namespace

SessionTokens::~SessionTokens() {
  std::unique_lock lock(asking_mutex_);
  asking_changed_.wait(lock, [this] { return asking_ == 0; });
}

void SessionTokens::CountAsking(int step) {
  std::lock_guard lock(asking_mutex_);
  asking_ += step;
  asking_changed_.notify_all();
}

SessionTokens::Shard& SessionTokens::ShardOf(const std::string& key) {
  return shards_[static_cast<unsigned char>(key.front()) % shards_.size()];
}

void SessionTokens::Exchange(const TokenRequest& request, Done done) {
  const std::string key = KeyOf(request.session_token, request.on_behalf_of);
  Shard& shard = ShardOf(key);
  const Time now = clock_.Now();
  std::shared_ptr<Entry> entry;
  {
    std::unique_lock lock(shard.mutex);
    const auto found = shard.entries.find(key);
    if (found != shard.entries.end() && found->second->Serves(request)) {
      entry = found->second;
      if (entry->pending) {
        entry->waiting.push_back(std::move(done));
        return;
      }
      if (now < entry->until) {
        lock.unlock();
        return done(entry->status, entry->authorization);
      }
    }
    MakeRoom(shard, now);
    entry = std::make_shared<Entry>();
    entry->pending = true;
    entry->background = request.background;
    entry->waiting.push_back(std::move(done));
    shard.entries[key] = entry;
  }
  CountAsking(1);
  issue_(request,
         [this, &shard, key, entry](const grpc::Status& status, const IssuedToken& issued) {
           Settle(shard, key, entry, status, issued);
           CountAsking(-1);
         });
}

void SessionTokens::Settle(Shard& shard, const std::string& key,
                           const std::shared_ptr<Entry>& entry, const grpc::Status& status,
                           const IssuedToken& issued) {
  std::vector<Done> waiting;
  Authorization authorization;
  if (status.ok()) authorization = std::make_shared<const std::string>("Bearer " + issued.token);
  {
    std::lock_guard lock(shard.mutex);
    entry->pending = false;
    entry->status = status;
    entry->authorization = authorization;
    entry->until = status.ok() ? issued.expires - kSpare : clock_.Now() + kRefusalHolds;
    waiting.swap(entry->waiting);
    const bool keep = !entry->forgotten && (status.ok() || IsRefusal(status));
    const auto found = shard.entries.find(key);
    if (!keep && found != shard.entries.end() && found->second == entry) {
      shard.entries.erase(found);
    }
  }
  for (const Done& one : waiting) one(status, authorization);
}

void SessionTokens::Forget(std::string_view session_token, std::string_view on_behalf_of) {
  const std::string key = KeyOf(session_token, on_behalf_of);
  Shard& shard = ShardOf(key);
  std::lock_guard lock(shard.mutex);
  const auto found = shard.entries.find(key);
  if (found == shard.entries.end()) return;
  found->second->forgotten = true;
  shard.entries.erase(found);
}

void SessionTokens::MakeRoom(Shard& shard, Time now) {
  if (shard.entries.size() < kMostInShard) return;
  std::erase_if(shard.entries,
                [&](const auto& one) { return !one.second->pending && one.second->until <= now; });
  if (shard.entries.size() < kMostInShard) return;
  std::erase_if(shard.entries, [](const auto& one) { return !one.second->pending; });
}

}  // namespace qianmo::gateway

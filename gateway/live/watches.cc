#include "gateway/live/watches.h"

#include <boost/asio/steady_timer.hpp>

#include "gateway/live/watch.h"

namespace qianmo::gateway {

void Watches::Join(const std::string& key, const std::function<std::shared_ptr<Watch>()>& make,
                   const std::shared_ptr<StreamClient>& client) {
  std::shared_ptr<Watch> watch;
  {
    std::lock_guard lock(mutex_);
    if (draining_) return client->End();
    auto& found = watches_[key];
    if (!found) found = make();
    watch = found;
    watch->Add(client);
  }
  client->Begin(
      [self = shared_from_this(), watch, weak = std::weak_ptr(client)] {
        if (const auto gone = weak.lock()) self->Leave(watch, gone);
      },
      nullptr);
  watch->Greet(client);
}

void Watches::Leave(const std::shared_ptr<Watch>& watch,
                    const std::shared_ptr<StreamClient>& client) {
  {
    std::lock_guard lock(mutex_);
    if (!watch->Remove(client)) return;
    const auto found = watches_.find(watch->key());
    if (found != watches_.end() && found->second == watch) watches_.erase(found);
  }
  watch->Stop();
}

void Watches::Forget(const Watch& watch) {
  std::lock_guard lock(mutex_);
  const auto found = watches_.find(watch.key());
  if (found != watches_.end() && found->second.get() == &watch) watches_.erase(found);
}

std::uint64_t Watches::Enter(std::function<void()> cancel) {
  std::lock_guard lock(streams_mutex_);
  streams_.emplace(++last_stream_, std::move(cancel));
  return last_stream_;
}

void Watches::Left(std::uint64_t stream) {
  std::lock_guard lock(streams_mutex_);
  streams_.erase(stream);
  none_left_.notify_all();
}

void Watches::After(std::chrono::milliseconds wait, std::function<void()> then) {
  const auto timer = std::make_shared<boost::asio::steady_timer>(io_, wait);
  timer->async_wait([timer, then = std::move(then)](const boost::system::error_code& error) {
    if (!error) then();
  });
}

void Watches::RunTimers() {
  BeatAll();
  io_.run();
}

void Watches::BeatAll() {
  std::vector<std::shared_ptr<Watch>> all;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [key, watch] : watches_) all.push_back(watch);
  }
  for (const auto& watch : all) watch->Beat();
  After(options_.heartbeat / 3, [this] { BeatAll(); });
}

LiveStats Watches::stats() const {
  LiveStats stats{.frames = frames_};
  std::lock_guard lock(mutex_);
  stats.watches = watches_.size();
  for (const auto& [key, watch] : watches_) stats.clients += watch->clients();
  return stats;
}

void Watches::Drain() {
  draining_ = true;
  std::map<std::string, std::shared_ptr<Watch>> all;
  {
    std::lock_guard lock(mutex_);
    all.swap(watches_);
  }
  for (const auto& [key, watch] : all) {
    for (const auto& client : watch->Stop()) client->End();
  }
}

void Watches::Close() {
  Drain();
  std::unique_lock lock(streams_mutex_);
  const auto open = streams_;
  lock.unlock();
  for (const auto& [stream, cancel] : open) cancel();
  lock.lock();
  none_left_.wait(lock, [this] { return streams_.empty(); });
  lock.unlock();
  work_.reset();
  io_.stop();
}

}  // namespace qianmo::gateway

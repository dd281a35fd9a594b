// All watches of the gateway: who shares which, the timers they need, and their end.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "gateway/live/live.h"
#include "gateway/live/stream_client.h"

namespace qianmo::gateway {

class Watch;

// Thread-safe. Locks are taken in this order: Watches, Watch, the rest.
class Watches : public std::enable_shared_from_this<Watches> {
 public:
  explicit Watches(const LiveOptions& options) : options_(options) {}

  const LiveOptions& options() const { return options_; }
  // Adds the client to the watch under this key, which `make` makes when there is none.
  void Join(const std::string& key, const std::function<std::shared_ptr<Watch>()>& make,
            const std::shared_ptr<StreamClient>& client);
  void Leave(const std::shared_ptr<Watch>& watch, const std::shared_ptr<StreamClient>& client);
  // No new client joins this watch from now on.
  void Forget(const Watch& watch);

  // Around each upstream stream; Close calls `cancel` of those that are open and awaits their end.
  std::uint64_t Enter(std::function<void()> cancel);
  void Left(std::uint64_t stream);

  void After(std::chrono::milliseconds wait, std::function<void()> then);
  void RunTimers();
  void CountFrame() { ++frames_; }
  LiveStats stats() const;
  bool draining() const { return draining_; }
  void Drain();
  void Close();

 private:
  void BeatAll();

  const LiveOptions options_;
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Watch>> watches_;
  std::mutex streams_mutex_;
  std::condition_variable none_left_;
  std::map<std::uint64_t, std::function<void()>> streams_;
  std::uint64_t last_stream_ = 0;
  std::atomic<bool> draining_ = false;
  std::atomic<std::uint64_t> frames_ = 0;
};

}  // namespace qianmo::gateway

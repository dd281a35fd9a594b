// A bounded crew for handlers that block: when all are busy and the queue is full, work is turned
// away at once instead of piling up.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace qianmo::rpc {

class Workers {
 public:
  Workers(int threads, std::size_t queue_limit);
  // Finishes everything that was taken in.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False when the queue is full; `work` must not throw.
  bool Submit(std::function<void()> work);
  std::size_t queued() const;

 private:
  void Work();

  const std::size_t queue_limit_;
  mutable std::mutex mutex_;
  std::condition_variable something_;
  std::deque<std::function<void()>> queue_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace qianmo::rpc

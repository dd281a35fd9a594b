// The courier of one service: takes due calls from its outbox, makes them, and notes how they
// ended.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "rpc/channels.h"
#include "rpc/outbox.h"

namespace qianmo::rpc {

struct CourierStats {
  std::uint64_t delivered = 0;
  std::uint64_t retried = 0;
  std::uint64_t buried = 0;
};

class Courier {
 public:
  // What a service does with the answer to one of its calls, in the transaction that closes it.
  using OnAnswer =
      std::function<void(pg::Transaction&, const OutboxRow&, const std::string& reply)>;

  // `room` and `channels` must outlive the courier.
  Courier(const Room& room, const Channels& channels);
  ~Courier() { Stop(); }

  // Told whenever the database comes within reach (true) or goes (false); the first time soon after
  // Start. Before Start only.
  void WhenReachable(std::function<void(bool)> tell) { tell_reachable_ = std::move(tell); }
  // Before Start only.
  void WhenAnswered(const std::string& method, OnAnswer on_answer);
  void Start();
  // Takes no more calls, and gives those under way a little time; what they leave undone is done
  // again by the next process. To be called while the in-process channel still works, because a
  // call on a closed one crashes in gRPC 1.51.
  void Stop();
  // Looks at once, instead of at the next poll.
  void Wake();
  CourierStats stats() const;

 private:
  struct Delivery;

  void Run();
  bool Claim();
  void Dispatch(OutboxRow row);
  void Finish(Delivery& delivery);
  void Record(const Delivery& delivery);
  std::vector<std::string> BusyServices() const;

  const Room& room_;
  const Channels& channels_;
  std::function<void(bool)> tell_reachable_ = [](bool) {};
  std::map<std::string, OnAnswer> on_answer_;
  std::map<std::string, int> under_way_;            // by service; only the courier's thread
  std::set<std::shared_ptr<Delivery>> deliveries_;  // under way; only the courier's thread
  int total_under_way_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<Delivery>> ended_;
  bool woken_ = false;
  bool closing_ = false;
  std::chrono::steady_clock::time_point cut_time_;  // when closing
  CourierStats stats_;
  std::thread thread_;
};

// How long to wait before the next try, after this many: doubling from 0.2 s to a minute.
Duration Backoff(int attempts);

// Whether the receiver was merely not there, or had no time: such calls are made for ever.
bool IsSilence(int grpc_code);

// Whether a call that ended with this code, after so many earlier faults, can never succeed as it
// is.
bool IsPoison(int grpc_code, int faults);

}  // namespace qianmo::rpc

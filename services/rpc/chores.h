// Work that comes round by itself: removing what has expired, looking for what is due.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/id.h"
#include "rpc/room.h"

namespace qianmo::rpc {

class Chores {
 public:
  // Does a bounded piece of the work for one county; true when more of it is waiting. What it
  // throws is logged; the other counties get their turn, and this one when its time comes again.
  using Chore = std::function<bool(CountyId)>;

  explicit Chores(const Room& room) : room_(room) {}
  // Waits for the piece under way.
  ~Chores();

  // Before Start only. Every county gets its turn after each pause.
  void Every(std::chrono::milliseconds pause, const std::string& name, Chore chore);
  // All chores share one thread; without any there is none.
  void Start();

 private:
  struct Kept {
    std::string name;
    std::chrono::milliseconds pause;
    Chore chore;
    std::chrono::steady_clock::time_point due;
  };

  void Run();
  void DoAll(const Kept& kept);
  void DoFor(const Kept& kept, CountyId county);
  bool IsClosing();

  const Room& room_;
  std::vector<Kept> kept_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace qianmo::rpc

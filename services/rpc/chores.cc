#include "rpc/chores.h"

#include <algorithm>

#include "rpc/log.h"

namespace qianmo::rpc {

using std::chrono::steady_clock;

Chores::~Chores() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Chores::Every(std::chrono::milliseconds pause, const std::string& name, Chore chore) {
  kept_.push_back({name, pause, std::move(chore), steady_clock::time_point()});
}

void Chores::Start() {
  if (!kept_.empty()) thread_ = std::thread([this] { Run(); });
}

void Chores::Run() {
  while (!IsClosing()) {
    auto& next = *std::min_element(kept_.begin(), kept_.end(),
                                   [](const Kept& a, const Kept& b) { return a.due < b.due; });
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_until(lock, next.due, [this] { return closing_; })) return;
    }
    DoAll(next);
    next.due = steady_clock::now() + next.pause;
  }
}

void Chores::DoAll(const Kept& kept) {
  try {
    for (const CountyId county : CountiesOf(room_)) DoFor(kept, county);
  } catch (const std::exception& trouble) {
    Log(Level::kWarning, "chore_failed",
        {{"service", room_.service}, {"chore", kept.name}, {"trouble", trouble.what()}});
  }
}

void Chores::DoFor(const Kept& kept, CountyId county) {
  try {
    while (!IsClosing() && kept.chore(county)) {
    }
  } catch (const std::exception& trouble) {
    Log(Level::kWarning, "chore_failed",
        {{"service", room_.service},
         {"chore", kept.name},
         {"county", std::int64_t{county.number}},
         {"trouble", trouble.what()}});
  }
}

bool Chores::IsClosing() {
  std::lock_guard lock(mutex_);
  return closing_;
}

}  // namespace qianmo::rpc

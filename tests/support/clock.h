// A clock that stands still until a test moves it.
#pragma once

#include <atomic>

#include "base/clock.h"

namespace qianmo::support {

class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time now) : now_(now) {}

  Time Now() const override { return now_; }
  void Set(Time now) { now_ = now; }
  void Advance(Duration step) { now_ = now_.load() + step; }

 private:
  std::atomic<Time> now_;
};

}  // namespace qianmo::support

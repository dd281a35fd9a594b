// What a test waits for. It is patient, because a machine may be busy, and a test that passes waits
// no longer than it must.
#pragma once

#include <chrono>
#include <thread>

namespace qianmo::support {

inline constexpr std::chrono::seconds kPatience{60};

// Whether it is met in the end.
template <class Met>
bool Becomes(Met&& met, std::chrono::milliseconds pause = std::chrono::milliseconds(10),
             std::chrono::seconds patience = kPatience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!met()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(pause);
  }
  return true;
}

}  // namespace qianmo::support

// Keep-alive connections that each send the same request again as soon as it is answered.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace qianmo::bench {

// One request and its answer, body only; throws std::runtime_error when it is not 200.
std::string Ask(int port, const std::string& request);

struct Load {
  std::uint64_t good = 0;  // 200, and `must_contain` is in the body
  std::uint64_t bad = 0;
  double seconds = 0;
};

Load Hammer(int port, const std::string& request, const std::string& must_contain, int connections,
            std::chrono::milliseconds time);

}  // namespace qianmo::bench

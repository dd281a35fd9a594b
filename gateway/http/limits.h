// How much of everything one caller may take; what is beyond is refused, not served slowly.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace qianmo::gateway {

struct Limits {
  std::size_t target_bytes = 8 * 1024;  // the path and query of a request line
  std::size_t head_bytes = 16 * 1024;
  std::size_t head_fields = 100;
  std::size_t body_bytes = 4 * 1024 * 1024;
  std::size_t bodies_bytes = 256 * 1024 * 1024;  // of all requests under way together
  std::size_t bodies_bytes_per_address = 64 * 1024 * 1024;
  std::size_t ahead_bytes = 64 * 1024;  // of the requests that a client sends before its answer

  std::size_t connections = 20'000;
  std::size_t connections_per_address = 512;  // several villages may share one, behind their NAT
  // Of one session or token that is known, or of one address's strangers; and of all that come from
  // one address. 0 is no limit.
  std::uint32_t requests_a_second = 50;
  std::uint32_t requests_a_second_per_address = 1000;

  std::chrono::milliseconds idle{60'000};   // between two requests
  std::chrono::milliseconds head{10'000};   // from the first byte of a head to its last
  std::chrono::milliseconds stall{30'000};  // for a client to take any byte of its answer
  // A body must arrive at this rate once the head's time has passed, and never pause for so long.
  std::size_t body_bytes_a_second = 8 * 1024;
  std::chrono::milliseconds body_stall{30'000};
  // While draining: for the request that a client sends before it knows.
  std::chrono::milliseconds last_request{1'000};
  // What a refused client may still send, so that it reads the refusal instead of a reset.
  std::chrono::milliseconds linger{2'000};
};

}  // namespace qianmo::gateway

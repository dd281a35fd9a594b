// What a process has used so far, from /proc.
#pragma once

#include <cstdint>

#include <sys/types.h>

namespace qianmo::bench {

struct Usage {
  double cpu_seconds = 0;
  std::int64_t rss_kib = 0;
};

// Throws std::runtime_error when there is no such process.
Usage UsageOf(pid_t pid);

// As many open files as the system lets this process have.
void RaiseFileLimit();

}  // namespace qianmo::bench

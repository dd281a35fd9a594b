#include "bench/usage.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace qianmo::bench {

Usage UsageOf(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(stat, line)) throw std::runtime_error("no process " + std::to_string(pid));
  std::istringstream fields(line.substr(line.rfind(')') + 2));
  std::string field;
  double ticks = 0;
  std::int64_t pages = 0;
  for (int i = 3; fields >> field; ++i) {  // numbered as in proc(5)
    if (i == 14 || i == 15) ticks += std::stod(field);
    if (i == 24) pages = std::stoll(field);
  }
  return {ticks / static_cast<double>(sysconf(_SC_CLK_TCK)),
          pages * (sysconf(_SC_PAGESIZE) / 1024)};
}

void RaiseFileLimit() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace qianmo::bench

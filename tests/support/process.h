// Runs the built programs as an operator would: as processes, with arguments and an environment.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace qianmo::support {

// A program under QIANMO_BIN (or beside the tests), such as "qianmod".
std::filesystem::path BuiltProgram(const std::string& name);

class Process {
 public:
  // Its standard output and error go to `log`, which is added to, not replaced.
  Process(const std::vector<std::string>& command,
          const std::map<std::string, std::string>& environment, const std::filesystem::path& log);
  // Kills it, if it still runs.
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;

  void Signal(int signal);
  // The exit code, or minus the signal that ended it.
  int Wait();
  bool IsRunning();
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int status_ = 0;
};

// What a command that runs to its end leaves.
struct Outcome {
  int code = 0;
  std::string output;  // standard output and error together
};
Outcome RunToEnd(const std::vector<std::string>& command,
                 const std::map<std::string, std::string>& environment);

// A port of 127.0.0.1 that was free a moment ago.
int FreePort();

// A folder of its own that goes with this object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string ReadFile(const std::filesystem::path& path);

}  // namespace qianmo::support

// Other people's programs, run as children that do not outlive us.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

#include "qianmoctl/user.h"

namespace qianmo::ctl {

struct CommandLine {
  std::vector<std::string> words;  // the program's path first
  User user;
  // Besides LC_ALL=C.UTF-8, and our own environment when it runs as the same user.
  std::map<std::string, std::string> environment = {};
};

// A program of PostgreSQL 15: in the folder QIANMO_PG_BIN, otherwise where Debian keeps them.
// Throws a Failure when it is not there.
std::string PostgresProgram(const std::string& name);

class Child {
 public:
  // Its output goes to `output`, a file descriptor, which stays the caller's. On our death it gets
  // `last_signal`.
  Child(const CommandLine& command, int output, int last_signal);
  // Sends the last signal and waits.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  bool IsRunning();
  void Signal(int signal) const;
  // The exit code, or 128 and the signal that ended it.
  int Wait();

 private:
  pid_t pid_ = -1;
  int last_signal_;
  int code_ = 0;
};

// Runs it to its end, tells `on_line` each line that it says (also those that end in a carriage
// return), and returns its exit code. An interrupt from the keyboard ends the program, not us.
int RunToEnd(const CommandLine& command, const std::function<void(const std::string&)>& on_line);

}  // namespace qianmo::ctl

#include "qianmoctl/program.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "qianmoctl/command.h"

namespace qianmo::ctl {
namespace {

[[noreturn]] void ThrowErrno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> Environment(const CommandLine& command) {
  std::map<std::string, std::string> wanted = command.environment;
  wanted["LC_ALL"] = "C.UTF-8";
  std::vector<std::string> texts;
  for (const auto& [name, value] : wanted) texts.push_back(name + "=" + value);
  if (command.user.uid != geteuid()) return texts;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (!wanted.contains(std::string(text.substr(0, text.find('='))))) texts.emplace_back(text);
  }
  return texts;
}

// In the child; nothing here may allocate or lock.
[[noreturn]] void Become(const User& user, char* const* words, char* const* environment, int output,
                         int last_signal, pid_t parent) {
  if (!user.Become()) _exit(126);
  prctl(PR_SET_PDEATHSIG, last_signal);  // a change of user forgets it, so after that
  if (getppid() != parent) _exit(126);
  signal(SIGINT, SIG_DFL);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  close_range(STDERR_FILENO + 1, ~0U, 0);
  if (chdir("/") != 0) _exit(126);
  execve(words[0], words, environment);
  _exit(127);
}

// Gives each whole line of `text` away and leaves the rest.
void TakeLines(std::string* text, const std::function<void(const std::string&)>& on_line) {
  for (auto end = text->find_first_of("\r\n"); end != std::string::npos;
       end = text->find_first_of("\r\n")) {
    if (end > 0) on_line(text->substr(0, end));
    text->erase(0, end + 1);
  }
}

// Keeps an interrupt from ending us as long as it lives.
class Uninterrupted {
 public:
  Uninterrupted() : before_(signal(SIGINT, SIG_IGN)) {}
  ~Uninterrupted() { signal(SIGINT, before_); }
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;

 private:
  sighandler_t before_;
};

}  // namespace

std::string PostgresProgram(const std::string& name) {
  const char* folder = std::getenv("QIANMO_PG_BIN");
  const std::filesystem::path path =
      std::filesystem::path(folder == nullptr ? "/usr/lib/postgresql/15/bin" : folder) / name;
  if (access(path.c_str(), X_OK) != 0) {
    throw Failure(path.string() + " cannot be run; QIANMO_PG_BIN names the folder of PostgreSQL " +
                  "15's programs");
  }
  return path;
}

Child::Child(const CommandLine& command, int output, int last_signal) : last_signal_(last_signal) {
  std::vector<std::string> words = command.words;
  std::vector<std::string> environment = Environment(command);
  const auto word_pointers = Pointers(words);
  const auto environment_pointers = Pointers(environment);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) ThrowErrno("fork");
  if (pid_ == 0) {
    Become(command.user, word_pointers.data(), environment_pointers.data(), output, last_signal,
           parent);
  }
}

Child::~Child() {
  if (!IsRunning()) return;
  Signal(last_signal_);
  Wait();
}

bool Child::IsRunning() {
  if (pid_ < 0) return false;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) == 0) return true;
  code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  pid_ = -1;
  return false;
}

void Child::Signal(int signal) const {
  if (pid_ > 0) kill(pid_, signal);
}

int Child::Wait() {
  if (pid_ < 0) return code_;
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  pid_ = -1;
  return code_;
}

int RunToEnd(const CommandLine& command, const std::function<void(const std::string&)>& on_line) {
  const Uninterrupted uninterrupted;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) ThrowErrno("pipe");
  Child child(command, ends[1], SIGTERM);
  close(ends[1]);
  std::string text;
  std::array<char, 4096> piece;
  for (ssize_t got; (got = read(ends[0], piece.data(), piece.size())) != 0;) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    text.append(piece.data(), static_cast<std::size_t>(got));
    TakeLines(&text, on_line);
  }
  close(ends[0]);
  if (!text.empty()) on_line(text);
  return child.Wait();
}

}  // namespace qianmo::ctl

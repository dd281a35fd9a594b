#include "qianmoctl/staging.h"

#include <system_error>

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qianmoctl/command.h"

namespace qianmo::ctl {
namespace {

// Absolute, and without a slash at its end.
std::filesystem::path Plain(const std::filesystem::path& path) {
  return std::filesystem::absolute(path / "").lexically_normal().parent_path();
}

std::filesystem::path WithNew(std::filesystem::path path) { return path += ".new"; }

Failure CannotMake(const std::filesystem::path& path, int error) {
  return Failure("cannot make " + path.string() + ": " + std::generic_category().message(error));
}

}  // namespace

Staging::Staging(const std::filesystem::path& final_name)
    : final_name_(Plain(final_name)), path_(WithNew(final_name_)) {
  if (std::filesystem::exists(std::filesystem::symlink_status(final_name_))) {
    throw Failure(final_name_.string() + " is there already; name a folder that is not");
  }
  if (mkdir(path_.c_str(), 0700) != 0 && errno != EEXIST) throw CannotMake(path_, errno);
  Lock();
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    std::filesystem::remove_all(entry.path());
  }
}

void Staging::Lock() {
  lock_ = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (lock_ < 0) throw CannotMake(path_, errno);
  if (flock(lock_, LOCK_EX | LOCK_NB) == 0) return;
  close(lock_);
  throw Failure("another qianmoctl is at work on " + path_.string());
}

Staging::~Staging() {
  if (!published_) {
    std::error_code ignored;  // the next try removes the rest
    std::filesystem::remove_all(path_, ignored);
  }
  close(lock_);
}

void Staging::Publish() {
  if (syncfs(lock_) != 0) throw CannotMake(final_name_, errno);
  if (renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, final_name_.c_str(), RENAME_NOREPLACE) != 0) {
    throw CannotMake(final_name_, errno);
  }
  published_ = true;
  if (syncfs(lock_) != 0) throw CannotMake(final_name_, errno);
}

}  // namespace qianmo::ctl
